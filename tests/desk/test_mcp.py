"""An assistant traces, asks and fetches evidence over the protocol."""

import asyncio
import json
from pathlib import Path

import pytest

from enligt.desk.mcp import mcp_server
from enligt.errors import LedgerError
from enligt.ledger import Ledger
from enligt.records import Options

from .conftest import answer, harbour


def call(path: Path, tool: str, **given: object) -> tuple[bool, object]:
    """Whether a tool failed, and what it gave."""
    from mcp import Client

    async def asked() -> tuple[bool, object]:
        async with Client(mcp_server(path, Options(model="baseline", threads=1))) as client:
            told = await client.call_tool(tool, given)
            if told.is_error:
                return True, told.content[0].text
            return False, told.structured_content["result"]

    return asyncio.run(asked())


@pytest.fixture
def kept(ledger: Ledger, ledger_path: Path) -> Path:
    for traced in (harbour(), answer()):
        ledger.add(traced)
    return ledger_path


def test_trace_gives_statements_with_spans_and_keeps_nothing(kept: Path, ledger: Ledger) -> None:
    failed, (page,) = call(kept, "trace", source="“We leave at dawn,” said Ann Lee, the captain of the ship.")
    assert not failed
    (start, end), *_ = page["statements"][0]["source"]
    assert "Ann Lee" in page["text"][start:end]
    assert page["id"] not in ledger


def test_a_claim_is_asked_for_and_its_evidence_fetched(kept: Path) -> None:
    failed, claims = call(kept, "ask", text="Hamnen öppnar den 4 maj")
    assert not failed
    failed, proofs = call(kept, "evidence", claim=claims[0]["id"])
    assert not failed
    assert "Linda Ask" in json.dumps(proofs, ensure_ascii=False)
    proof = next(one for one in proofs if one["outlet"] == "Kustbladet")
    assert proof["sentence"] == "Hamnen öppnar den 4 maj, sade Linda Ask till Hamnradion."
    assert proof["via"][0]["name"] == "Hamnradion"


@pytest.mark.parametrize("source", ["/etc/hostname", "file:///etc/hostname", "http://127.0.0.1:9/"])
def test_files_and_private_addresses_are_not_read(kept: Path, source: str) -> None:
    failed, told = call(kept, "trace", source=source)
    assert failed or told[0]["text"] == source


def test_what_goes_wrong_is_told_with_the_next_step(kept: Path, tmp_path: Path) -> None:
    failed, told = call(kept, "evidence", claim="none")
    assert failed
    assert "ask again" in told
    with pytest.raises(LedgerError):
        mcp_server(tmp_path / "none.ledger")
