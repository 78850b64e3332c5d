"""What structure forbids: a torn quotation, words said by two cues at once, two sources of one cue, crumbs.

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
#: Share of the likeliest source's highest probability below which another run is no source. Chosen on polnear dev.
LESSER_SOURCE = 0.6


def tidy(
    paths: Roles,
    probabilities: Floats,
    cues: Sequence[tuple[int, int]],
    quotes: Sequence[tuple[int, int]],
    sentence: Sequence[int],
) -> None:
    """Mend the roles of a window.

    probabilities: (cues, words, 3) of the roles. cues and quotes: ranges of words, start and end, in order.
    sentence: the number of each word's sentence.
    """
    _keep_quotes_whole(paths, cues, quotes)
    _give_to_one(paths, probabilities[..., CONTENT], cues)
    for path, cue, p in zip(paths, cues, probabilities, strict=True):
        _close_gaps_and_drop_crumbs(path, cue, sentence)
        _keep_sources_in_sentences(path, cue, sentence)
        _drop_lesser_sources(path, p[:, SOURCE])


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


def _runs(path: Roles, role: int) -> list[tuple[int, int]]:
    """The unbroken ranges of words with a role."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], path == role, [False])))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _keep_sources_in_sentences(path: Roles, cue: tuple[int, int], sentence: Sequence[int]) -> None:
    """A source that runs on into the next sentence ends with its own: the one that is nearer the cue."""
    for start, end in _runs(path, SOURCE):
        own = sentence[end - 1 if end <= cue[0] else start]
        for at in range(start, end):
            if sentence[at] != own:
                path[at] = NONE


def _drop_lesser_sources(path: Roles, p: Floats) -> None:
    """Of several runs of source only the likely ones: in PolNeAR one source in two thousand is split."""
    peaks = [(float(p[start:end].max()), start, end) for start, end in _runs(path, SOURCE)]
    least = LESSER_SOURCE * max(peaks, default=(0.0,))[0]
    for peak, start, end in peaks:
        if peak < least:
            path[start:end] = NONE


def _close_gaps_and_drop_crumbs(path: Roles, cue: tuple[int, int], sentence: Sequence[int]) -> None:
    runs = _runs(path, CONTENT)
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
