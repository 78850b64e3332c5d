"""Where the records of a web archive end, and where the next one begins behind one that is damaged.

fastwarc reads what is whole, fast. Where it stops or comes to the end, this finds out which record is to blame: it may
have read a page cut short, since the file ends within it or its length is told wrongly.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import IO, Any, cast

#: Bytes read at a time, and bytes of a record's head at most.
_BLOCK, _HEAD = 1 << 16, 1 << 16
_GZIP, _RECORD, _BLANK = b"\x1f\x8b\x08", b"WARC/", (b"\r", b"\n")
#: How a record begins, at most ``_MARK`` bytes: also right behind one that is cut short, with no line end between.
_RECORD_BEGINS, _GZIP_BEGINS, _MARK = re.compile(rb"WARC/\d\.\d\r?\n[\w-]{1,40}:"), re.compile(re.escape(_GZIP)), 64


class NotWholeError(Exception):
    """A record is damaged; the message says how."""


_CUT_SHORT = "it is cut short"
_BAD_PACKING = "its gzip packing is damaged"
_NO_RECORD = "no record begins there"
_WRONG_LENGTH = "its length is told wrongly, or it is cut short"


def opened(path: Path) -> IO[bytes]:
    """An archive, to be read from any of its records' places.

    Where it is packed as a whole, and not each record by itself, it is unpacked here, and places count unpacked bytes.
    Raises ``OSError`` if it can't be opened.
    """
    stream = path.open("rb")
    if _is_packed(stream, 0):
        try:
            _, follows = _end(_Member(stream, 0).reader, 0)
            if follows:
                stream.seek(0)
                return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
        except (EOFError, NotWholeError, zlib.error):
            pass  # whoever reads it will tell
    return stream


def record_end(stream: IO[bytes], at: int) -> int | None:
    """Where the record that begins at a place ends; ``None`` where the archive does.

    Raises ``NotWholeError`` if no record begins there, or it is damaged.
    """
    try:
        if _is_packed(stream, at):
            member = _Member(stream, at)
            _, follows = _end(member.reader, at)
            if follows:
                raise NotWholeError(_WRONG_LENGTH)
            return member.end
        stream.seek(at)
        return _end(stream, at)[0]
    except EOFError:
        raise NotWholeError(_CUT_SHORT) from None
    except zlib.error:
        raise NotWholeError(_BAD_PACKING) from None


def next_record(stream: IO[bytes], at: int) -> int | None:
    """The first place from ``at`` on where a record begins; ``None`` if none does."""
    packed = _is_packed(stream, 0)
    mark, begins, kept = _GZIP_BEGINS if packed else _RECORD_BEGINS, at, b""
    stream.seek(at)
    try:
        while block := stream.read(_BLOCK):
            kept += block
            for found in mark.finditer(kept):
                place = begins + found.start()
                if not packed or _Member(stream, place).begins_with(_RECORD):
                    return place
            begins += max(0, len(kept) - _MARK)
            kept = kept[-_MARK:]
            stream.seek(begins + len(kept))
    except (EOFError, zlib.error):  # packed as a whole, and damaged
        pass
    return None


def _is_packed(stream: IO[bytes], at: int) -> bool:
    """Whether what lies at a place is packed by itself."""
    stream.seek(at)
    return stream.read(len(_GZIP)) == _GZIP


def _end(stream: IO[bytes], at: int) -> tuple[int | None, bool]:
    """Where the record ends that begins where the stream is, at ``at`` (``None``: there is none), and whether anything
    follows it: line ends do, or the next record right away. Reads on from where it is, and nothing twice."""
    blank, begins = _past_blank(stream)
    if not begins:
        return None, False
    head = begins + stream.readline(_HEAD)
    if not head.startswith(_RECORD):
        raise NotWholeError(_NO_RECORD)
    length = None
    while (line := stream.readline(_HEAD)).strip():
        head += line
        if len(head) > _HEAD or _RECORD_BEGINS.search(head, 1):
            raise NotWholeError(_CUT_SHORT if len(head) <= _HEAD else _NO_RECORD)
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    if not line:
        raise EOFError
    if length is None:
        raise NotWholeError(_WRONG_LENGTH)
    left = length
    while left:
        read = len(stream.read(min(left, _BLOCK)))
        if not read:
            raise EOFError
        left -= read
    after, follows = _past_blank(stream)
    if follows:
        follows += stream.read(len(_RECORD) - 1)
    if follows and not after and not follows.startswith((_RECORD, _GZIP)):
        raise NotWholeError(_WRONG_LENGTH)
    return at + blank + len(head) + len(line) + length + after, bool(follows)


def _past_blank(stream: IO[bytes]) -> tuple[int, bytes]:
    """Pass over the line ends between two records: how many bytes they are, and the byte behind them."""
    blank = 0
    while (byte := stream.read(1)) in _BLANK:
        blank += 1
    return blank, byte


class _Member(io.RawIOBase):
    """What is packed by itself at one place of a file; ``end`` is where it ends, once it was read to there.

    Reading raises ``zlib.error`` where it is damaged, and ``EOFError`` if the file ends within it.
    """

    def __init__(self, file: IO[bytes], at: int) -> None:
        self._file, self._unpacker = file, zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self.end = at
        self.reader = io.BufferedReader(self, _BLOCK)

    def begins_with(self, beginning: bytes) -> bool:
        """Whether it unpacks to something that begins so."""
        try:
            return self.reader.read(len(beginning)) == beginning
        except (EOFError, zlib.error):
            return False

    def readable(self) -> bool:
        """It can be read, once."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack as much as there is room for."""
        while not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail
            if not packed:
                self._file.seek(self.end)
                packed = self._file.read(_BLOCK)
                if not packed:
                    raise EOFError
                self.end += len(packed)
            unpacked = self._unpacker.decompress(packed, len(buffer))
            self.end -= len(self._unpacker.unused_data)
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)
        return 0
