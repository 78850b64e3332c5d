"""Each credit once, and none to the page itself."""

from __future__ import annotations

from collections.abc import Iterable

from enligt.reading.agencies import agency
from enligt.records import Credit


def distinct(found: Iterable[Credit], *, outlet: str | None) -> tuple[Credit, ...]:
    """The credits in order, each name once, those with evidence first to count; the page's own outlet is left out.

    An agency's own page names it in every dateline, and a page doesn't relay itself.
    """
    kept: dict[str, Credit] = {}
    own = {(outlet or "").casefold(), (agency(outlet or "") or "").casefold()}
    for credit in found:
        key = credit.name.casefold()
        known = kept.get(key)
        if key not in own and (known is None or (known.evidence is None and credit.evidence is not None)):
            kept[key] = credit
    return tuple(kept.values())
