"""What a text says, as numbers that compare across languages: one vector, and a direction for each of its pieces.

The vector finds what may say the same; the pieces decide it (``alike``). They come from the base encoder as it was
pre-trained, since the attribution model's own states have learned to tell who speaks, not what is said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from enligt.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Pieces of a text that are read: some eighty words; what a statement says is said by then.
MAX_PIECES = 126
#: Texts in work or waiting for each thread.
TEXTS_AHEAD = 32
#: Components are kept as int8: this many steps to 1.
STEPS = 127
#: A piece of no weight (a full stop, a "the") still counts a little, so that a text of such pieces alone has one.
LEAST_WEIGHT = 0.1
#: Steps to 1 of a piece's weight, kept in one byte.
WEIGHT_STEPS = 20

_OPEN_ID, _CLOSE_ID = 0, 2
_WIDTH, _DIRECTIONS = 384, 96


class Sense(NamedTuple):
    """A text's meaning: ``vector`` (384,), ``pieces`` (n, 96) and ``weight`` (n,) as int8, int8 and uint8.

    Vector and pieces have length 1 in steps of 1/127; weights are logarithms of rarity in steps of 1/20.
    """

    vector: NDArray[np.int8]
    pieces: NDArray[np.int8]
    weight: NDArray[np.uint8]

    def packed(self) -> bytes:
        """The pieces and their weights as bytes, to be kept; the vector is kept by itself."""
        return self.weight.tobytes() + self.pieces.tobytes()

    @staticmethod
    def unpacked(vector: bytes, pieces: bytes) -> Sense:
        """The sense of kept bytes."""
        import numpy as np

        table = np.frombuffer(pieces, np.int8)
        count = len(table) // (_DIRECTIONS + 1)
        return Sense(
            np.frombuffer(vector, np.int8), table[count:].reshape(count, _DIRECTIONS), table[:count].view(np.uint8)
        )


class Meaning:
    """Reads what texts say; ``threads`` 0 means all cores.

    Raises ``ModelError`` if the model's files are missing or broken.
    """

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._tokenizer, self._session = _loaded()

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The sense of each text, in their order; a text's sense never depends on its company."""
        with ThreadPoolExecutor(self._threads) as pool:
            batch: list[str] = []
            for text in texts:
                batch.append(text)
                if len(batch) == TEXTS_AHEAD * self._threads:
                    yield from pool.map(self._one, batch)
                    batch.clear()
            yield from pool.map(self._one, batch)

    def _one(self, text: str) -> Sense:
        import numpy as np

        # Lone surrogates, which a tokenizer can't take, become one sign each.
        safe = text.encode("utf-8", "replace").decode("utf-8")
        ids = self._tokenizer.encode(safe, add_special_tokens=False).ids[:MAX_PIECES]
        vector, pieces, weight = self._session.run(
            ["vector", "pieces", "weight"], {"ids": np.array([[_OPEN_ID, *ids, _CLOSE_ID]], np.int64)}
        )
        steps = np.clip(np.maximum(weight, LEAST_WEIGHT) * WEIGHT_STEPS, 1, 255)
        return Sense(
            np.rint(vector[0] * STEPS).astype(np.int8), np.rint(pieces * STEPS).astype(np.int8), steps.astype(np.uint8)
        )


def alike(sense: Sense, others: Sequence[Sense]) -> NDArray[np.float32]:
    """How alike a text is to each of others in what it says: about 0 for strangers, 1 for itself."""
    row: NDArray[np.float32] = alikeness([sense], others)[0]
    return row


def alikeness(senses: Sequence[Sense], others: Sequence[Sense]) -> NDArray[np.float32]:
    """How alike each of some texts is to each of others, (texts, others); a text without words is like none.

    Each piece is set against the one nearest to it in the other text, weighed by its rarity; the mean of both ways.
    (Late interaction, Khattab and Zaharia 2020, with the weights of BERTScore, Zhang et al. 2020.)
    """
    import numpy as np

    mine = [at for at, sense in enumerate(senses) if len(sense.weight)]
    theirs = [at for at, other in enumerate(others) if len(other.weight)]
    found = np.zeros((len(senses), len(others)), np.float32)
    if not mine or not theirs:
        return found
    rows, my_weight, my_starts = _joined([senses[at] for at in mine])
    columns, their_weight, their_starts = _joined([others[at] for at in theirs])
    near = rows @ columns.T
    there = np.add.reduceat(np.maximum.reduceat(near, their_starts, axis=1) * my_weight[:, None], my_starts)
    back = np.add.reduceat(np.maximum.reduceat(near, my_starts, axis=0) * their_weight, their_starts, axis=1)
    there /= np.add.reduceat(my_weight, my_starts)[:, None]
    back /= np.add.reduceat(their_weight, their_starts)
    found[np.ix_(mine, theirs)] = (there + back) / 2
    return found


def _joined(senses: Sequence[Sense]) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """The pieces of all texts as directions, their weights, and where each text's begin."""
    import numpy as np

    starts = np.cumsum([0] + [len(sense.weight) for sense in senses[:-1]])
    weight = np.concatenate([sense.weight for sense in senses]).astype(np.float32)
    return _unit(np.concatenate([sense.pieces for sense in senses])), weight, starts


def _unit(pieces: NDArray[np.int8]) -> NDArray[np.float32]:
    import numpy as np

    rows = pieces.astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


@lru_cache(maxsize=1)
def _loaded() -> tuple[Any, Any]:
    """Tokenizer and session; kept, so that page after page loads them once."""
    import onnxruntime
    from tokenizers import Tokenizer

    weights = Path(str(files("enligt.attributing") / "weights"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    try:
        tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
        return tokenizer, onnxruntime.InferenceSession(
            str(weights / "meaning.onnx"), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # both libraries raise bare exceptions of their own
        reason = f"the model's files could not be loaded ({error})"
        raise ModelError(str(weights), reason, "reinstall enligt") from error
