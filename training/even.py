"""Makes an exported model truer to its floats without training: the inputs of its int8 products are evened out.

    python training/even.py --shared ../shared --exported DIR [--target DIR]

``--exported`` holds the graphs that ``export.py`` wrote. Inputs of products differ in size from channel to channel, and
one token in a window holds inner activations ten times those of the others; one scale has to serve a whole window. So
what is large in the activations is moved to the weights ("smoothing", Xiao et al. 2023), by sizes seen on some hundred
windows of the training texts in every language.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
from corpora import training_documents
from quantising import NORM_EPSILON, rounded, save_sharing_embeddings
from sums import write_sums

from enligt import read
from enligt.attributing.windows import windows

#: The graphs and the layers they hold.
GRAPHS = {"lower.onnx": range(6), "upper.onnx": range(6, 12)}
HEAD_WIDTH = 32
#: Articles of PolNeAR and windows of each; windows of every other kind and language.
ARTICLES, WINDOWS_OF_ARTICLE, WINDOWS_OF_OTHERS = 60, 4, 24
#: How far differences in size are moved from the activations (1) to the weights (0).
SMOOTHING = 0.8

Floats = np.ndarray


@dataclass
class Layer:
    """One layer in floats: weights (in, out) and biases of its four products, and its two norms."""

    qkv: Floats
    qkv_bias: Floats
    ao: Floats
    ao_bias: Floats
    aln: tuple[Floats, Floats]
    fi: Floats
    fi_bias: Floats
    fo: Floats
    fo_bias: Floats
    oln: tuple[Floats, Floats]

    def attended(self, x: Floats, lengths: Sequence[int]) -> Floats:
        """What the heads read from the windows that lie behind one another in ``x``."""
        mixed, width = x @ self.qkv + self.qkv_bias, self.qkv.shape[1] // 3
        out, at = np.empty((len(x), width), np.float32), 0
        for length in lengths:
            rows = mixed[at : at + length].reshape(length, 3, -1, HEAD_WIDTH).transpose(1, 2, 0, 3)
            scores = rows[0] @ rows[1].transpose(0, 2, 1) / np.sqrt(np.float32(HEAD_WIDTH))
            powers = np.exp(scores - scores.max(-1, keepdims=True))
            of_heads = powers / powers.sum(-1, keepdims=True) @ rows[2]
            out[at : at + length] = of_heads.transpose(1, 0, 2).reshape(length, width)
            at += length
        return out

    def inner(self, y: Floats) -> Floats:
        """The inner neurons' activations."""
        x = y @ self.fi + self.fi_bias
        return 0.5 * x * (1 + np.tanh(x * (0.7978845608 + 0.0356774081 * x * x)))


def normed(x: Floats, norm: tuple[Floats, Floats]) -> Floats:
    """Layer norm."""
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + NORM_EPSILON) * norm[0] + norm[1]


def smoothed(layer: Layer, x: Floats, lengths: Sequence[int]) -> tuple[Layer, dict[str, Floats], Floats]:
    """The layer with its activations evened out, by what ``fi`` and ``fo`` get multiplied first, and its output.

    The heads' output is evened out by the columns of ``qkv`` that make it, at no cost.
    """
    attended = layer.attended(x, lengths)
    y = normed(x + attended @ layer.ao + layer.ao_bias, layer.aln)
    inner = layer.inner(y)
    sizes = {
        name: _sizes(states, getattr(layer, name)) for name, states in (("ao", attended), ("fi", y), ("fo", inner))
    }
    values = np.ones(layer.qkv.shape[1], np.float32)
    values[-len(sizes["ao"]) :] = 1 / sizes["ao"]
    even = replace(
        layer,
        qkv=layer.qkv * values,
        qkv_bias=layer.qkv_bias * values,
        **{name: getattr(layer, name) * size[:, None] for name, size in sizes.items()},
    )
    after = normed(y + inner @ layer.fo + layer.fo_bias, layer.oln)
    return even, {name: 1 / sizes[name] for name in ("fi", "fo")}, after


def _sizes(states: Floats, weight: Floats) -> Floats:
    largest = np.abs(states).max(0) + 1e-3
    size = largest**SMOOTHING / np.abs(weight).max(1) ** (1 - SMOOTHING)
    return size / np.median(size)


