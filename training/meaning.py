"""Writes ``meaning.onnx``: the base encoder as it is, made to compare what statements say, in one language or two.

    python training/meaning.py --shared ../shared --weights … --work training/work

For the pieces of a text the graph gives ``vector``, the normalised mean of their states, by which candidates are found;
and ``pieces``, each piece's state along the directions in which states differ most, with its ``weight``, by which two
texts are compared piece by piece. States are taken from their mean over the training texts: the encoder's states all
lean the same way, which says nothing. A piece weighs the more the fewer of the training texts hold it (idf). The layers
ship as the base's own 4 bits (``fourbit.py``).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import TensorProto
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
from corpora import training_documents
from export import MICROSOFT, Graph, array, embedded, save_sharing_embeddings
from fourbit import BLOCK, packed
from network import base_encoder

SEED = 20260206
#: Directions of the states that are kept. On the parallel sentences 384, 96 and 64 of them find the right sentence in
#: 99.8, 99.6 and 99.1 of a hundred; 96 bytes a piece keep a ledger small.
DIRECTIONS = 96
#: Training texts whose states give mean and directions, and the pieces of each that are read.
TEXTS, PIECES = 6_000, 96
#: int8 products within onnxruntime's 4-bit kernel (its ``accuracy_level``): a fifth faster, a cosine of 0.9999.
ACCURACY = 4


def sampled(shared: Path) -> list[str]:
    """Lines of the training texts, as many of every language as there are, up to an even share."""
    by_language: dict[str, list[str]] = {}
    for document in training_documents(shared):
        lines = (line.strip() for line in document.text.splitlines())
        by_language.setdefault(document.lang, []).extend(line for line in lines if len(line) > 20)
    draw, share = random.Random(SEED), TEXTS // len(by_language)
    return [line for _, lines in sorted(by_language.items()) for line in draw.sample(lines, min(share, len(lines)))]


def frequencies(shared: Path, tokenizer: Any, pieces: int) -> np.ndarray:
    """Each piece's weight: the logarithm of texts over texts that hold it, over all lines of the training texts."""
    held: Counter[int] = Counter()
    lines = 0
    for document in training_documents(shared):
        for encoding in tokenizer.encode_batch(document.text.splitlines(), add_special_tokens=False):
            held.update(set(encoding.ids))
            lines += 1
    return np.array([math.log((lines + 1) / (held[piece] + 1)) for piece in range(pieces)], np.float32)


@torch.no_grad()
def states_of(encoder: Any, tokenizer: Any, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The states of all pieces of the texts, and the mean state of each text."""
    pieces, means = [], []
    for text in texts:
        ids = torch.tensor([[0, *tokenizer.encode(text, add_special_tokens=False).ids[:PIECES], 2]])
        states = encoder(ids, torch.ones_like(ids))[0]
        pieces.append(states[1:-1].numpy())
        means.append(states.mean(0).numpy())
    return np.concatenate(pieces), np.array(means)


def linear(graph: Graph, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
    """``x @ weight.T + bias`` with the 4-bit ``weight`` (out, in) of the base."""
    nibbles, scales = packed(weight)
    out, into = weight.shape
    blocks = graph.constant(f"{name}.w", nibbles.reshape(out, into // BLOCK, BLOCK // 2))
    half = graph.constant(f"{name}.s", scales.reshape(-1).astype(np.float16))
    shape = {"K": into, "N": out, "bits": 4, "block_size": BLOCK, "accuracy_level": ACCURACY}
    product = graph.add(
        "MatMulNBits", x, blocks, graph.add("Cast", half, to=TensorProto.FLOAT), domain=MICROSOFT, **shape
    )
    return graph.add("Add", product, graph.constant(f"{name}.b", bias))


def layer(graph: Graph, x: str, of: Any, name: str) -> str:
    """One Transformer layer of the base."""
    weight = np.concatenate([array(part.weight) for part in (of.q, of.k, of.v)])
    bias = np.concatenate([array(part.bias) for part in (of.q, of.k, of.v)])
    q, k, v = graph.add("Split", linear(graph, x, f"{name}.qkv", weight, bias), outputs=3, axis=-1)
    attended = graph.add("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=of.heads)
    out = linear(graph, attended, f"{name}.ao", array(of.ao.weight), array(of.ao.bias))
    x = graph.norm(x, out, f"{name}.aln", array(of.aln.weight), array(of.aln.bias))
    inner = linear(graph, x, f"{name}.fi", array(of.fi.weight), array(of.fi.bias))
    inner = graph.add("FastGelu", inner, domain=MICROSOFT)
    out = linear(graph, inner, f"{name}.fo", array(of.fo.weight), array(of.fo.bias))
    return graph.norm(x, out, f"{name}.oln", array(of.oln.weight), array(of.oln.bias))


def normalised(graph: Graph, x: str) -> str:
    """Rows of length 1."""
    return graph.add("LpNormalization", x, axis=-1, p=2)


def main() -> None:
    """Measure the training texts and write the graph beside the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    default = Path(__file__).parents[1] / "src/enligt/attributing/weights"
    parser.add_argument("--target", type=Path, default=default)
    options = parser.parse_args()
    kept = json.loads((options.work / "kept.json").read_text())
    encoder = base_encoder(options.shared, options.weights, kept).eval()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    pieces, means = states_of(encoder, tokenizer, sampled(options.shared))
    mean = pieces.mean(0)
    _, directions = np.linalg.eigh(np.cov(pieces - mean, rowvar=False))  # ascending: the last differ most
    weights = frequencies(options.shared, tokenizer, len(kept))

    graph = Graph(quantise=True)
    x = embedded(graph, encoder)
    for number, of in enumerate(encoder.layers):
        x = layer(graph, x, of, f"l{number}")
    flat = graph.add("Squeeze", x, graph.constant("axis", np.zeros(1, np.int64)))
    one, end, first = (graph.constant(name, np.array([at], np.int64)) for name, at in (("1", 1), ("-1", -1), ("0", 0)))
    from_mean = graph.add("Sub", graph.add("Slice", flat, one, end, first), graph.constant("mean", mean))
    along = graph.add("MatMul", from_mean, graph.constant("directions", directions[:, -DIRECTIONS:].astype(np.float32)))
    text = graph.add("Sub", graph.add("ReduceMean", flat, axes=[0], keepdims=1), graph.constant("text", means.mean(0)))
    table = graph.constant("weights", weights.astype(np.float16))
    ids = graph.add("Squeeze", graph.add("Slice", "ids", one, end, one), "axis")
    weight = graph.add("Cast", graph.add("Gather", table, ids), to=TensorProto.FLOAT)
    outputs = {
        "vector": (normalised(graph, text), [1, encoder.position.shape[1]]),
        "pieces": (normalised(graph, along), ["pieces", DIRECTIONS]),
        "weight": (weight, ["pieces"]),
    }
    model = graph.model({"ids": (TensorProto.INT64, [1, "marked"])}, outputs)
    save_sharing_embeddings(model, options.target / "meaning.onnx")
    print(options.target, sum(path.stat().st_size for path in options.target.iterdir()) // 1000, "kB")


if __name__ == "__main__":
    main()
