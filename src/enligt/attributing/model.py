"""The trained attributer: one pass of a small multilingual encoder over each window, then exact spans.

Two models share one file of lower layers: ``small`` leaves after them, ``full`` goes through the upper layers too.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from enligt.attributing.baseline import with_patterns
from enligt.attributing.continuing import with_continued
from enligt.attributing.decoding import SETTING, Cue, cues, names, relations
from enligt.attributing.pointing import with_pointed
from enligt.attributing.quotes import quotations
from enligt.attributing.sentences import parsed
from enligt.attributing.whole import check_whole, shipped
from enligt.attributing.windows import Window, windows
from enligt.errors import ModelError
from enligt.records import Found, Name, Page, Relation, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Windows in work or waiting for each thread: enough to keep it busy, few enough to bound memory on an endless stream.
WINDOWS_AHEAD = 16
#: Buckets of the distance between cue and word, and how far in sentences and paragraphs a word's place beside a cue is
#: told apart; as in training/network.py.
DISTANCES, SENTENCES, PARAGRAPHS = 48, 3, 2

Size = Literal["small", "full"]


class Model:
    """Finds relations and names with the trained network. Runs each window by itself, so company changes nothing.

    Raises ``ModelError`` if the model's files are missing, broken, or not those that were shipped.
    """

    def __init__(self, size: Size = "full", threads: int = 0, weights: Path | None = None) -> None:
        self._threads = threads or os.cpu_count() or 1
        self.tokenizer, self._encoders, self._pairs = _loaded(size, weights or shipped())

    def find(self, pages: Iterable[Page]) -> Iterator[tuple[Page, Found]]:
        """Each page with what is found on it, in their order; windows of pages ahead are worked on meanwhile."""
        with ThreadPoolExecutor(self._threads) as pool:
            ahead: deque[tuple[Page, list[Future[tuple[list[Relation], list[Name]]]]]] = deque()
            waiting = 0
            try:
                for page in pages:
                    cut = windows(page.text, page.story, self.tokenizer)
                    quoted = quotations(page.text, page.story)
                    ahead.append((page, [pool.submit(self._window, page.text, window, quoted) for window in cut]))
                    waiting += len(cut)
                    while ahead and waiting > WINDOWS_AHEAD * self._threads:
                        waiting -= len(ahead[0][1])
                        yield _gathered(*ahead.popleft())
                while ahead:
                    yield _gathered(*ahead.popleft())
            finally:
                pool.shutdown(cancel_futures=True)

    def _window(self, text: str, window: Window, quoted: Sequence[Span]) -> tuple[list[Relation], list[Name]]:
        if not window.words:
            return [], []
        found, roles, tags = self.probabilities(window)
        return relations(text, window, found, roles, quoted), names(text, window.words, tags)

    def probabilities(
        self, window: Window, cue_threshold: float = SETTING.cue_threshold
    ) -> tuple[list[Cue], NDArray[np.float32], NDArray[np.float32]]:
        """A window's cues, each cue's role probabilities (cues, words, 3), and name logits (words, 7)."""
        out = self._encoded(window)
        tags = out["tags"]
        found = cues(tags[:, :3], cue_threshold)
        return found, self._roles(window, found, out), tags[:, 3:]

    def roles(self, window: Window, found: Sequence[Cue]) -> NDArray[np.float32]:
        """The role probabilities (cues, words, 3) of a window's words beside given cues."""
        return self._roles(window, found, self._encoded(window))

    def _encoded(self, window: Window) -> dict[str, Any]:
        import numpy as np

        feed: dict[str, Any] = {"ids": np.array([window.ids]), "first": np.array(window.first)}
        for encoder in self._encoders:
            out = dict(zip((o.name for o in encoder.get_outputs()), encoder.run(None, feed), strict=True))
            feed = {"states_in": out.get("states"), "first": feed["first"]}
        return out

    def _roles(self, window: Window, found: Sequence[Cue], out: dict[str, Any]) -> NDArray[np.float32]:
        import numpy as np

        if not found:
            return np.empty((0, len(window.words), 3), np.float32)
        ranges = np.array([(cue.start, cue.end) for cue in found])
        query = np.stack([out["of_cue"][start:end].mean(0) for start, end in ranges])
        bucket = pair_buckets(ranges, window)
        roles: NDArray[np.float32]
        (roles,) = self._pairs.run(None, {"of_word": out["of_word"], "query": query, "bucket": bucket})
        return roles


def pair_buckets(ranges: NDArray[np.int64], window: Window) -> NDArray[np.int64]:
    """The bucket of each word as seen from each cue: (cues, 2) ranges of words → (cues, words).

    Up to 7 words each distance has its own bucket, from there they grow by the root of two; before and after the cue
    are told apart; so are the sentences and paragraphs next to the cue's. The same rules as in training/network.py.
    """
    import numpy as np

    start, end = ranges[:, :1], ranges[:, 1:]
    at = np.arange(len(window.words))
    offset = np.where(at < start, at - start, np.maximum(at - end + 1, 0))
    size = np.abs(offset)
    far = 8 + (2 * np.log2(np.maximum(size, 8) / 8)).astype(np.int64)
    distance = np.minimum(np.where(size < 8, size, far), DISTANCES // 2 - 1)
    distance = np.where(offset < 0, DISTANCES // 2 + distance, distance)
    sentence, paragraph = np.array(window.sentence), np.array(window.paragraph)
    column = np.clip(sentence - sentence[start], -SENTENCES, SENTENCES) + SENTENCES
    row = np.clip(paragraph - paragraph[start], -PARAGRAPHS, PARAGRAPHS) + PARAGRAPHS
    buckets: NDArray[np.int64] = (row * (2 * SENTENCES + 1) + column) * DISTANCES + distance
    return buckets


def _gathered(page: Page, parts: list[Future[tuple[list[Relation], list[Name]]]]) -> tuple[Page, Found]:
    results = [part.result() for part in parts]
    relations = [relation for of_window, _ in results for relation in of_window]
    story = parsed(page)
    return page, Found(
        with_continued(story, with_patterns(story, with_pointed(story, relations))),
        tuple(name for _, of_window in results for name in of_window),
    )


@lru_cache(maxsize=4)
def _loaded(size: Size, weights: Path) -> tuple[Any, list[Any], Any]:
    """Tokenizer, encoder sessions and pair session; kept, so that tracing page after page loads them once."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The graphs are written in fused operators; further fusing brings in slower ones (see training/export.py).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    graphs = ["lower.onnx", *(["upper.onnx"] if size == "full" else []), f"pairs-{size}.onnx"]
    check_whole(weights, ["tokenizer.json", "embeddings.bin", *graphs])
    try:
        tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
        *encoders, pairs = [
            onnxruntime.InferenceSession(str(weights / graph), options, providers=["CPUExecutionProvider"])
            for graph in graphs
        ]
    except Exception as error:  # both libraries raise bare exceptions of their own
        reason = f"the model's files could not be loaded ({error})"
        raise ModelError(str(weights), reason, "reinstall enligt, or choose --model baseline") from error
    return tokenizer, encoders, pairs
