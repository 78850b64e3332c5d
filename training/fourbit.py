"""The base model's own 4-bit weights, recovered from their float values and laid out for onnxruntime.

The base ships blocks of 32 weights, each a multiple, -8 to 7, of the block's scale; the largest stands at -8. What was
read as floats therefore goes back into the same bits, and nothing is lost by shipping them so.
"""

from __future__ import annotations

import numpy as np

#: Weights that share a scale.
BLOCK = 32


def packed(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix (rows, columns) as nibbles (rows, columns / 2), the even column in the low one, and scales by block.

    Raises ``ValueError`` if the matrix is not made of such blocks.
    """
    blocks = weight.reshape(weight.shape[0], -1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1, keepdims=True), -1)
    scale = np.where(largest == 0, 1, largest / -8)
    multiples = np.rint(blocks / scale)
    if np.abs(multiples * scale - blocks).max() > 1e-6 * np.abs(weight).max() or multiples.max() > 7:
        raise ValueError("these weights are not multiples of their block's largest")
    nibbles = (multiples + 8).astype(np.uint8).reshape(weight.shape)
    return nibbles[:, 0::2] | nibbles[:, 1::2] << 4, scale[..., 0].astype(np.float32)
