"""Makes an exported model faster and truer to its floats without training: narrower, fitted anew, evened out.

    python training/narrow.py --shared ../shared --exported DIR [--target DIR]

``--exported`` holds the graphs that ``export.py`` wrote. Layer by layer, on some hundred windows of the training texts
in every language, those heads and inner neurons of the lower half go whose output is best made from the others' by
least squares (the optimal brain surgeon's rule). The products after them are fitted anew, in the upper half too, so
that the narrow network's states come close to the wide one's. Then the weights are int8 again; inputs of products that
differ in size from channel to channel are evened out first ("smoothing"), since one scale has to serve a whole window.
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

#: What stays of each layer's 12 heads and 1,536 inner neurons: fewer of these where others stand in for them better.
HEADS = (9, 9, 9, 9, 9, 9, 12, 12, 12, 12, 12, 12)
INNER = (1024, 1120, 1184, 1120, 1088, 1024, 1536, 1536, 1536, 1536, 1536, 1536)
#: The graphs and the layers they hold.
GRAPHS = {"lower.onnx": range(6), "upper.onnx": range(6, 12)}
HEAD_WIDTH = 32
#: Articles of PolNeAR and windows of each; windows of every other kind and language.
ARTICLES, WINDOWS_OF_ARTICLE, WINDOWS_OF_OTHERS = 60, 4, 24
#: Neurons that go at a time.
STEP = 32
#: Share of the mean variance that is added to every channel's, so that nothing is fitted to noise.
RIDGE = 3e-4
#: Inner activations above this belong to the few tokens (marks, mostly) in which all attention rests; those count less.
USUAL = 6.0
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


@dataclass
class Fit:
    """A product's input in the narrow network, and what should come out of it, both about their means."""

    inputs: Floats
    wanted: Floats
    input_mean: Floats
    wanted_mean: Floats

    @classmethod
    def of(cls, inputs: Floats, wanted: Floats) -> Fit:
        """Windows' states as a fit; states far out of the usual count less."""
        weight = np.minimum(1, USUAL / np.abs(inputs).max(1, keepdims=True)) ** 2
        means = [(states * weight).sum(0) / weight.sum() for states in (inputs, wanted)]
        centred = [(states - mean) * np.sqrt(weight) for states, mean in zip((inputs, wanted), means, strict=True)]
        return cls(*centred, *means)

    def covariance(self) -> tuple[Floats, Floats]:
        """Of the inputs among themselves, with the ridge; and with what is wanted."""
        own = (self.inputs.T @ self.inputs).astype(np.float64) / len(self.inputs)
        own += RIDGE * np.trace(own) / len(own) * np.eye(len(own))
        return own, (self.inputs.T @ self.wanted).astype(np.float64) / len(self.inputs)

    def solved(self, kept: Floats) -> tuple[Floats, Floats]:
        """Weight and bias from the inputs that are kept."""
        own, beside = self.covariance()
        weight = np.linalg.solve(own[np.ix_(kept, kept)], beside[kept])
        return weight.astype(np.float32), (self.wanted_mean - self.input_mean[kept] @ weight).astype(np.float32)


