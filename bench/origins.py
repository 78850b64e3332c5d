"""Claims, origins, echoes and stances on the relay stories; meaning across languages on the parallel sentences.

    python bench/origins.py [--wrong]
    python bench/origins.py --sample nord_stream|polnear [--pages N] [--merges 100] [--seed 1]

Relay: all pages of all stories go into one ledger, once with the statements of the truth and once as found from HTML.
Claims are judged by B-cubed over the statements that the truth puts into claims, and again over all of them, each of
the others a claim of its own. Origins: of the found claim that holds most of a true claim's statements, and of the true
claims' statements taken as given, whether the range "fewest to most" is exactly the true number, or within one of it.
Echoes: pairs of copy and original. Stance: share of right ones among the statements in claims. End to end, a true
statement is judged by the found one that overlaps it most (bench/chains.py); those not found are left out.

Parallel sentences: each language's 259 sentences are one page. Retrieval: how often a sentence's nearest in another
language is its own translation, over all 20 ordered pairs, by vector and by pieces. Decision: claims as the ledger
makes them; the share of translations that meet, and of sentences that meet any other.

With ``--sample`` the pages of a real corpus are added to a ledger and random merges are printed, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chains import SHARED, Gold, _best, relay

import enligt
from enligt.attributing import attributer, statements_of
from enligt.ledger import Ledger, open_ledger
from enligt.naming.speakers import resolved
from enligt.records import Claim, Options, Page, Span, Statement, Traced

LANGUAGES = ("en", "sv", "ru", "de", "fr")


def main() -> None:
    """Measure and print, or print a sample to be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold data")
    parser.add_argument("--wrong", action="store_true", help="also list what is wrong")
    parser.add_argument("--sample", choices=("nord_stream", "polnear"), help="print merges of a real corpus")
    parser.add_argument("--pages", type=int, default=400, help="pages of the real corpus")
    parser.add_argument("--merges", type=int, default=100, help="merges to print")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.sample:
            sample(chosen, Path(folder))
        else:
            stories(chosen, Path(folder))
            parallel(chosen.shared)


# ---- the relay stories


def stories(chosen: argparse.Namespace, folder: Path) -> None:
    """The table over the relay stories."""
    finder = attributer(Options())
    golds = list(relay(chosen.shared))
    truth = {
        file.parent.name: json.loads(file.read_text("utf-8"))
        for file in sorted((chosen.shared / "relay").glob("*/truth.json"))
    }
    names = [(story, page) for story, told in truth.items() for page in told["pages"]]
    print("| statements | claims B³ P/R/F | B³ of all | origins exact | within one | echoes P/R/F | stance |")
    print("|---|---|---|---:|---:|---|---:|")
    for spans in ("given", "found"):
        judged: dict[str, dict[str, Any]] = {}
        with open_ledger(folder / f"{spans}.ledger") as ledger:
            page_names = {}
            for (story, name), gold in zip(names, golds, strict=True):
                traced = _given(gold, finder) if spans == "given" else enligt.trace(gold.page)
                ledger.add(traced)
                page_names[traced.page.id] = (story, name)
                for row in gold.rows:
                    told = _best(row["spans"], (*traced.statements, *traced.assertions))
                    if told is not None:
                        judged.setdefault(told.id, row | {"story": story, "page": name})
            claims = list(ledger.claims())
            echoes = {
                (page_names[echo.page], page_names[echo.of])
                for page in page_names
                for echo in ledger.echoes(page)
                if echo.page == page
            }
        _print_stories(spans, judged, claims, echoes, truth, chosen.wrong)


def _given(gold: Gold, finder: Any) -> Traced:
    """The page with its true statements, resolved as the program does."""
    [(page, found)] = finder.find([gold.page])
    authors = {row["spans"].content for row in gold.rows if row["voice"] == "author"}
    made = resolved(page, statements_of(page, [row["spans"] for row in gold.rows]), found.names)
    return Traced(
        page=page,
        statements=tuple(one for one in made if one.content not in authors),
        names=found.names,
        assertions=tuple(replace(one, voice="author", speaker=None) for one in made if one.content in authors),
    )


