"""What structure forbids: a quotation torn in pieces, words said by two cues at once, crumbs beside a content.

Works on the roles of one window in place: ``paths`` (cues, words) of NONE, SOURCE or CONTENT.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

NONE, SOURCE, CONTENT = 0, 1, 2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Roles = NDArray[np.int8]
    Floats = NDArray[np.float32]

#: Words from which a quotation is one thing, said wholly or not at all; shorter ones are terms and scare quotes.
WHOLE_QUOTE_WORDS = 4
#: Words of a run of content, and of a gap in one, up to which it is taken for a slip beside a run of LONG_RUN or more.
CRUMB_WORDS, LONG_RUN = 2, 4


def tidy(
    paths: Roles,
    content: Floats,
    cues: Sequence[tuple[int, int]],
    quotes: Sequence[tuple[int, int]],
    sentence: Sequence[int],
) -> None:
    """Mend the roles of a window.

    content: (cues, words) probability of being content. cues and quotes: ranges of words, start and end, in order.
    sentence: the number of each word's sentence.
    """
    _keep_quotes_whole(paths, cues, quotes)
    _give_to_one(paths, content, cues)
    for path, cue in zip(paths, cues, strict=True):
        _close_gaps_and_drop_crumbs(path, cue, sentence)


def _keep_quotes_whole(paths: Roles, cues: Sequence[tuple[int, int]], quotes: Sequence[tuple[int, int]]) -> None:
    for start, end in quotes:
        if end - start < WHOLE_QUOTE_WORDS:
            continue
        held = (paths[:, start:end] == CONTENT).mean(1)
        for path, (cue, _), share in zip(paths, cues, held, strict=True):
            if share and not start <= cue < end:
                path[start:end] = CONTENT if share >= 0.5 else NONE


def _give_to_one(paths: Roles, content: Floats, cues: Sequence[tuple[int, int]]) -> None:
    """Words that two cues claim go to the surer one, unless one cue is itself in what the other one says."""
    for one, other in combinations(range(len(cues)), 2):
        if paths[one, cues[other][0]] == CONTENT or paths[other, cues[one][0]] == CONTENT:
            continue
        both = (paths[one] == CONTENT) & (paths[other] == CONTENT)
        if both.any():
            loser = other if content[one][both].mean() >= content[other][both].mean() else one
            paths[loser][both] = NONE


def _close_gaps_and_drop_crumbs(path: Roles, cue: tuple[int, int], sentence: Sequence[int]) -> None:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], path == CONTENT, [False])))).tolist()
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    if len(runs) < 2:
        return
    joined = [runs[0]]
    for start, end in runs[1:]:
        begin, before = joined[-1]
        small = start - before <= CRUMB_WORDS and sentence[before - 1] == sentence[start]
        if small and not before <= cue[0] < start and not (path[before:start] == SOURCE).any():
            path[before:start] = CONTENT
            joined[-1] = (begin, end)
        else:
            joined.append((start, end))
    if max(end - start for start, end in joined) >= LONG_RUN:
        for start, end in joined:
            if end - start <= CRUMB_WORDS:
                path[start:end] = NONE
