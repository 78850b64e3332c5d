"""Puts a work folder back from the model that ships, so that teaching can go on from it.

    python training/restored.py --tokenizer … --work training/work

Which pieces were kept depends on the texts of the day they were chosen, so they are read off the shipped tokenizer;
``measured.npz`` and ``matching.pt`` off ``meaning.onnx``, ``checkpoint.pt`` off the attribution network's graphs (its
weights as the int8 products have them). What only teaching uses, how logits come from likeness and facts, and what the
optimisers have seen, is not in them and begins anew.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).parent))
from even import GRAPHS, read_layers
from matching import FIRST_LEARNING
from network import DISTANCES, EXITS, PARAGRAPHS, SENTENCES
from train import FROZEN_LAYERS

SHIPPED = Path(__file__).parents[1] / "src/enligt/attributing/weights"
#: What ``matching.py`` calls the parts of a layer's one product for queries, keys and values.
QKV = ("q", "k", "v")


def kept_pieces(base: Path, pruned: Path) -> list[int]:
    """The base's id of each piece of a pruned tokenizer."""
    of_base, of_pruned = (
        [piece for piece, _ in json.loads(path.read_text("utf-8"))["model"]["vocab"]] for path in (base, pruned)
    )
    place = {piece: at for at, piece in enumerate(of_base)}
    return [place[piece] for piece in of_pruned]


def learned(constants: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """The state of ``matching.Matcher``, of the constants of ``meaning.onnx``."""
    found = {name: constants[name] for name in ("mean", "directions")}
    found["telling"] = np.concatenate([constants["tells"], constants["tell"]])
    for name in [name for name in constants if name.endswith(".down")]:
        layer, part, _ = name.split(".")
        parts = QKV if part == "qkv" else (part,)
        downs = np.split(constants[name], len(parts), axis=1)
        blocks = np.split(constants[f"{layer}.{part}.up"], len(parts), axis=0)
        width = blocks[0].shape[1] // len(parts)
        for number, (one, down, up) in enumerate(zip(parts, downs, blocks, strict=True)):
            prefix = f"layers.{int(layer[1:]) - FIRST_LEARNING}.{one}"
            found[f"{prefix}.down"] = down.T
            found[f"{prefix}.up"] = up[:, number * width : (number + 1) * width].T
    return {name: torch.from_numpy(value.astype(np.float32)) for name, value in found.items()}


def attribution(weights: Path) -> dict[str, torch.Tensor]:
    """The state of ``network.Network``, but for its embeddings, of the graphs that ship."""
    found: dict[str, np.ndarray] = {}
    for exit_layer, size, (name, numbers) in zip(EXITS, ("small", "full"), GRAPHS.items(), strict=True):
        graph = onnx.load(str(weights / name)).graph
        constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        for number, layer in zip(numbers, read_layers(graph, numbers), strict=True):
            if number < FROZEN_LAYERS:
                continue  # as the base has them, which is exact
            at = f"encoder.layers.{number}"
            thirds = (np.split(part, 3, axis=-1) for part in (layer.qkv, layer.qkv_bias))
            for part, weight, bias in zip(QKV, *thirds, strict=True):
                found |= {f"{at}.{part}.weight": weight.T, f"{at}.{part}.bias": bias}
            for part in ("ao", "fi", "fo"):
                by = constants.get(f"l{number}.{part}.by", np.float32(1))
                found[f"{at}.{part}.weight"] = getattr(layer, part).T * by
                found[f"{at}.{part}.bias"] = getattr(layer, f"{part}_bias")
            for part in ("aln", "oln"):
                found[f"{at}.{part}.weight"], found[f"{at}.{part}.bias"] = getattr(layer, part)
        pair_graph = onnx.load(str(weights / f"pairs-{size}.onnx")).graph
        pairs = {one.name: numpy_helper.to_array(one) for one in pair_graph.initializer}
        where = pairs["where"].astype(np.float32)
        # A sum of two tables; what is common to both is left with the distances.
        table = where.reshape(-1, DISTANCES, where.shape[-1])
        middle = PARAGRAPHS * (2 * SENTENCES + 1) + SENTENCES
        found |= {f"heads.{exit_layer}.{name}": value for name, value in {
            "cue.weight": constants["tags.w"].T[:3], "cue.bias": constants["tags.b"][:3],
            "name.weight": constants["tags.w"].T[3:], "name.bias": constants["tags.b"][3:],
            "of_word.weight": constants["of_word.w"].T, "of_word.bias": constants["of_word.b"],
            "of_cue.weight": constants["of_cue.w"].T,
            "distance.weight": table[middle], "place.weight": (table - table[middle]).mean(1),
            "role.weight": pairs["role.w"].T, "role.bias": pairs["role.b"],
        }.items()}  # fmt: skip
    return {name: torch.tensor(np.asarray(value, np.float32)) for name, value in found.items()}


def main() -> None:
    """Restore."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizer", type=Path, required=True, help="the base's")
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    shutil.copy(SHIPPED / "tokenizer.json", options.work)
    (options.work / "kept.json").write_text(json.dumps(kept_pieces(options.tokenizer, SHIPPED / "tokenizer.json")))
    graph = onnx.load(str(SHIPPED / "meaning.onnx"), load_external_data=False).graph
    constants = {
        one.name: numpy_helper.to_array(one)
        for one in graph.initializer
        if one.data_location != onnx.TensorProto.EXTERNAL
    }
    torch.save(learned(constants), options.work / "matching.pt")
    torch.save({"network": attribution(SHIPPED), "step": 0}, options.work / "checkpoint.pt")
    names = {"mean": "mean", "text": "text", "directions": "directions", "weights": "rarity"}
    np.savez(options.work / "measured.npz", **{name: constants[of].astype(np.float32) for name, of in names.items()})


if __name__ == "__main__":
    main()
