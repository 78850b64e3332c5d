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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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
#: The same for a server that is killed: what it acknowledged must be there afterwards.
LASTING = {name: SETTINGS[name] for name in ("shared_buffers", "max_connections", "listen_addresses")}
#: Seconds in which a server must be ready, on a busy machine.
START_SECONDS = 60
#: The user who has to give a password; all others on this machine are let in.
GUARDED, PASSWORD = "guarded", "s3cret/õ@#"


class NoServerError(Exception):
    """Why there is no PostgreSQL here."""


class Server:
    """A server on this machine, with user and port by which it is reached; it may be killed and started again."""

    def __init__(self, programs: Path, folder: Path, settings: Mapping[str, str]) -> None:
        self.user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self.port = _free_port()
        self._programs = programs
        self._folder = folder
        self._options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # PostgreSQL refuses to run as root.
        self._as_user = [f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups"] if os.geteuid() == 0 else []
        self._running: subprocess.Popen[bytes] | None = None
        if self._as_user:
            shutil.chown(folder, self.user)
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", self.user, "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]
        _run([*(["setpriv", *self._as_user, "--"] if self._as_user else []), *initdb])
        rule = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n"
        (data / "pg_hba.conf").write_text(rule + (data / "pg_hba.conf").read_text())

    @property
    def address(self) -> str:
        """Its own database."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Let it run until it is ready. Raises ``NoServerError`` if it does not get there."""
        # It goes when the tests do, even if they are killed.
        command = ["setpriv", "--pdeathsig=INT", *self._as_user, "--", str(self._programs / "postgres")]
        where = ["-D", str(self._folder / "data"), "-p", str(self.port), "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen([*command, *where, *self._options], stdout=log, stderr=log, cwd="/")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until it answers. Raises ``NoServerError`` if it does not."""
        ready = [self._programs / "pg_isready", "-h", "127.0.0.1", "-p", self.port, "-t", START_SECONDS]
        _run(ready, tries=START_SECONDS * 5)

    def kill(self) -> None:
        """End it and all its processes with SIGKILL, in the middle of whatever they do."""
        assert self._running is not None
        for pid in (self._running.pid, *self.processes()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._running.wait()
        while self.processes():  # they hold the memory that the next one needs
            time.sleep(0.02)

    def processes(self, doing: str = "") -> list[int]:
        """The ids of its processes, or of those alone in whose title ``doing`` stands."""
        found = []
        for title in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                told = title.read_bytes().decode("utf-8", "replace")
                at_home = title.with_name("cwd").readlink() == self._folder / "data"
                if at_home and told.startswith("postgres:") and doing in told:
                    found.append(int(title.parent.name))
        return found

    def stop(self) -> None:
        """End it at once: nothing of it is needed."""
        if self._running is not None:
            self._running.send_signal(signal.SIGQUIT)
            self._running.wait()


@contextmanager
def server(settings: Mapping[str, str] = SETTINGS) -> Iterator[Server]:
    """A running server. Raises ``NoServerError`` where none can be run."""
    programs = _programs()
    if not shutil.which("setpriv"):
        raise NoServerError("there is no setpriv here (on Debian in util-linux), which ends the server with the tests")
    folder = Path(tempfile.mkdtemp(prefix="enligt-postgres-"))
    try:
        running = Server(programs, folder, settings)
        try:
            running.start()
            yield running
        finally:
            running.stop()
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
