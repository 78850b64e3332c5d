"""What a text says, as numbers that compare across languages: one vector, and a direction for each of its pieces.

The vector finds what may say the same; the pieces decide it (``alike``). They come from the base encoder as it was
pre-trained, since the attribution model's own states have learned to tell who speaks, not what is said.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from enligt.attributing.whole import check_whole, shipped
from enligt.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Pieces that are read at a time: some hundred words, a paragraph and more.
MAX_PIECES = 160
#: Texts in work or waiting for each thread.
TEXTS_AHEAD = 32
#: Components are kept as int8: this many steps to 1.
STEPS = 127
#: A piece of no weight (a full stop, a "the") still counts a little, so that a text of such pieces alone has one.
LEAST_WEIGHT = 0.1
#: Steps to 1 of a piece's weight, kept in one byte.
WEIGHT_STEPS = 20
#: Pieces of some texts that are set against as many of others at a time: tables of at most four megabytes, of 256 to
#: 2,048 the quickest for a page and for a large knot.
PIECES_AT_ONCE = 1_024

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


class Told(NamedTuple):
    """A text, and the contents in it whose sense is wanted, each as ``(start, end)`` spans of the text."""

    text: str
    contents: Sequence[Sequence[tuple[int, int]]]


class Meaning:
    """Reads what texts say; ``threads`` 0 means all cores.

    Raises ``ModelError`` if the model's files are missing or broken.
    """

    def __init__(self, threads: int = 0) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._tokenizer, self._session = _loaded()

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The sense of each text, in their order."""
        for (sense,) in self.within(Told(text, (((0, len(text)),),)) for text in texts):
            yield sense

    def within(self, told: Iterable[Told]) -> Iterator[list[Sense]]:
        """The senses of the contents of each text, which tells what "the line" in them is; never of other texts."""
        with ThreadPoolExecutor(self._threads) as pool:
            batch: list[Told] = []
            for one in told:
                batch.append(one)
                if len(batch) == TEXTS_AHEAD * self._threads:
                    yield from pool.map(self._read, batch)
                    batch.clear()
            # One by itself is a question, and somebody waits for it: threads would only take longer to begin.
            yield from map(self._read, batch) if len(batch) == 1 else pool.map(self._read, batch)

    def _read(self, told: Told) -> list[Sense]:
        import numpy as np

        # Lone surrogates, which a tokenizer can't take, become one sign each.
        safe = told.text.encode("utf-8", "replace").decode("utf-8")
        encoding = self._tokenizer.encode(safe, add_special_tokens=False)
        offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)
        read: dict[int, Any] = {}  # what the model gives, by the first piece of a window
        senses = []
        for content in told.contents:
            inside = np.zeros(len(offsets), bool)
            for start, end in content:
                inside |= (offsets[:, 0] < end) & (start < offsets[:, 1])
            # A long text is read around each content: a third of the window before it.
            first = max(0, int(inside.argmax()) - MAX_PIECES // 3) if len(offsets) > MAX_PIECES else 0
            window = slice(first, first + MAX_PIECES)
            if first not in read:
                ids = np.array([[_OPEN_ID, *encoding.ids[window], _CLOSE_ID]], np.int64)
                read[first] = self._session.run(["states", "pieces", "weight"], {"ids": ids})
            senses.append(_sense(*(one[inside[window]] for one in read[first])))
        return senses


def _sense(states: NDArray[np.float32], pieces: NDArray[np.float32], weight: NDArray[np.float32]) -> Sense:
    """The sense of some pieces."""
    import numpy as np

    vector = states.sum(0)
    vector = vector / max(float(np.linalg.norm(vector)), 1e-6)
    steps = np.clip(np.maximum(weight, LEAST_WEIGHT) * WEIGHT_STEPS, 1, 255)
    return Sense(
        np.rint(vector * STEPS).astype(np.int8), np.rint(pieces * STEPS).astype(np.int8), steps.astype(np.uint8)
    )


def alike(sense: Sense, others: Sequence[Sense]) -> NDArray[np.float32]:
    """How alike a text is to each of others in what it says: about 0 for strangers, 1 for itself."""
    row: NDArray[np.float32] = alikeness([sense], others)[0]
    return row


def alikeness(senses: Sequence[Sense], others: Sequence[Sense]) -> NDArray[np.float32]:
    """How alike each of some texts is to each of others, (texts, others); a text without words is like none.

    Each piece is set against the one nearest to it in the other text, weighed by its rarity; the mean of both ways.
    (Late interaction, Khattab and Zaharia 2020, with the weights of BERTScore, Zhang et al. 2020.) Two texts are as
    alike in any company and either way round, to the last bit.
    """
    import numpy as np

    found = np.zeros((len(senses), len(others)), np.float32)
    rows, columns = list(_blocks(senses)), list(_blocks(others))
    # One piece of memory for all tables: to ask for new memory would cost more than to fill it.
    sizes = ([len(block.rows) for block in side] for side in (rows, columns))
    space = np.empty(math.prod(max(size, default=0) for size in sizes), np.float32)
    for mine in rows:
        for theirs in columns:
            there = mine.mean(theirs.nearest(mine, space).T)
            back = theirs.mean(mine.nearest(theirs, space).T)
            found[np.ix_(mine.places, theirs.places)] = (there + back.T) / 2
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    """The pieces of some texts in layers: the first of each text, then the second of each…, the longest text first.

    So what is worked out for each text, piece by piece, is for all texts of a layer one operation.
    """

    places: list[int]  # of the texts among those given
    rows: NDArray[np.float32]  # the pieces, not brought to length 1
    scale: NDArray[np.float32]  # what brings each to length 1
    weight: NDArray[np.float32]
    layers: list[slice]

    def nearest(self, other: _Block, space: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near each piece of another block has one in each text, (texts, pieces); ``space`` is to work in."""
        import numpy as np

        near = space[: len(self.rows) * len(other.rows)].reshape(len(self.rows), len(other.rows))
        np.matmul(self.rows, other.rows.T, out=near)  # of whole numbers, and so exact
        near *= self.scale[:, None]
        best = near[self.layers[0]]
        for layer in self.layers[1:]:
            some = best[: layer.stop - layer.start]
            np.maximum(some, near[layer], out=some)
        return best

    def mean(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mean of each text's rows, brought to length 1 and weighed, (texts, columns)."""
        import numpy as np

        weighed: NDArray[np.float32] = np.multiply(rows, (self.scale * self.weight)[:, None], order="C")
        total, weight = weighed[self.layers[0]], self.weight[self.layers[0]].copy()
        for layer in self.layers[1:]:
            total[: layer.stop - layer.start] += weighed[layer]
            weight[: layer.stop - layer.start] += self.weight[layer]
        return np.divide(total, weight[:, None], dtype=np.float32)


def _blocks(senses: Sequence[Sense]) -> Iterator[_Block]:
    """The texts that have pieces, in blocks of at most ``PIECES_AT_ONCE`` pieces, or of one text."""
    lengths = [len(sense.weight) for sense in senses]
    places: list[int] = []
    pieces = 0
    for at in sorted((at for at, length in enumerate(lengths) if length), key=lambda at: -lengths[at]):
        if places and pieces + lengths[at] > PIECES_AT_ONCE:
            yield _block(senses, places)
            places, pieces = [], 0
        places.append(at)
        pieces += lengths[at]
    if places:
        yield _block(senses, places)


def _block(senses: Sequence[Sense], places: list[int]) -> _Block:
    import numpy as np

    layer = np.concatenate([np.arange(len(senses[at].weight)) for at in places])
    order = np.argsort(layer, kind="stable")
    rows: NDArray[np.float32] = np.concatenate([senses[at].pieces for at in places])[order].astype(np.float32)
    weight = np.concatenate([senses[at].weight for at in places])[order].astype(np.float32)
    ends = np.cumsum(np.bincount(layer)).tolist()
    return _Block(
        places=places,
        rows=rows,
        scale=(1 / np.maximum(np.linalg.norm(rows, axis=1), 1e-6)).astype(np.float32),
        weight=weight,
        layers=[slice(start, end) for start, end in zip([0, *ends], ends, strict=False)],
    )


@lru_cache(maxsize=1)
def _loaded() -> tuple[Any, Any]:
    """Tokenizer and session; kept, so that page after page loads them once."""
    import onnxruntime
    from tokenizers import Tokenizer

    weights = shipped()
    check_whole(weights, ["tokenizer.json", "embeddings.bin", "meaning.onnx"])
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