def _print_stories(
    spans: str,
    judged: dict[str, dict[str, Any]],
    claims: list[Claim],
    echoes: set[tuple[Any, Any]],
    truth: dict[str, Any],
    wrong: bool,
) -> None:
    claim_of = {member.statement: claim for claim in claims for member in claim.members}
    true_of = {one: (row["story"], row["claim"]) if row["claim"] else None for one, row in judged.items()}
    found_of = {one: claim_of[one].id for one in judged}
    in_claims = [one for one in judged if true_of[one]]
    b_cubed = bcubed({one: found_of[one] for one in in_claims}, {one: true_of[one] for one in in_claims})
    everything = bcubed(found_of, {one: true_of[one] or one for one in judged})
    exact = near = 0
    members = defaultdict(list)
    for one in in_claims:
        members[true_of[one]].append(one)
    for (story, name), ids in members.items():
        ((best, _),) = Counter(found_of[one] for one in ids).most_common(1)
        claim = next(one for one in claims if one.id == best)
        true = len({judged[one]["origin"] for one in ids if found_of[one] == best})
        exact += claim.fewest <= true <= claim.most
        near += claim.fewest - 1 <= true <= claim.most + 1
        if wrong:
            print(
                f"    {story} {name}: {claim.fewest}-{claim.most} origins, true {true}; {len(ids)} statements in",
                end=" ",
            )
            print(dict(Counter(claim_of[one].gloss[:40] for one in ids)))
    stance = [
        next(member.stance for member in claim_of[one].members if member.statement == one) == judged[one]["stance"]
        for one in in_claims
    ]
    true_echoes = {((story, a), (story, b)) for story, told in truth.items() for a, b, _ in told["copies"]}
    hit = len(echoes & true_echoes)
    echo = _prf(hit / max(1, len(echoes)), hit / len(true_echoes))
    if wrong:
        print("    echoes wrong:", sorted(echoes - true_echoes), "missing:", sorted(true_echoes - echoes))
    print(
        f"| {spans} ({len(judged)}) | {_prf(*b_cubed)} | {_prf(*everything)} | {exact}/{len(members)} "
        f"| {near}/{len(members)} | {echo} | {sum(stance)}/{len(stance)} |"
    )


def bcubed(found: dict[str, Any], true: dict[str, Any]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998) of two groupings of the same things."""
    by_found, by_true = defaultdict(set), defaultdict(set)
    for one in found:
        by_found[found[one]].add(one)
        by_true[true[one]].add(one)
    common = {one: len(by_found[found[one]] & by_true[true[one]]) for one in found}
    precision = sum(common[one] / len(by_found[found[one]]) for one in found) / len(found)
    recall = sum(common[one] / len(by_true[true[one]]) for one in found) / len(found)
    return precision, recall


def _prf(precision: float, recall: float) -> str:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:.2f}/{recall:.2f}/{f1:.2f}"


# ---- the parallel sentences


def parallel(shared: Path) -> None:
    """What the meaning model finds across languages, and what the claims' rule makes of it."""
    import numpy as np

    from enligt.tracing import claims
    from enligt.tracing.meaning import Meaning
    from enligt.tracing.saying import sayings

    meaning, told = Meaning(), []
    for lang in LANGUAGES:
        lines = (shared / "corpora" / "pud-gold" / f"{lang}.jsonl").read_text("utf-8").splitlines()
        text, statements = "", []
        for number, line in enumerate(lines):
            sentence = json.loads(line)["text"]
            span = Span(len(text), len(text) + len(sentence))
            one = Statement(id=f"{lang}{number:03}", content=(span,), cue=(), source=(), form="direct", voice="author")
            statements.append(one)
            text += f"{sentence}\n"
        told += sayings(Traced(page=Page(text=text, lang=lang), statements=tuple(statements)), meaning)
    count = len(told) // len(LANGUAGES)
    vectors = np.stack([one.sense.vector for one in told]).astype(np.float32)
    by_vector = vectors @ vectors.T / np.outer(*(np.linalg.norm(vectors, axis=1),) * 2)
    by_pieces = claims.nearness(told, told)
    print("\n| parallel sentences | nearest is the translation, mean of 20 pairs | least |\n|---|---:|---:|")
    for name, near in (("by vector", by_vector), ("by pieces, dates and figures", by_pieces)):
        shares = [
            float((near[a * count : (a + 1) * count, b * count : (b + 1) * count].argmax(1) == np.arange(count)).mean())
            for a in range(len(LANGUAGES))
            for b in range(len(LANGUAGES))
            if a != b
        ]
        print(f"| {name} | {sum(shares) / len(shares):.4f} | {min(shares):.3f} |")
    met = strangers = 0
    for group in claims.groups(claims.table(told)):
        numbers = Counter(at % count for at in group)
        met += sum(number * (number - 1) for number in numbers.values())
        strangers += len(group) if len(numbers) > 1 else 0
    pairs = len(told) * (len(LANGUAGES) - 1)
    print(
        f"\nRule: {met / pairs:.4f} of the translations meet; "
        f"{strangers / len(told):.4f} of the sentences meet any other."
    )