def kept_heads(fit: Fit, count: int) -> Floats:
    """The channels of the heads that stay; the head goes whose channels the others' replace best, one at a time."""
    own, beside = fit.covariance()
    heads = list(range(len(own) // HEAD_WIDTH))

    def channels(some: Sequence[int]) -> Floats:
        return np.concatenate([np.arange(head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH) for head in some])

    def explained(some: Sequence[int]) -> float:
        at = channels(some)
        return float((np.linalg.solve(own[np.ix_(at, at)], beside[at]) * beside[at]).sum())

    while len(heads) > count:
        heads = max(([h for h in heads if h != gone] for gone in heads), key=explained)
    return channels(heads)


def kept_neurons(fit: Fit, count: int) -> Floats:
    """The neurons that stay: those go, a few at a time, whose loss the rest of them make good best."""
    own, beside = fit.covariance()
    inverse = np.linalg.inv(own)
    weight = inverse @ beside
    kept = np.arange(len(own))
    while len(kept) > count:
        cost = (weight**2).sum(1) / np.diag(inverse)
        gone = np.argsort(cost)[: min(STEP, len(kept) - count)]
        share = inverse[:, gone] @ np.linalg.inv(inverse[np.ix_(gone, gone)])
        weight, inverse = weight - share @ weight[gone], inverse - share @ inverse[gone]
        stay = np.setdiff1d(np.arange(len(kept)), gone)
        kept, weight, inverse = kept[stay], weight[stay], inverse[np.ix_(stay, stay)]
    return kept


def narrowed(layers: Sequence[Layer], x: Floats, lengths: Sequence[int]) -> Iterator[Layer]:
    """The layers, narrow, each fitted to what comes out of the narrow ones before it. ``x``: the embeddings."""
    wide = x
    for layer, heads, inner in zip(layers, HEADS, INNER, strict=True):
        wide = wide + layer.attended(wide, lengths) @ layer.ao + layer.ao_bias
        attended = layer.attended(x, lengths)
        fit = Fit.of(attended, wide - x)
        kept = kept_heads(fit, heads)
        thirds = np.concatenate([kept + part * layer.ao.shape[0] for part in range(3)])
        ao, ao_bias = fit.solved(kept)
        slim = replace(layer, qkv=layer.qkv[:, thirds], qkv_bias=layer.qkv_bias[thirds], ao=ao, ao_bias=ao_bias)
        y = normed(x + attended[:, kept] @ ao + ao_bias, layer.aln)
        wide = normed(wide, layer.aln)
        wide = wide + layer.inner(wide) @ layer.fo + layer.fo_bias
        activations = layer.inner(y)
        fit = Fit.of(activations, wide - y)
        kept = kept_neurons(fit, inner)
        fo, fo_bias = fit.solved(kept)
        x, wide = normed(y + activations[:, kept] @ fo + fo_bias, layer.oln), normed(wide, layer.oln)
        print(f"error of the states: {np.linalg.norm(x - wide) / np.linalg.norm(wide - wide.mean(0)):.3f}", flush=True)
        yield replace(slim, fi=layer.fi[:, kept], fi_bias=layer.fi_bias[kept], fo=fo, fo_bias=fo_bias)


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
    """Put a narrow layer in the place of a graph's wide one."""
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
            last = name
        if node.op_type == "MultiHeadAttention" and last == f"l{number}.qkv":
            node.attribute[0].i = layer.ao.shape[0] // HEAD_WIDTH
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
    """Narrow the graphs; the other files are copied."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--exported", type=Path, required=True)
    default = Path(__file__).parents[1] / "src/enligt/attributing/weights"
    parser.add_argument("--target", type=Path, default=default)
    options = parser.parse_args()
    if options.exported.resolve() == options.target.resolve():
        parser.error("--target must be another folder than --exported: a graph is narrowed once")
    models = {name: onnx.load(options.exported / name) for name in GRAPHS}
    pieces = list(calibration(options.shared, Tokenizer.from_file(str(options.exported / "tokenizer.json"))))
    lengths = [len(ids) for ids in pieces]
    x = embedded(models["lower.onnx"], pieces)
    places = [(models[name].graph, number) for name, numbers in GRAPHS.items() for number in numbers]
    wide = [layer for name, numbers in GRAPHS.items() for layer in read_layers(models[name].graph, numbers)]
    for (graph, number), layer in zip(places, narrowed(wide, x, lengths), strict=True):
        even, multiplied, x = smoothed(layer, x, lengths)
        put(graph, number, even, multiplied)
    options.target.mkdir(parents=True, exist_ok=True)
    for path in options.exported.iterdir():
        shutil.copy(path, options.target / path.name)
    for name, model in models.items():
        save_sharing_embeddings(model, options.target / name)
    write_sums(options.target)


if __name__ == "__main__":
    main()
