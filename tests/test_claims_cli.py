import json
import re
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from typer.testing import CliRunner

from enligt import claims_cli
from enligt.cli import app

EXAMPLES = Path(__file__).parents[1] / "examples"
#: A report, its translation that credits it, one that does not, and a denial.
PAGES = [EXAMPLES / name for name in ("1-report-en.html", "2-wire-ru.html", "7-copy-sv.html", "5-denial-en.html")]
RESUME = "Die Kontrollen der Getreideschiffe im Schwarzen Meer beginnen am 1. April wieder"


def enligt(*arguments: object, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


def listed(*arguments: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in enligt("claims", "--json", *arguments)[0].splitlines()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "kept.ledger"
    enligt("add", *PAGES, "--ledger", path)
    return path


@pytest.fixture
def ledger(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of one's own, to be found without an option."""
    path = tmp_path / "my.ledger"
    path.write_bytes(kept.read_bytes())
    monkeypatch.setenv("ENLIGT_LEDGER", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def test_ask_finds_it_in_another_language_with_its_origins(ledger: Path) -> None:
    text = " ".join(enligt("ask", RESUME, "--limit", "1")[0].split())
    assert "4 pages in en, ru, sv · 1 origin for, 1 origin against · first seen 2026-03-05" in text
    assert "sade *en hög turkisk tjänsteman" in text
    assert re.search(r"Азимут-Информ is a translation of The Strait Dispatch \(\d+% of it\), credited", text)
    assert re.search(r"Fraktbladet is a translation of The Strait Dispatch \(\d+% of it\), not credited", text)


def test_ask_in_json_and_in_the_readers_language(ledger: Path) -> None:
    (claim,) = [
        json.loads(line) for line in enligt("ask", RESUME, "--limit", "1", "--json", "--in", "sv")[0].splitlines()
    ]
    assert claim["lang"] == "sv"
    assert len({one["page"] for one in claim["statements"]}) == 4
    assert {one["stance"] for one in claim["statements"]} == {"asserts", "denies"}
    assert all(one["page"].startswith("https://") for one in claim["statements"])


def test_ask_says_plainly_that_nothing_matches(ledger: Path) -> None:
    out, err = enligt("ask", "The football team won the cup final")
    assert out == ""
    assert err.startswith(f"enligt: nothing in {ledger} claims that; ")
    assert enligt("ask", RESUME, "--ledger", "none", code=3)[1].startswith("enligt: none: there is no ledger here")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", " "],
        ["ask", "x", "--limit", "0"],
        ["claims", "--since", "soon"],
        ["claims", "split", "a", "b"],  # nobody says so
        ["claims", "undo", "x"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    enligt(*arguments, code=2)


def test_claims_come_by_pages_for_each_origin(ledger: Path) -> None:
    found = listed()
    ranks = [len({s["page_id"] for s in one["statements"]}) / one["most"] for one in found]  # type: ignore[index,attr-defined]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0] >= 3
    assert len(listed("--limit", "2")) == 2


def test_filters_narrow_the_list(ledger: Path) -> None:
    everything = {one["id"] for one in listed()}
    for narrow in (["--pages", "2"], ["--contradicted"], ["--lang", "ru"], ["--outlet", "fraktbladet"],
                   ["--actor", "merlescu"], ["--since", "2026-03-07"], ["--until", "2026-03-05"]):  # fmt: skip
        some = {one["id"] for one in listed(*narrow)}
        assert some, narrow
        assert some < everything, narrow
    seen = [one["last_seen"] for one in listed("--newest")]
    assert seen == sorted(seen, reverse=True)  # type: ignore[type-var]
    assert "no claim in" in enligt("claims", "--pages", "9")[1]


def test_a_person_is_shown_a_screenful(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_cli, "ON_A_SCREEN", 3)
    out, err = enligt("claims")
    assert " ".join(out.split()).count("· first seen ") == 3
    assert err == "enligt: these are the first 3; --limit 0 shows all\n"
    assert enligt("claims", "--limit", "0") == (enligt("claims", "--limit", "999")[0], "")


def test_a_reader_splits_and_takes_it_back(ledger: Path) -> None:
    before = listed()
    claim = before[0]
    statement = claim["statements"][-1]["id"]  # type: ignore[index]
    out, _ = enligt("claims", "split", claim["id"], statement, "--by", "Ann")
    change = re.search(r"`enligt claims undo (\d+)`", out)[1]  # type: ignore[index]
    others = {one["id"] for one in claim["statements"]} - {statement}  # type: ignore[attr-defined]
    after = [{one["id"] for one in told["statements"]} for told in listed()]  # type: ignore[attr-defined]
    assert [others & ids for ids in after if statement in ids] == [set()]
    enligt("claims", "undo", change)
    assert listed() == before
    assert "; " in enligt("claims", "split", "none", statement, "--by", "Ann", code=3)[1]


def test_a_reader_merges(ledger: Path) -> None:
    first, second = (one["id"] for one in listed("--limit", "2"))
    enligt("claims", "--ledger", ledger, "merge", first, second, "--by", "Ann")
    ids = {one["id"] for one in listed()}
    assert len({first, second} & ids) <= 1


def test_claims_by_id_in_full(ledger: Path) -> None:
    claim = listed("--limit", "1")[0]
    out, err = enligt("claims", "show", claim["id"], "none", code=1)
    assert str(claim["id"]) in out
    assert "statement " in out
    assert "claim none" in err
    assert json.loads(enligt("claims", "show", claim["id"], "--json")[0]) == claim


def test_claims_are_exported(ledger: Path) -> None:
    count = len(listed())
    assert enligt("export", "--as", "claims", "-o", "claims.jsonld")[0] == f"claims.jsonld: {count} claims\n"
    graph = Graph().parse(Path("claims.jsonld"), format="json-ld")
    assert len(list(graph.subjects(RDF.type, URIRef("https://schema.org/Claim")))) == count
    assert enligt("export", "--as", "claims")[0] == Path("claims.jsonld").read_text(encoding="utf-8")
    enligt("export", "--as", "claims", PAGES[0], code=2)
    enligt("add", "none.html", "--ledger", "empty", code=3)
    assert enligt("export", "--as", "claims", "--ledger", "empty", code=3)[0] == ""
