"""How long a person waits before enligt says anything: `enligt --help` and `import enligt`, in fresh processes.

    python bench/startup.py [RUNS]

Prints a Markdown table of medians; the aims are those of the design (0.3 s and 0.15 s).
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "`enligt --help`": ([str(Path(sys.executable).with_name("enligt")), "--help"], 0.3),
    "`import enligt`": ([sys.executable, "-c", "import enligt"], 0.15),
    "`python -c pass` (for comparison)": ([sys.executable, "-c", "pass"], None),
}


def seconds(command: list[str]) -> tuple[float, float]:
    """Wall and processor time of one run; on a busy machine only the second tells of enligt."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print; the first run of each only warms the disk's and Python's caches."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    print(f"| command | median of {runs} | fastest | processor time | aim |\n|---|---|---|---|---|")
    for name, (command, aim) in COMMANDS.items():
        seconds(command)
        walls, processor = zip(*(seconds(command) for _ in range(runs)), strict=True)
        limit = f"< {aim} s" if aim else "–"
        median = statistics.median(walls)
        print(f"| {name} | {median:.3f} s | {min(walls):.3f} s | {statistics.median(processor):.3f} s | {limit} |")


if __name__ == "__main__":
    main()
