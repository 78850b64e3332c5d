"""A PostgreSQL of Debian's package that is made for the tests and thrown away after them."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Nothing of it outlives the tests, so nothing need be safe on the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}
#: Seconds in which a server must be ready, on a busy machine.
START_SECONDS = 60
#: The user who has to give a password; all others on this machine are let in.
GUARDED, PASSWORD = "guarded", "s3cret/õ@#"


class NoServerError(Exception):
    """Why there is no PostgreSQL here."""


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """The user and the port on this machine of a running server. Raises ``NoServerError`` where none can be run."""
    programs = _programs()
    if not shutil.which("setpriv"):
        raise NoServerError("there is no setpriv here (on Debian in util-linux), which ends the server with the tests")
    root = os.geteuid() == 0
    user = "postgres" if root else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="enligt-postgres-"))
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--"] if root else []
    try:
        if root:  # PostgreSQL refuses to run as root
            shutil.chown(folder, user)
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", user, "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]
        _run([*as_user, *initdb])
        rule = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n"
        (data / "pg_hba.conf").write_text(rule + (data / "pg_hba.conf").read_text())
        port = _free_port()
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        # It goes when the tests do, even if they are killed.
        command = ["setpriv", "--pdeathsig=INT", *as_user[1:], str(programs / "postgres"), "-D", str(data)]
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [*command, "-p", str(port), "-k", str(folder), *options], stdout=log, stderr=log, cwd="/"
            )
        try:
            _run([programs / "pg_isready", "-h", "127.0.0.1", "-p", port, "-t", START_SECONDS], tries=START_SECONDS * 5)
            yield user, port
        finally:
            running.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed
            running.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    elsewhere = shutil.which("initdb")
    if found:
        return found[-1].parent
    if elsewhere:
        return Path(elsewhere).parent
    raise NoServerError("PostgreSQL is not installed here (on Debian: apt-get install postgresql)")


def _run(command: list[object], tries: int = 1) -> None:
    for _ in range(tries):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd="/", check=False)
        if not done.returncode:
            return
        time.sleep(0.2)
    raise NoServerError(f"PostgreSQL can't be started here: {(done.stderr or done.stdout).strip()[-300:]}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
