"""Writes the trained network as the files that ship: ONNX graphs with int8 weights, made for onnxruntime.

    python training/export.py --shared ../shared --work training/work --weights … [--float DIR]

The graph is written node by node in onnxruntime's own fused operators (dynamically quantised products, fused attention
and layer norms), which a traced export would have to be pattern-matched into. Weights are int8 (``quantising.py``).
What ships was then evened out by ``even.py``.

``embeddings.bin`` never changes between trainings (the embeddings are frozen, and ship as the base's own 4 bits), so it
is kept apart from the graphs, which share it. ``meaning.onnx`` is written by ``meaning.py``.
With ``--float`` the same graphs are written with float32 weights too, to measure what int8 costs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parent))
from fourbit import BLOCK, packed
from network import EXITS, PAIR_WIDTH, Network, base_encoder
from quantising import MICROSOFT, NORM_EPSILON, rounded, save_sharing_embeddings
from sums import write_sums
from train import FROZEN_LAYERS

POSITIONS = 256


class Graph:
    """Collects nodes and initialisers of one ONNX graph."""

    def __init__(self, quantise: bool) -> None:
        self.quantise = quantise
        self.nodes: list[Any] = []
        self.initialisers: list[Any] = []
        self.made = 0

    def constant(self, name: str, array: np.ndarray) -> str:
        """An initialiser under a name of its own."""
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        """A node; its output's name, or names where there are several."""
        self.made += 1
        names = [f"{operator}_{self.made}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray, quantise: bool = True) -> str:
        """``x @ weight + bias``, ``weight`` of shape (in, out)."""
        bias_name = self.constant(f"{name}.b", bias)
        if not (self.quantise and quantise):
            return self.add("Add", self.add("MatMul", x, self.constant(f"{name}.w", weight)), bias_name)
        whole, scale = rounded(weight)
        parts = [
            self.constant(f"{name}.w", whole),
            self.constant(f"{name}.s", scale),
            self.constant(f"{name}.z", np.zeros(len(scale), np.int8)),
        ]
        return self.add("DynamicQuantizeMatMul", x, *parts, bias_name, domain=MICROSOFT)

    def norm(self, x: str, skip: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer norm of ``x + skip``."""
        gamma, beta = self.constant(f"{name}.w", weight), self.constant(f"{name}.b", bias)
        # Not the fused SkipLayerNormalization: on one thread it takes ten times as long as these two.
        return self.add("LayerNormalization", self.add("Add", x, skip), gamma, beta, axis=-1, epsilon=NORM_EPSILON)

    def model(self, inputs: dict[str, tuple[int, list[Any]]], outputs: dict[str, tuple[str, list[Any]]]) -> Any:
        """The finished model; ``outputs`` maps a public name to the node output it renames and its shape."""
        for public, (inner, _) in outputs.items():
            self.nodes.append(helper.make_node("Identity", [inner], [public]))
        graph = helper.make_graph(
            self.nodes,
            "enligt",
            [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, (_, shape) in outputs.items()],
            self.initialisers,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def array(tensor: torch.Tensor) -> np.ndarray:
    """A tensor's values, detached."""
    return tensor.detach().float().numpy()


def encoder_layer(graph: Graph, x: str, layer: Any, name: str) -> str:
    """One Transformer layer."""
    packed = np.concatenate([array(part.weight) for part in (layer.q, layer.k, layer.v)]).T
    bias = np.concatenate([array(part.bias) for part in (layer.q, layer.k, layer.v)])
    q, k, v = graph.add("Split", graph.linear(x, f"{name}.qkv", packed, bias), outputs=3, axis=-1)
    attended = graph.add("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=layer.heads)
    out = graph.linear(attended, f"{name}.ao", array(layer.ao.weight).T, array(layer.ao.bias))
    x = graph.norm(x, out, f"{name}.aln", array(layer.aln.weight), array(layer.aln.bias))
    inner = graph.linear(x, f"{name}.fi", array(layer.fi.weight).T, array(layer.fi.bias))
    inner = graph.add("FastGelu", inner, domain=MICROSOFT)
    out = graph.linear(inner, f"{name}.fo", array(layer.fo.weight).T, array(layer.fo.bias))
    return graph.norm(x, out, f"{name}.oln", array(layer.oln.weight), array(layer.oln.bias))


def embedded(graph: Graph, encoder: Any, length: int = POSITIONS) -> str:
    """The embeddings of at most ``length`` ``ids``, from the base's 4-bit rows, plus positions, normed."""
    nibbles, scale = packed(array(encoder.word.weight))
    rows, scales = graph.constant("embeddings", nibbles), graph.constant("embedding.scales", scale.astype(np.float16))
    shape = {"gather_axis": 0, "quantize_axis": 1, "block_size": BLOCK, "bits": 4}
    word = graph.add("GatherBlockQuantized", rows, "ids", scales, domain=MICROSOFT, **shape)
    word = graph.add("Cast", word, to=TensorProto.FLOAT)
    positions = array(encoder.position)[:length] + array(encoder.segment)
    count = graph.add("Shape", "ids", start=1, end=2)
    zero = graph.constant("zero", np.zeros(1, np.int64))
    place = graph.add("Slice", graph.constant("positions", positions), zero, count)
    gamma = graph.constant("embedding.norm.w", array(encoder.norm.weight))
    beta = graph.constant("embedding.norm.b", array(encoder.norm.bias))
    return graph.add("LayerNormalization", graph.add("Add", word, place), gamma, beta, axis=-1, epsilon=NORM_EPSILON)


def encoder_graph(network: Network, start: int, end: int, quantise: bool) -> Any:
    """Layers ``start`` to ``end`` with the heads of that exit.

    Gives ``tags`` (words, 10: cues, then names), ``of_word`` and ``of_cue`` (words, PAIR_WIDTH), ``states``.
    """
    graph = Graph(quantise)
    x = embedded(graph, network.encoder) if start == 0 else "states_in"
    for number in range(start, end):
        x = encoder_layer(graph, x, network.encoder.layers[number], f"l{number}")
    heads: Any = network.heads[str(end)]
    flat = graph.add("Squeeze", x, graph.constant("axis", np.zeros(1, np.int64)))
    words = graph.add("Gather", flat, "first")
    tags = np.concatenate([array(heads.cue.weight), array(heads.name.weight)]).T
    bias = np.concatenate([array(heads.cue.bias), array(heads.name.bias)])
    nothing = np.zeros(PAIR_WIDTH, np.float32)
    outputs = {
        "tags": (graph.linear(words, "tags", tags, bias, quantise=False), ["words", tags.shape[1]]),
        "of_word": (
            graph.linear(words, "of_word", array(heads.of_word.weight).T, array(heads.of_word.bias), quantise=False),
            ["words", PAIR_WIDTH],
        ),
        "of_cue": (
            graph.linear(words, "of_cue", array(heads.of_cue.weight).T, nothing, quantise=False),
            ["words", PAIR_WIDTH],
        ),
    }
    hidden = network.encoder.position.shape[1]
    if end != EXITS[-1]:
        outputs["states"] = (x, [1, "pieces", hidden])
    first = (TensorProto.INT64, ["words"])
    if start == 0:
        return graph.model({"ids": (TensorProto.INT64, [1, "pieces"]), "first": first}, outputs)
    return graph.model({"states_in": (TensorProto.FLOAT, [1, "pieces", hidden]), "first": first}, outputs)


def pair_graph(heads: Any) -> Any:
    """For each cue the probability of each word's role: of_word (W, P), query (C, P), bucket (C, W) → (C, W, 3).

    ``bucket`` is place * DISTANCES + distance: one row of the table for each pair of them.
    """
    graph = Graph(quantise=False)
    table = (array(heads.place.weight)[:, None] + array(heads.distance.weight)[None]).reshape(-1, PAIR_WIDTH)
    # Halved for the file's size: the table's numbers are sums of two small ones, the words' states add the rest.
    where = graph.add("Gather", graph.constant("where", table.astype(np.float16)), "bucket")
    where = graph.add("Cast", where, to=TensorProto.FLOAT)
    one = graph.constant("one", np.ones(1, np.int64))
    pair = graph.add("Add", graph.add("Add", where, "of_word"), graph.add("Unsqueeze", "query", one))
    role = graph.linear(
        graph.add("Relu", pair), "role", array(heads.role.weight).T, array(heads.role.bias), quantise=False
    )
    inputs = {
        "of_word": (TensorProto.FLOAT, ["words", PAIR_WIDTH]),
        "query": (TensorProto.FLOAT, ["cues", PAIR_WIDTH]),
        "bucket": (TensorProto.INT64, ["cues", "words"]),
    }
    return graph.model(inputs, {"roles": (graph.add("Softmax", role, axis=-1), ["cues", "words", 3])})


def write(network: Network, target: Path, quantise: bool) -> None:
    """Write all graphs of both models to a folder."""
    target.mkdir(parents=True, exist_ok=True)
    save_sharing_embeddings(encoder_graph(network, 0, EXITS[0], quantise), target / "lower.onnx")
    onnx.save(encoder_graph(network, EXITS[0], EXITS[1], quantise), target / "upper.onnx")
    for name, layer in zip(("small", "full"), EXITS, strict=True):
        onnx.save(pair_graph(network.heads[str(layer)]), target / f"pairs-{name}.onnx")


def trained(shared: Path, weights: Path, work: Path, steps: Sequence[int] = ()) -> Network:
    """The network of the last checkpoint, or with the mean weights of those kept at some steps."""
    kept = json.loads((work / "kept.json").read_text())
    network = Network(base_encoder(shared, weights, kept), FROZEN_LAYERS)
    files = [work / f"step-{step}.pt" for step in steps] or [work / "checkpoint.pt"]
    states = [torch.load(file, weights_only=True)["network"] for file in files]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    network.load_state_dict(mean, strict=False)
    return network.eval()


def main() -> None:
    """Export the last checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    default = Path(__file__).parents[1] / "src/enligt/attributing/weights"
    parser.add_argument("--target", type=Path, default=default)
    parser.add_argument("--steps", type=int, nargs="*", default=(), help="take the mean of the weights at these steps")
    parser.add_argument("--float", type=Path, help="write float32 graphs here as well")
    options = parser.parse_args()
    network = trained(options.shared, options.weights, options.work, options.steps)
    for target, quantise in [(options.target, True), *([(options.float, False)] if options.float else [])]:
        write(network, target, quantise)
        shutil.copy(options.work / "tokenizer.json", target / "tokenizer.json")
        write_sums(target)
        print(target, sum(path.stat().st_size for path in target.iterdir()) // 1000, "kB")


if __name__ == "__main__":
    main()