# ---- real pages, to be read


def sample(chosen: argparse.Namespace, folder: Path) -> None:
    """Random merges of claims and of origins between pages, and the claims with most pages for each origin."""
    draw = random.Random(chosen.seed)
    with open_ledger(folder / "sample.ledger") as ledger:
        pages = list(_pages(chosen.shared, chosen.sample))
        draw.shuffle(pages)
        for traced in enligt.trace_many(pages[: chosen.pages]):
            ledger.add(traced)
        claims = [claim for claim in ledger.claims() if len(claim.pages) > 1]
        found = [(claim, merge) for claim in claims for merge in claim.merges]
        origin_merges = [(claim, merge) for claim in claims for one in claim.origins for merge in one.merges]
        print(
            f"{len(claims)} claims on several pages; {len(found)} merges of claims, {len(origin_merges)} of origins\n"
        )
        words = _words(ledger, claims)
        for title, merges, many in (("claims", found, chosen.merges), ("origins", origin_merges, chosen.merges // 2)):
            print(f"## merges of {title}")
            for claim, merge in draw.sample(merges, min(many, len(merges))):
                print(f"- {'' if merge.sure else 'unsure, '}{merge.reason} [{claim.id}]")
                for one in merge.statements:
                    print(f"    {words.get(one, one)}")
        print("## most pages for each origin")
        for claim in claims[:10]:
            print(f"- {len(claim.pages)} pages, {claim.fewest}-{claim.most} origins: {claim.gloss}")
            for origin in claim.origins:
                chain = " → ".join(
                    [origin.speaker.name if origin.speaker else origin.voice, *(x.name for x in origin.chain)]
                )
                print(f"    {chain}")


def _pages(shared: Path, name: str) -> Iterator[Page]:
    corpora = shared / "corpora"
    files: Iterable[Path] = (
        [corpora / "bsnlp" / "nord_stream.jsonl"]
        if name == "nord_stream"
        else [corpora / "polnear" / "train.jsonl", corpora / "polnear" / "dev.jsonl"]
    )
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if not row["text"].strip():
                continue
            page = enligt.read(row["text"], lang=row["lang"], published=(row["published"] or "")[:10] or None)
            outlet = row.get("outlet") or urlsplit(row.get("url") or "").hostname
            yield replace(page, url=row.get("url"), outlet=outlet, title=row.get("title"))


def _words(ledger: Ledger, claims: list[Claim]) -> dict[str, str]:
    """Each statement's words with who says them and where."""
    found = {}
    for page_id in {page for claim in claims for page in claim.pages}:
        traced = ledger.page(page_id)
        assert traced is not None
        page = traced.page
        for one in (*traced.statements, *traced.assertions):
            who = one.speaker.name if one.speaker else one.voice
            via = " → ".join(link.name for link in one.via)
            found[one.id] = (
                f"{page.published} {page.lang} {page.outlet} | {who} {via} | {page.words(*one.content)[:300]}"
            )
    return found


if __name__ == "__main__":
    main()
