"""The attribution network: a multilingual encoder with small heads at two exits.

Each exit reads word states (the state of a word's first piece) and gives, for every word, whether it begins or goes on
a cue and a name; and for every pair of a cue and a word, whether the word is of that cue's source or its content. So
statements nest and share sources by construction. The full model reads the heads of the last layer; the small model
leaves at an earlier one. Both are trained in the same pass.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

#: Layers after which the heads read the encoder: the small model's exit, and the full model's.
EXITS = (6, 12)
#: Width of the pair head's hidden layer.
PAIR_WIDTH = 192
#: Distances in words between cue and word are told apart up to 8, then by powers of the square root of two.
DISTANCES = 48
#: A word's place beside a cue: up to SENTENCES sentences and PARAGRAPHS paragraphs before or after it.
SENTENCES, PARAGRAPHS = 3, 2
PLACES = (2 * SENTENCES + 1) * (2 * PARAGRAPHS + 1)
CUE_LABELS = ("O", "B", "I")
ROLE_LABELS = ("none", "source", "content")
NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")


def base_encoder(shared: Path, weights: Path, kept: list[int]) -> Any:
    """The base encoder with its vocabulary pruned to the ``kept`` piece ids."""
    spec = importlib.util.spec_from_file_location("read_e5", shared / "tools" / "read_e5.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["read_e5"] = module
    spec.loader.exec_module(module)
    encoder = module.Encoder(module.load(weights))
    encoder.word = nn.Embedding.from_pretrained(encoder.word.weight[torch.tensor(kept)].clone(), freeze=True)
    return encoder


def distance_bucket(offset: Tensor) -> Tensor:
    """The bucket, 0 to ``DISTANCES`` - 1, of a signed distance in words from cue to word."""
    size = offset.abs()
    far = 8 + (2 * torch.log2(size.clamp(min=8).float() / 8)).long()
    bucket = torch.where(size < 8, size, far).clamp(max=DISTANCES // 2 - 1)
    return torch.where(offset < 0, DISTANCES // 2 + bucket, bucket)


def place_bucket(sentences: Tensor, paragraphs: Tensor) -> Tensor:
    """The bucket, 0 to ``PLACES`` - 1, of signed distances in sentences and in paragraphs from cue to word."""
    row = paragraphs.clamp(-PARAGRAPHS, PARAGRAPHS) + PARAGRAPHS
    return row * (2 * SENTENCES + 1) + sentences.clamp(-SENTENCES, SENTENCES) + SENTENCES


def place_of(sentence: Tensor, paragraph: Tensor, ranges: Tensor) -> Tensor:
    """Place buckets (C, W) of the words of each cue's window, given their sentences and paragraphs (C, W)."""
    start = ranges[:, :1]
    return place_bucket(sentence - sentence.gather(1, start), paragraph - paragraph.gather(1, start))


def seen_from(ranges: Tensor, words: int) -> tuple[Tensor, Tensor]:
    """For cues as (C, 2) ranges of words: weights (C, words) that mean over a cue's words, and distances from it."""
    start, end, place = ranges[:, :1], ranges[:, 1:], torch.arange(words)[None]
    inside = ((place >= start) & (place < end)).float()
    offset = torch.where(place < start, place - start, (place - end + 1).clamp(min=0))
    return inside / inside.sum(1, keepdim=True).clamp(min=1), offset


class Heads(nn.Module):
    """What is read off the word states at one exit."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.cue = nn.Linear(hidden, len(CUE_LABELS))
        self.name = nn.Linear(hidden, len(NAME_LABELS))
        self.of_word = nn.Linear(hidden, PAIR_WIDTH)
        self.of_cue = nn.Linear(hidden, PAIR_WIDTH, bias=False)
        self.distance = nn.Embedding(DISTANCES, PAIR_WIDTH)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.place = nn.Embedding(PLACES, PAIR_WIDTH)
        nn.init.zeros_(self.place.weight)
        self.role = nn.Linear(PAIR_WIDTH, len(ROLE_LABELS))
        self.drop = nn.Dropout(0.1)

    def forward(
        self, words: Tensor, cue_window: Tensor, cue_words: Tensor, offset: Tensor, place: Tensor
    ) -> tuple[Tensor, ...]:
        """Logits of cues (B, W, 3), names (B, W, 7) and roles (C, W, 3).

        words: (B, W, hidden) states; cue_window: (C,) the window of each cue; cue_words: (C, W) weights that sum to 1
        over a cue's words; offset: (C, W) signed distance in words from the cue; place: (C, W) place buckets.
        """
        words = self.drop(words)
        of_word, of_cue = self.of_word(words), self.of_cue(words)
        query = torch.bmm(cue_words[:, None], of_cue[cue_window])
        where = self.distance(distance_bucket(offset)) + self.place(place)
        pair = torch.relu(of_word[cue_window] + query + where)
        return self.cue(words), self.name(words), self.role(self.drop(pair))


class Network(nn.Module):
    """The encoder with heads at its exits; the embeddings and the lowest layers stay as they were pre-trained."""

    def __init__(self, encoder: Any, frozen_layers: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.frozen_layers = frozen_layers
        self.heads = nn.ModuleDict({str(layer): Heads(encoder.position.shape[1]) for layer in EXITS})
        self.drop = nn.Dropout(0.1)
        for parameter in encoder.parameters():
            parameter.requires_grad_(False)
        for layer in encoder.layers[frozen_layers:]:
            for parameter in layer.parameters():
                parameter.requires_grad_(True)

    def states(self, ids: Tensor, mask: Tensor) -> dict[int, Tensor]:
        """States (B, L, hidden) at each exit. The layers that are not trained run without gradients."""
        allowed = mask[:, None, None, :].bool()
        encoder, at_exit = self.encoder, {}
        with torch.no_grad():
            x = encoder.norm(encoder.word(ids) + encoder.position[: ids.shape[1]] + encoder.segment)
            for layer in encoder.layers[: self.frozen_layers]:
                x = layer(x, allowed)
        x = self.drop(x)
        for number, layer in enumerate(encoder.layers[self.frozen_layers :], self.frozen_layers + 1):
            x = layer(x, allowed)
            if number in EXITS:
                at_exit[number] = x
        return at_exit

    @staticmethod
    def words_of(states: Tensor, first: Tensor) -> Tensor:
        """The states of the words' first pieces: (B, L, hidden) and (B, W) → (B, W, hidden)."""
        return states.gather(1, first[..., None].expand(-1, -1, states.shape[-1]))