def read_layers(graph: Any, numbers: Iterable[int]) -> list[Layer]:
    """The layers of an exported graph, in floats."""
    found = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def product(name: str) -> tuple[Floats, Floats]:
        return found[f"{name}.w"].astype(np.float32) * found[f"{name}.s"], found[f"{name}.b"]

    def layer(at: str) -> Layer:
        norms = [(found[f"{at}.{name}.w"], found[f"{at}.{name}.b"]) for name in ("aln", "oln")]
        return Layer(
            *product(f"{at}.qkv"), *product(f"{at}.ao"), norms[0], *product(f"{at}.fi"), *product(f"{at}.fo"), norms[1]
        )

    return [layer(f"l{number}") for number in numbers]


def put(graph: Any, number: int, layer: Layer, multiplied: dict[str, Floats]) -> None:
    """Put an evened layer in the place of a graph's own; ``multiplied`` is done to the inputs of products."""
    fresh = {}
    for name in ("qkv", "ao", "fi", "fo"):
        weight, scale = rounded(getattr(layer, name))
        zeros = np.zeros(len(scale), np.int8)
        bias = getattr(layer, f"{name}_bias")
        fresh |= {f"l{number}.{name}.{part}": v for part, v in zip("wszb", (weight, scale, zeros, bias), strict=True)}
    fresh |= {f"l{number}.{name}.by": by for name, by in multiplied.items()}
    kept = [one for one in graph.initializer if one.name not in fresh]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.initializer.extend(numpy_helper.from_array(np.ascontiguousarray(v), name) for name, v in fresh.items())
    nodes = list(graph.node)
    del graph.node[:]
    for node in nodes:
        if node.op_type == "DynamicQuantizeMatMul":
            name = node.input[1].removesuffix(".w")
            if f"{name}.by" in fresh:
                graph.node.append(helper.make_node("Mul", [node.input[0], f"{name}.by"], [f"{name}.even"]))
                node.input[0] = f"{name}.even"
        graph.node.append(node)


def calibration(shared: Path, tokenizer: Tokenizer) -> Iterator[list[int]]:
    """Windows of the training texts, of every kind and language."""
    kinds = defaultdict(list)
    for document in training_documents(shared):
        kinds[document.kind, document.lang].append(document)
    for (kind, _), documents in sorted(kinds.items()):
        chosen = sorted(documents, key=lambda document: zlib.crc32(document.id.encode()))[:ARTICLES]
        texts = [document.text for document in chosen]
        most = WINDOWS_OF_ARTICLE if kind == "polnear" else WINDOWS_OF_OTHERS
        for text in texts if kind == "polnear" else ["\n\n".join(texts)]:
            page = read(text)
            yield from (window.ids for window in windows(page.text, page.story, tokenizer)[:most])


def embedded(model: Any, pieces: Sequence[list[int]]) -> Floats:
    """The embeddings of windows, behind one another, as the graph's first norm gives them."""
    last = next(at for at, node in enumerate(model.graph.node) if node.op_type == "LayerNormalization")
    out = model.graph.node[last].output[0]
    part = helper.make_graph(
        model.graph.node[: last + 1],
        "embeddings",
        [one for one in model.graph.input if one.name == "ids"],
        [helper.make_tensor_value_info(out, TensorProto.FLOAT, None)],
        model.graph.initializer,
    )
    whole = helper.make_model(part, opset_imports=model.opset_import, ir_version=model.ir_version)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(whole.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {"ids": np.array([ids])})[0][0] for ids in pieces])


def main() -> None:
    """Even out the graphs; the other files are copied."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--exported", type=Path, required=True)
    default = Path(__file__).parents[1] / "src/enligt/attributing/weights"
    parser.add_argument("--target", type=Path, default=default)
    options = parser.parse_args()
    if options.exported.resolve() == options.target.resolve():
        parser.error("--target must be another folder than --exported: a graph is evened out once")
    models = {name: onnx.load(options.exported / name) for name in GRAPHS}
    pieces = list(calibration(options.shared, Tokenizer.from_file(str(options.exported / "tokenizer.json"))))
    lengths = [len(ids) for ids in pieces]
    x = embedded(models["lower.onnx"], pieces)
    for name, numbers in GRAPHS.items():
        for number, layer in zip(numbers, read_layers(models[name].graph, numbers), strict=True):
            even, multiplied, x = smoothed(layer, x, lengths)
            put(models[name].graph, number, even, multiplied)
    options.target.mkdir(parents=True, exist_ok=True)
    for path in options.exported.iterdir():
        shutil.copy(path, options.target / path.name)
    for name, model in models.items():
        save_sharing_embeddings(model, options.target / name)
    write_sums(options.target)


if __name__ == "__main__":
    main()
