"""Reads texts with a network in training, through the very decoding that ships."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from examples import lines
from network import Network, place_of, seen_from

from enligt.attributing.decoding import cues, relations, softmax
from enligt.attributing.quotes import quotations
from enligt.attributing.windows import Window, windows
from enligt.records import Relation


@torch.no_grad()
def window_arrays(network: Network, window: Window, layer: int) -> tuple[np.ndarray, np.ndarray, torch.Tensor]:
    """Logits of cues and names, and the word states, of one window at one exit."""
    ids = torch.tensor([window.ids])
    states = network.states(ids, torch.ones_like(ids))[layer]
    words = network.words_of(states, torch.tensor([window.first]))
    heads: Any = network.heads[str(layer)]
    return heads.cue(words)[0].numpy(), heads.name(words)[0].numpy(), words


@torch.no_grad()
def predicted(
    network: Network, tokenizer: Any, texts: list[str], layer: int, threshold: float = 0.4
) -> list[list[Relation]]:
    """The relations of each text, every line taken for a paragraph."""
    result = []
    for text in texts:
        page: list[Relation] = []
        quoted = quotations(text, lines(text))
        for window in windows(text, lines(text), tokenizer):
            if not window.words:
                continue
            cue_logits, _, words = window_arrays(network, window, layer)
            found = cues(cue_logits, threshold)
            if not found:
                continue
            ranges = torch.tensor([(cue.start, cue.end) for cue in found])
            weights, offset = seen_from(ranges, len(window.words))
            rows = torch.tensor([window.sentence]), torch.tensor([window.paragraph])
            place = place_of(*(row.expand(len(found), -1) for row in rows), ranges)
            heads: Any = network.heads[str(layer)]
            which = torch.zeros(len(found), dtype=torch.long)
            _, _, role = heads(words, which, weights, offset, place)
            page.extend(relations(text, window, found, softmax(role.numpy()), quoted))
        result.append(page)
    return result
