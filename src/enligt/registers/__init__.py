"""Statements → the registers: contacts, treaties, pledges and positions, each entry resting on the words that prove it.

In comes a traced page, out go its entries; then the entries of many pages, and the claims and origins of what they
rest on, and out go entries put together: the same pledge from ten pages is one, and no sum is counted twice.
``treaties_of`` and ``affairs`` arrange what was put together by treaty, and by what is given against which target.

It is done by a lexicon of the words that tell an event, by language (``lexicon/*.toml``, described in ``lexicon.py``),
read together with the actors, dates and amounts that ``naming`` and ``dating`` find in the same clause. A lexicon can
be read, corrected and extended by whoever keeps a register; a model could not tell why it found an entry.
"""

from enligt.registers.page import entries_of
from enligt.registers.sums import affairs
from enligt.registers.terms import treaties_of
from enligt.registers.together import Known, put_together

__all__ = ["Known", "affairs", "entries_of", "put_together", "treaties_of"]
