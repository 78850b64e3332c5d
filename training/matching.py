"""Teaches the base encoder which sayings make one claim, on the invented stories in ``stories/``.

    python training/matching.py --shared ../shared --weights … --work training/work [--epochs 4]

Every story has claims that are easily confused, each said by several speakers in several languages, and statements
that belong to none. Two sayings are compared as the program does (``enligt.tracing.meaning``): each piece of the one
with the nearest piece of the other, weighed. What is learned is how near that must be, and, inside the encoder's upper
layers, additions of low rank (Hu et al. 2021) to weights that stay as pre-trained, so that these still ship at the
base's own 4 bits. A content is read within its paragraph, which tells what "the line" or "the sum" is.

The figures printed after each epoch are of the stories held out. The vector of a text, by which candidates
are found, is held close to the base's own.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from network import base_encoder
from stories import Said, stories

SEED = 20260206
#: Layers below stay as they are; their states are worked out once. Rank of the additions in the layers above.
FIRST_LEARNING, RANK = 6, 8
#: Pieces of a paragraph that are read, around the content.
PIECES = 160
RATE, HEAD_RATE, STORIES_IN_BATCH = 5e-4, 2e-2, 8
#: Sayings of other stories that each is told apart from, those most like it: a ledger holds so many that the few count.
STRANGERS = 8
#: Paragraphs that are read at once.
AT_ONCE = 32
#: Share of the loss that holds a text's vector to the base's own.
HOLD = 2.0


@dataclass(frozen=True)
class Told:
    """A saying of a story: pieces of its paragraph, which of them are content, and what can be checked in it."""

    story: str
    claim: str  # the same for sayings of one claim
    page: str
    lang: str
    ids: tuple[int, ...]
    content: tuple[int, ...]  # places among them
    figures: tuple[tuple[float, float, str], ...]
    whens: tuple[tuple[str, str], ...]


def told_of(said: Said, tokenizer: Any) -> Told:
    """A saying ready to be read."""
    from enligt.dating import amounts, dates

    encoded = tokenizer.encode(said.text, add_special_tokens=False)
    content = [
        at
        for at, (start, end) in enumerate(encoded.offsets)
        if any(start < span.end and span.start < end for span in said.content)
    ]
    # As the program reads: a long text around each content, a third of the window before it.
    first = max(0, content[0] - PIECES // 3) if len(encoded.ids) > PIECES else 0
    whens = dates(said.text, said.content, said.lang, said.published)
    return Told(
        said.story,
        said.claim,
        said.page,
        said.lang,
        tuple(encoded.ids[first : first + PIECES]),
        tuple(at - first for at in content if at - first < PIECES),
        tuple((float(a.low), float(a.high), a.currency or "") for a in amounts(said.text, said.content, said.lang)),
        tuple((d.start.isoformat(), d.end.isoformat()) for d in whens if d.precision in ("day", "month")),
    )


class Added(nn.Module):
    """A linear layer that stays, plus a learned product of low rank."""

    def __init__(self, kept: nn.Linear) -> None:
        super().__init__()
        self.kept = kept
        self.down = nn.Parameter(torch.randn(RANK, kept.in_features) / math.sqrt(kept.in_features))
        self.up = nn.Parameter(torch.zeros(kept.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (…, in) → (…, out)."""
        return self.kept(x) + (x @ self.down.T) @ self.up.T


