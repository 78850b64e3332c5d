"""What a desk is started with, made once by the command line."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

from enligt.errors import DeskError
from enligt.records import Options

#: Characters that a password must have: what a person can still type, too long to be guessed at one try a second.
MIN_TOKEN_LENGTH = 12
TOKEN_VARIABLE = "ENLIGT_DESK_TOKEN"  # noqa: S105, the variable's name and no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a desk listens and what it allows.

    ``token`` is the password that every visitor must give; without one the desk listens on loopback only.
    ``writes_per_minute`` is for each visitor's address; body sizes are in bytes.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    options: Options = field(default_factory=Options)
    #: A person who adds and comments as fast as they can stays below it.
    writes_per_minute: int = 60
    #: Forms hold a pasted text at most: a long book chapter has 200 kB, and letters beyond ASCII triple in a form.
    max_body_bytes: int = 2_000_000

    @property
    def max_upload_bytes(self) -> int:
        """Bytes of an upload with what surrounds it in the form."""
        return self.options.fetch.max_bytes + 100_000

    def checked(self) -> Settings:
        """These settings if they are safe to serve with; raises ``DeskError`` otherwise.

        >>> Settings(host="0.0.0.0").checked()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        enligt.errors.DeskError: --host 0.0.0.0: others could read and write this ledger; set a password first: ...
        """
        if self.token is None and not is_loopback(self.host):
            raise DeskError(
                f"--host {self.host}",
                "others could read and write this ledger",
                f"set a password first: in a file that --password-file names, or in {TOKEN_VARIABLE}",
            )
        if self.token is not None and len(self.token) < MIN_TOKEN_LENGTH:
            raise DeskError(
                "the desk's password",
                f"it is shorter than {MIN_TOKEN_LENGTH} characters and could be guessed",
                "choose a longer one",
            )
        return self


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address.

    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "desk.example")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def token_from(password_file: Path | None) -> str | None:
    """The password in a file, else in the environment, else none. Raises ``DeskError`` for a file that has none."""
    if password_file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    try:
        token = password_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise DeskError(str(password_file), "the password file can't be read", "check its path and rights") from None
    if not token:
        raise DeskError(str(password_file), "the password file is empty", "write a password on its first line")
    return token
