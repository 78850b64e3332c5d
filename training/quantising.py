"""How weights are made int8, and graphs written whose embeddings lie beside them in a file that all share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx

MICROSOFT = "com.microsoft"
#: Half the range of the int8 weights, 7 bits: the fast kernels of processors without VNNI add pairs of products in 16
#: bits, which 8 bits of range would overflow.
WEIGHT_RANGE = 63
NORM_EPSILON = 1e-12


def rounded(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A weight (in, out) as int8 and a scale for each output channel."""
    scale = np.abs(weight).max(0) / WEIGHT_RANGE
    whole = np.clip(np.rint(weight / scale), -WEIGHT_RANGE, WEIGHT_RANGE).astype(np.int8)
    return whole, scale.astype(np.float32)


def save_sharing_embeddings(model: Any, target: Path) -> None:
    """Write a graph; its embeddings go into ``embeddings.bin`` beside it."""
    for initialiser in model.graph.initializer:
        if initialiser.name == "embeddings":
            (target.parent / "embeddings.bin").write_bytes(initialiser.raw_data)
            onnx.external_data_helper.set_external_data(initialiser, "embeddings.bin")
            initialiser.ClearField("raw_data")
    target.write_bytes(model.SerializeToString())