class Matcher(nn.Module):
    """The encoder's upper layers with their additions, and what turns states into directions and weights."""

    def __init__(self, encoder: Any, mean: Tensor, directions: Tensor, weights: Tensor) -> None:
        super().__init__()
        for parameter in encoder.parameters():
            parameter.requires_grad_(False)
        self.layers = encoder.layers[FIRST_LEARNING:]
        for layer in self.layers:
            for name in ("q", "k", "v", "ao", "fi", "fo"):
                setattr(layer, name, Added(getattr(layer, name)))
        self.mean = nn.Parameter(mean.clone())
        self.directions = nn.Parameter(directions.clone())  # (hidden, DIRECTIONS)
        self.register_buffer("rarity", weights)
        self.telling = nn.Parameter(torch.zeros(encoder.position.shape[1] + 1))
        #: Of the logit: by likeness, and alone.
        self.scale = nn.Parameter(torch.tensor([8.0, -5.0]))
        #: What checkable facts add: one language, figures that agree, that conflict, dates that do, that do, one page.
        self.facts = nn.Parameter(torch.tensor([-1.5, 1.0, -3.0, 1.0, -3.0, -1.0]))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (B, L, hidden) after the kept layers → after the last."""
        allowed = mask[:, None, None, :]
        # Where the processor has 16 bits they are more than twice as fast; where not, a hundred times as slow.
        with torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported()):
            for layer in self.layers:
                states = layer(states, allowed)
        return states.float()

    def pieces(self, states: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """Directions of length 1 (…, DIRECTIONS), and weights (…)."""
        from_mean = states - self.mean
        weight = self.rarity[ids].clamp(min=0.1) * 2 * torch.sigmoid(from_mean @ self.telling[:-1] + self.telling[-1])
        return functional.normalize(from_mean @ self.directions, dim=-1), weight

    def logits(self, likeness: Tensor, facts: Tensor) -> Tensor:
        """Likeness one way (n, n) and facts (n, n, 6) → logits of being one claim."""
        return self.scale[0] * (likeness + likeness.T) / 2 + self.scale[1] + facts @ self.facts


def likeness(directions: Tensor, weight: Tensor, sizes: Sequence[int]) -> Tensor:
    """How much of each text is found in each other, (texts, texts): of their pieces (P, D) and (P,), ``sizes`` each."""
    near = directions @ directions.T
    best = torch.stack([some.max(1).values for some in near.split(list(sizes), dim=1)], dim=1)  # (P, texts)
    whose = torch.block_diag(*(torch.ones(1, size) for size in sizes))
    return (whose @ (best * weight[:, None])) / (whose @ weight)[:, None].clamp(min=1e-6)


def facts_of(told: Sequence[Told]) -> Tensor:
    """What can be checked of each pair: (n, n, 6), see ``Matcher.facts``."""
    from enligt.tracing import claims

    # Of a saying, they ask for nothing that a told one has not.
    days = [claims._days(one) for one in told]  # type: ignore[arg-type]
    figures = [claims._figures(one) for one in told]  # type: ignore[arg-type]
    table = torch.zeros(len(told), len(told), 6)
    for a, one in enumerate(told):
        for b, other in enumerate(told):
            table[a, b, 0] = one.lang == other.lang
            if figures[a] and figures[b]:
                table[a, b, 1 if claims._meet(figures[a], figures[b]) else 2] = 1
            if days[a] and days[b]:
                table[a, b, 3 if claims._meet(days[a], days[b]) else 4] = 1
            table[a, b, 5] = one.page == other.page
    return table


class Reader:
    """Batches of paragraphs with the states that the kept layers give them, each worked out once."""

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder
        self.known: dict[tuple[int, ...], Tensor] = {}

    @torch.no_grad()
    def keep(self, paragraphs: Iterable[tuple[int, ...]]) -> None:
        """Work out the states of some paragraphs, given as pieces."""
        ordered = sorted(set(paragraphs), key=len)
        encoder = self.encoder
        for at in range(0, len(ordered), AT_ONCE):
            some = ordered[at : at + AT_ONCE]
            length = len(some[-1]) + 2
            ids, mask = torch.zeros(len(some), length, dtype=torch.long), torch.zeros(len(some), length)
            for row, one in enumerate(some):
                ids[row, : len(one) + 2] = torch.tensor([0, *one, 2])
                mask[row, : len(one) + 2] = 1
            x = encoder.norm(encoder.word(ids) + encoder.position[:length] + encoder.segment)
            for layer in encoder.layers[:FIRST_LEARNING]:
                x = layer(x, mask[:, None, None, :].bool())
            for row, one in enumerate(some):
                self.known[one] = x[row, : len(one) + 2].half()

    def batch(self, paragraphs: Sequence[tuple[int, ...]]) -> tuple[Tensor, Tensor]:
        """States (B, L, hidden) and mask (B, L) of paragraphs, with the opening and closing piece."""
        states = nn.utils.rnn.pad_sequence([self.known[one].float() for one in paragraphs], batch_first=True)
        length = torch.tensor([len(one) + 2 for one in paragraphs])
        return states, torch.arange(states.shape[1])[None] < length[:, None]


def weights_of(told: Sequence[Told], logits: Tensor) -> tuple[Tensor, Tensor]:
    """Whether each two sayings are one claim, and how much the pair counts: of strangers only the most alike."""
    same = torch.tensor([[a.claim == b.claim for b in told] for a in told])
    story = torch.tensor([[a.story == b.story for b in told] for a in told])
    strangers = logits.detach().masked_fill(story, -math.inf)
    hardest = torch.zeros_like(story).scatter(1, strangers.topk(STRANGERS, dim=1).indices, value=True)
    return same, (story | hardest & ~story).float().fill_diagonal_(0)


def b_cubed(near: np.ndarray, claims: Sequence[str], least: float) -> float:
    """F1 of B-cubed over the sayings that the truth puts into claims, of average linkage as the ledger does it."""
    from enligt.tracing.claims import SAME, groups

    made = {at: number for number, group in enumerate(groups(near - least + SAME)) for at in group}
    rows = [at for at, claim in enumerate(claims) if not claim.startswith("-")]
    precision = recall = 0.0
    for a in rows:
        found, true = {b for b in made if made[b] == made[a]}, {b for b in rows if claims[b] == claims[a]}
        precision += len(found & true) / len(found) / len(rows)
        recall += len(found & true) / len(true) / len(rows)
    return 2 * precision * recall / (precision + recall)


@torch.no_grad()
def judged(matcher: Matcher, reader: Reader, held: Sequence[Sequence[Told]]) -> str:
    """Figures over stories that were not learned from."""
    matcher.eval()
    right, wrong, tables, strangers = [], [], [], []
    for at in range(0, len(held), STORIES_IN_BATCH):
        together = [one for story in held[at : at + STORIES_IN_BATCH] for one in story]
        logits = logits_of(matcher, reader, together)[0].numpy()
        of = np.array([one.story for one in together])
        strangers.append(np.where(of[:, None] != of, logits, -np.inf).max(1))
        for story in held[at : at + STORIES_IN_BATCH]:
            mine = of == story[0].story
            near, claims = logits[np.ix_(mine, mine)], [one.claim for one in story]
            same = np.array([[a == b for b in claims] for a in claims])
            upper = np.triu(np.ones_like(same), 1)
            right.append(near[same & upper])
            wrong.append(near[~same & upper])
            tables.append((near, claims))
    matcher.train()
    high, low = np.concatenate(right), np.concatenate(wrong)
    area = float((np.searchsorted(np.sort(low), high) / len(low)).mean())
    best, least = max(
        (sum(b_cubed(near, claims, least) for near, claims in tables) / len(tables), least)
        for least in np.arange(-3, 1.6, 0.25)
    )
    met = (np.concatenate(strangers) >= least).mean()
    return f"area {area:.4f}, claims B-cubed F1 {best:.4f} from a logit of {least:.2f}, strangers met by {met:.4f}"


def logits_of(matcher: Matcher, reader: Reader, told: Sequence[Told]) -> tuple[Tensor, Tensor]:
    """Logits (n, n), and each text's vector (n, hidden)."""
    paragraphs = sorted({one.ids for one in told}, key=len)
    read: dict[tuple[int, ...], Tensor] = {}
    for at in range(0, len(paragraphs), AT_ONCE):  # of about one length
        some = paragraphs[at : at + AT_ONCE]
        states, mask = reader.batch(some)
        read.update(zip(some, matcher(states, mask), strict=True))
    contents = [read[one.ids][1:][list(one.content)] for one in told]
    ids = torch.tensor([one.ids[at] for one in told for at in one.content])
    directions, weight = matcher.pieces(torch.cat(contents), ids)
    vector = torch.stack([content.mean(0) for content in contents])
    near = likeness(directions, weight, [len(content) for content in contents])
    return matcher.logits(near, facts_of(told)), vector


