"""What the desk's process is told before it serves."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from enligt.desk.serving import HEAPS

#: Threads that all hold memory at a time, and then the C library's own account of its heaps.
HELD_AT_ONCE = """
import ctypes, sys, threading
from enligt.desk.serving import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
together = threading.Barrier(12)
def hold():
    held = [bytearray(60_000) for _ in range(20)]
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(12)]
for one in threads: one.start()
for one in threads: one.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(how: str) -> int:
    ran = subprocess.run([sys.executable, "-c", HELD_AT_ONCE, how], capture_output=True, text=True, check=True)
    return ran.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="heaps are counted by the GNU C library alone")
def test_threads_share_heaps() -> None:
    assert heaps("own") > HEAPS, "what is guarded against does not happen here"
    assert heaps("shared") == HEAPS
