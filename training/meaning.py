"""Writes ``meaning.onnx``: the base encoder, taught to compare what statements say, in one language or two.

    python training/meaning.py --shared ../shared --weights … --work training/work

For the pieces of a text the graph gives their ``states`` from the mean of texts, whose sum over a content is the
vector by which candidates are found; and ``pieces``, each state along some directions, with its ``weight``, by which
two contents are compared piece by piece. What was measured of the base (``measured.py``) and what was learned from
stories (``matching.py``) lie in the work folder. The layers ship as the base's own 4 bits (``fourbit.py``), with what
was learned beside them as products of low rank.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import TensorProto

sys.path.insert(0, str(Path(__file__).parent))
from export import Graph, array, embedded
from fourbit import BLOCK, packed
from matching import FIRST_LEARNING
from measured import DIRECTIONS
from network import base_encoder
from quantising import MICROSOFT, save_sharing_embeddings
from sums import write_sums

from enligt.tracing.meaning import MAX_PIECES

#: int8 products within onnxruntime's 4-bit kernel (its ``accuracy_level``): a fifth faster, a cosine of 0.9999.
ACCURACY = 4
#: A piece of no rarity still counts a little.
LEAST_RARITY = 0.1


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


def added(graph: Graph, x: str, product: str, name: str, learned: dict[str, Any], parts: tuple[str, ...]) -> str:
    """``product`` of ``x`` by the weights of one or several ``parts``, and what was learned beside them."""
    downs = [array(learned[f"{part}.down"]) for part in parts if f"{part}.down" in learned]
    if not downs:
        return product
    rank = len(downs[0])
    ups = [array(learned[f"{part}.up"]).T for part in parts]  # (rank, out)
    beside = np.zeros((rank * len(ups), sum(up.shape[1] for up in ups)), np.float32)
    at = 0
    for number, up in enumerate(ups):
        beside[rank * number : rank * (number + 1), at : at + up.shape[1]] = up
        at += up.shape[1]
    low = graph.add("MatMul", x, halved(graph, f"{name}.down", np.concatenate(downs).T))
    return graph.add("Add", product, graph.add("MatMul", low, halved(graph, f"{name}.up", beside)))


def halved(graph: Graph, name: str, values: np.ndarray) -> str:
    """A constant kept in 16 bits."""
    return graph.add("Cast", graph.constant(name, values.astype(np.float16)), to=TensorProto.FLOAT)


def layer(graph: Graph, x: str, of: Any, name: str, learned: dict[str, Any]) -> str:
    """One Transformer layer: the base's, with what was learned beside it (by the names of its parts)."""
    weight = np.concatenate([array(part.weight) for part in (of.q, of.k, of.v)])
    bias = np.concatenate([array(part.bias) for part in (of.q, of.k, of.v)])
    qkv = added(graph, x, linear(graph, x, f"{name}.qkv", weight, bias), f"{name}.qkv", learned, ("q", "k", "v"))
    q, k, v = graph.add("Split", qkv, outputs=3, axis=-1)
    attended = graph.add("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=of.heads)
    out = linear(graph, attended, f"{name}.ao", array(of.ao.weight), array(of.ao.bias))
    out = added(graph, attended, out, f"{name}.ao", learned, ("ao",))
    x = graph.norm(x, out, f"{name}.aln", array(of.aln.weight), array(of.aln.bias))
    inner = linear(graph, x, f"{name}.fi", array(of.fi.weight), array(of.fi.bias))
    inner = graph.add("FastGelu", added(graph, x, inner, f"{name}.fi", learned, ("fi",)), domain=MICROSOFT)
    out = linear(graph, inner, f"{name}.fo", array(of.fo.weight), array(of.fo.bias))
    out = added(graph, inner, out, f"{name}.fo", learned, ("fo",))
    return graph.norm(x, out, f"{name}.oln", array(of.oln.weight), array(of.oln.bias))


def main() -> None:
    """Write the graph beside the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    default = Path(__file__).parents[1] / "src/enligt/attributing/weights"
    parser.add_argument("--target", type=Path, default=default)
    options = parser.parse_args()
    kept = json.loads((options.work / "kept.json").read_text())
    encoder = base_encoder(options.shared, options.weights, kept).eval()
    measured = np.load(options.work / "measured.npz")
    learned = torch.load(options.work / "matching.pt", weights_only=True)

    graph = Graph(quantise=True)
    x = embedded(graph, encoder, MAX_PIECES + 2)
    for number, of in enumerate(encoder.layers):
        prefix = f"layers.{number - FIRST_LEARNING}."
        here = {name.removeprefix(prefix): value for name, value in learned.items() if name.startswith(prefix)}
        x = layer(graph, x, of, f"l{number}", here)
    flat = graph.add("Squeeze", x, graph.constant("axis", np.zeros(1, np.int64)))
    one, end, first = (graph.constant(name, np.array([at], np.int64)) for name, at in (("1", 1), ("-1", -1), ("0", 0)))
    inner = graph.add("Slice", flat, one, end, first)
    states = graph.add("Sub", inner, graph.constant("text", measured["text"]))
    from_mean = graph.add("Sub", inner, graph.constant("mean", array(learned["mean"])))
    along = graph.add("MatMul", from_mean, halved(graph, "directions", array(learned["directions"])))
    pieces = graph.add("LpNormalization", along, axis=-1, p=2)
    rarity = graph.constant("rarity", np.maximum(measured["weights"], LEAST_RARITY).astype(np.float16))
    ids = graph.add("Squeeze", graph.add("Slice", "ids", one, end, one), "axis")
    rarity = graph.add("Cast", graph.add("Gather", rarity, ids), to=TensorProto.FLOAT)
    telling = array(learned["telling"])
    tells = graph.add(
        "Add",
        graph.add("MatMul", from_mean, graph.constant("tells", telling[:-1])),
        graph.constant("tell", telling[-1:]),
    )
    outputs = {
        "states": (states, ["pieces", encoder.position.shape[1]]),
        "pieces": (pieces, ["pieces", DIRECTIONS]),
        "weight": (graph.add("Mul", rarity, graph.add("Sigmoid", tells)), ["pieces"]),
    }
    model = graph.model({"ids": (TensorProto.INT64, [1, "marked"])}, outputs)
    save_sharing_embeddings(model, options.target / "meaning.onnx")
    write_sums(options.target)
    print(options.target, sum(path.stat().st_size for path in options.target.iterdir()) // 1000, "kB")


if __name__ == "__main__":
    main()
