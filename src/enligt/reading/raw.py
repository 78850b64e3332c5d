"""An input's bytes within bounds, what they are, and the text in them."""

from __future__ import annotations

import codecs
import re
import sys
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from enligt.errors import ReadError
from enligt.reading.language import plausibility
from enligt.records import Fetch

#: Bytes from which a kind of file is told: longest preamble before the first tag of real pages.
_SNIFF_BYTES = 4096

#: Share of characters that could not be decoded from which a text is garbage and not merely damaged.
_GARBAGE_SHARE = 0.01

#: Share of letters in À–ÿ from which a text said to be Western European is Cyrillic or Greek read wrongly:
#: no language of Latin script comes near it.
_MISREAD_SHARE = 0.4

_GZIP = b"\x1f\x8b"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", "save its text as .txt or .html and read that"),
    (b"\x89PNG", "an image (PNG)", "enligt reads text, not pictures; type or scan its text first"),
    (b"\xff\xd8\xff", "an image (JPEG)", "enligt reads text, not pictures; type or scan its text first"),
    (b"GIF8", "an image (GIF)", "enligt reads text, not pictures; type or scan its text first"),
    (b"II*\x00", "an image (TIFF)", "enligt reads text, not pictures; type or scan its text first"),
    (b"MM\x00*", "an image (TIFF)", "enligt reads text, not pictures; type or scan its text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as .txt or .html, and read that"),
    (b"{\\rtf", "an RTF document", "save it as .txt or .html and read that"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as .txt or .html and read that"),
    (b"PAR1", "a Parquet file", "export its texts as .txt or .html and read those"),
    (b"SQLite format 3", "an SQLite database", "name pages here, and a ledger with --ledger"),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h[1-6]|meta|title|span|br|ul)\b", re.I
)
_FEED_TAG = re.compile(r"<(rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.I)
#: Charsets of European pages that declare none or a wrong one, the likelier first where two read equally well.
_GUESSES = ("cp1252", "cp1251", "cp1250", "iso8859_2", "cp1257", "cp1253", "koi8_u", "iso8859_5")

#: Plausibility below which a guess is no text in any of our languages; three short words get more.
_LEGIBLE = 0.2

_MISPLACED = re.compile(
    r"[\x80-\x9f\ufffd]|\w[\u00a1-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7\u2500-\u25ff]\w"
)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of one input. ``name`` is what to call it in errors, ``url`` the address it was read from.

    ``validators`` are the headers by which to ask the next time whether it has changed.
    """

    name: str
    data: bytes
    url: str | None = None
    charset: str | None = None
    validators: tuple[tuple[str, str], ...] = ()


def read_path(path: Path, limits: Fetch) -> Raw:
    """A file's bytes, unpacked if it is gzipped; never more than ``limits.max_bytes`` are held.

    Raises ``ReadError`` for a file that is missing, unreadable, a folder, or too large.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise ReadError(name, "this is a folder", "add it with `enligt add`, or name the pages in it")
        with path.open("rb") as file:
            if path.stat().st_size > limits.max_bytes:
                raise too_large(name, limits)
            raw = read_stream(file, name, limits)
    except FileNotFoundError:
        raise ReadError(name, "no such file", "check its name and folder") from None
    except OSError as error:
        raise ReadError(name, f"it can't be opened ({error.strerror})", "check who may read it") from None
    return replace(raw, url=path.resolve().as_uri())


def read_standard_input(limits: Fetch) -> Raw:
    """What was piped in, within the same bounds as a file. Raises ``ReadError`` if it is too large."""
    return read_stream(sys.stdin.buffer, "standard input", limits)


def read_stream(stream: IO[bytes], name: str, limits: Fetch) -> Raw:
    """A stream's bytes, unpacked if they are gzipped. Raises ``ReadError`` past ``limits.max_bytes``."""
    data = stream.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise too_large(name, limits)
    return Raw(name=name, data=unpacked(data, name, limits))


def unpacked(data: bytes, name: str, limits: Fetch) -> bytes:
    """The bytes themselves, or what they hold if gzipped, never more than ``limits.max_bytes`` of it.

    Raises ``ReadError`` if they unpack to more, or are damaged.
    """
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        result = unpacker.decompress(data, limits.max_bytes + 1)
    except zlib.error:
        raise ReadError(name, "its gzip packing is damaged", "fetch or copy it again") from None
    if len(result) > limits.max_bytes:
        raise too_large(name, limits)
    if not unpacker.eof:
        raise ReadError(name, "its gzip packing is damaged", "fetch or copy it again")
    return result


def too_large(name: str, limits: Fetch) -> ReadError:
    """The error for an input past the limit."""
    megabytes = limits.max_bytes // 1_000_000
    return ReadError(name, f"it is larger than {megabytes} MB", "save the article alone, without what surrounds it")


def text_in(raw: Raw) -> str:
    """The text in an input's bytes, decoded as they ask for unless they are plainly in another charset.

    Raises ``ReadError`` for an empty input, one that is no text (PDF, image, archive…), or undecodable bytes.
    """
    data = raw.data
    if not data.strip():
        raise ReadError(raw.name, "it is empty", "check that the page was saved whole")
    for signature, kind, next_step in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(raw.name, f"this is {kind}", next_step)
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp" or data[:4] in (b"OggS", b"ID3\x03", b"ID3\x04"):
        raise ReadError(raw.name, "this is a picture, sound or film", "write down what it says and read that")
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _checked(data.decode(charset, errors="replace"), raw.name)
    if b"\x00" in data[:_SNIFF_BYTES]:
        raise ReadError(raw.name, "this is a binary file", "enligt reads text and HTML; export the text first")
    return _checked(_decoded(data, raw.charset), raw.name)


def is_html(text: str) -> bool:
    """Whether a text is HTML and not plain text.

    >>> is_html("<!doctype html><p>Hej</p>"), is_html("x < y, he said")
    (True, False)
    """
    head = text[:_SNIFF_BYTES].lstrip()
    return head.startswith("<") and bool(_TAG.search(head))


def feed_kind(text: str) -> str | None:
    """The name of the outermost tag of a feed or sitemap (``rss``, ``feed``, ``urlset``…), else ``None``."""
    head = text[:_SNIFF_BYTES].lstrip()
    found = _FEED_TAG.search(head) if head.startswith("<") else None
    return found[1].lower() if found and not _TAG.search(head[: found.start()]) else None


def _decoded(data: bytes, transport_charset: str | None) -> str:
    """Bytes to text: UTF-8 where they are valid UTF-8 (nothing else is by chance), else as declared, else guessed."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    meta = _CHARSET.search(data[:_SNIFF_BYTES])
    for declared in (transport_charset, meta[1].decode("ascii") if meta else None):
        text = _as_declared(data, declared)
        if text is not None:
            return text
    damaged = data.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") < _GARBAGE_SHARE * len(damaged):
        return damaged
    guess = max((data.decode(charset, errors="replace") for charset in _GUESSES), key=_reads_well)
    return guess if _reads_well(guess)[1] >= _LEGIBLE else damaged


def _reads_well(text: str) -> tuple[int, float]:
    """How well a guess at a charset reads, to compare: first by the signs that stand where only letters can."""
    return -len(_MISPLACED.findall(text)), plausibility(_TAGS.sub(" ", text))


def _as_declared(data: bytes, charset: str | None) -> str | None:
    """Bytes decoded by a declared charset; ``None`` where it doesn't exist or the result is plainly wrong."""
    try:
        name = codecs.lookup(charset or "").name
    except LookupError:
        return None
    # As browsers do: what calls itself Latin-1 or ASCII is Windows-1252.
    if name in ("iso8859-1", "ascii"):
        name = "cp1252"
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    letters = [character for character in text if character.isalpha()]
    misread = sum("À" <= letter <= "ÿ" for letter in letters) > _MISREAD_SHARE * len(letters)
    return None if misread or _CONTROL.search(text) else text


def _checked(text: str, name: str) -> str:
    if len(_CONTROL.findall(text)) > _GARBAGE_SHARE * len(text):
        raise ReadError(name, "its characters can't be decoded", "save it again as UTF-8")
    return text
