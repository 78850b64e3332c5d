"""Reading: bytes in, a ``Page`` out.

In comes whatever a caller may name: a file, an address, bytes, a string, a folder, a feed, a sitemap, a WARC archive.
Out comes a ``Page``: the article's text with its blocks told apart (story, dateline, byline, credits, boilerplate),
its outlet, language and date, and whom it credits; or a ``ReadError`` that says what, why and what next.

Plain text keeps its text unchanged, so that offsets into it hold. HTML goes through trafilatura, which finds the
article, and the lines around it that name wires and sources are kept, because who is credited is our subject. Every
input is taken for hostile: sizes, times, depths and addresses are bounded before anything is parsed.
"""

from __future__ import annotations

from enligt.reading.language import SUPPORTED_LANGUAGES
from enligt.reading.many import read_all
from enligt.reading.one import Readable, read

__all__ = ["SUPPORTED_LANGUAGES", "Readable", "read", "read_all"]