def main() -> None:
    """Teach, and keep what was learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    parser.add_argument("--stories", type=Path, default=Path(__file__).parent / "stories")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--go-on", action="store_true", help="from what was learned before")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    encoder = base_encoder(options.shared, options.weights, json.loads((options.work / "kept.json").read_text())).eval()
    folder = options.stories
    learning, held = (
        [[told_of(said, tokenizer) for said in story] for story in stories(place)]
        for place in (folder, folder / "held_out")
    )
    print(f"{len(learning)} stories, {sum(map(len, learning))} sayings; held out {len(held)}", flush=True)
    measured = np.load(options.work / "measured.npz")
    reader = Reader(encoder)
    reader.keep(one.ids for told in (*learning, *held) for one in told)
    matcher = Matcher(encoder, *(torch.from_numpy(measured[name]) for name in ("mean", "directions", "weights")))
    with torch.no_grad():
        base = {id(told): logits_of(matcher, reader, told)[1] for told in learning}
    if options.go_on:
        matcher.load_state_dict(torch.load(options.work / "matching.pt", weights_only=True), strict=False)
    print("before:", judged(matcher, reader, held), flush=True)
    additions = [p for name, p in matcher.named_parameters() if name.endswith(("up", "down"))]
    groups = [
        {"params": [*additions, matcher.directions, matcher.mean], "lr": RATE},
        {"params": [matcher.scale, matcher.facts, matcher.telling], "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0, betas=(0.9, 0.98))
    rates = [group["lr"] for group in optimizer.param_groups]
    steps, step, began = options.epochs * math.ceil(len(learning) / STORIES_IN_BATCH), 0, time.monotonic()
    for epoch in range(options.epochs):
        order = draw.sample(learning, len(learning))
        for at in range(0, len(order), STORIES_IN_BATCH):
            chosen = order[at : at + STORIES_IN_BATCH]
            told = [one for story in chosen for one in story]
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min((step + 1) / 10, (steps - step) / steps)
            logits, vector = logits_of(matcher, reader, told)
            same, count = weights_of(told, logits)
            loss = functional.binary_cross_entropy_with_logits(logits, same.float(), weight=count, reduction="sum")
            loss = loss / count.sum()
            away = 1 - functional.cosine_similarity(vector, torch.cat([base[id(story)] for story in chosen])).mean()
            optimizer.zero_grad(set_to_none=True)
            (loss + HOLD * away).backward()
            torch.nn.utils.clip_grad_norm_(matcher.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 5 == 0:
                pace = (time.monotonic() - began) / step
                print(
                    f"step {step}/{steps} loss {loss.item():.4f} away {away.item():.4f} {pace:.1f} s/step", flush=True
                )
        print(f"epoch {epoch + 1}: {judged(matcher, reader, held)}", flush=True)
        scale, alone = matcher.scale.tolist()
        shown = ", ".join(f"{value / scale:.3f}" for value in matcher.facts.tolist())
        print(f"    in likeness: even odds at {-alone / scale:.3f}; facts add {shown}", flush=True)
        learned = {
            name: value for name, value in matcher.state_dict().items() if ".kept." not in name and "ln" not in name
        }
        torch.save(learned, options.work / "matching.pt")


if __name__ == "__main__":
    main()
