"""Comments are made where one reads, and come back with their history."""

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from enligt.desk.app import create_app

from .conftest import ADDRESS, HOSTILE, SETTINGS, harbour

PAGE, SAID = harbour().page.id, harbour().statements[0].id


def claim_of(client: TestClient) -> str:
    return client.get(f"/statements/{SAID}", follow_redirects=False).headers["location"].rpartition("/")[2]


@pytest.mark.parametrize("kind", ["page", "statement", "claim"])
def test_a_comment_is_read_where_it_was_made_also_after_a_restart(
    filled: TestClient, ledger_path: Path, kind: str
) -> None:
    about = {"page": PAGE, "statement": SAID, "claim": claim_of(filled)}[kind]
    where = f"/claims/{about}" if kind == "claim" else f"/pages/{PAGE}"
    given = {"kind": kind, "about": about, "by": "Ann Lee", "words": f"Who says so? {HOSTILE}", "next": where}
    made = filled.post("/comments", data=given, follow_redirects=False)
    assert made.headers["location"] == f"{where}#c1"
    filled.post("/comments/1", data={"by": "Bo Ek", "words": "Linda Ask does.", "next": where})
    with TestClient(create_app(ledger_path, SETTINGS), base_url=ADDRESS) as later:
        (shown,) = html.fromstring(later.get(where).text).xpath("//*[@id='c1']")
        assert "Linda Ask does." in shown.xpath("string(p[@class='words'])")
        assert HOSTILE in shown.xpath("string(.//p[@class='words old'])")
        (told,) = later.get("/api/comments", params={"kind": kind, "about": about}).json()
        assert [(one["by"], one["words"][:4]) for one in told["versions"]] == [("Ann Lee", "Who "), ("Bo Ek", "Lind")]


def test_the_comment_on_a_claim_follows_it_when_another_page_changes_its_id(filled: TestClient) -> None:
    claim = claim_of(filled)
    filled.post("/api/comments", data={"kind": "claim", "about": claim, "by": "Ann", "words": "Look here."})
    (other,) = [one["id"] for one in filled.get("/api/claims?actor=bo-ek").json() if one["id"] != claim][:1] or [None]
    if other:
        filled.post(f"/claims/{other}/merge", data={"other": claim, "by": "Ann"})
    assert "Look here." in filled.get(f"/claims/{claim_of(filled)}").text


def test_a_comment_withdrawn_says_so_and_keeps_its_words(filled: TestClient) -> None:
    filled.post("/api/comments", data={"kind": "page", "about": PAGE, "by": "Ann", "words": "Hm."})
    assert filled.post("/api/comments/1", data={"by": "Ann"}).json()["words"] == ""
    page = filled.get(f"/pages/{PAGE}").text
    assert "Withdrawn." in page
    assert "Hm." in page


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "page", "about": "none", "by": "Ann", "words": "So."}, 404),
        ({"kind": "claim", "about": "none", "by": "Ann", "words": "So."}, 404),
        ({"kind": "statement", "about": "none", "by": "Ann", "words": "So."}, 404),
        ({"kind": "ship", "about": PAGE, "by": "Ann", "words": "So."}, 422),
        ({"kind": "page", "about": PAGE, "by": " ", "words": "So."}, 400),
        ({"kind": "page", "about": PAGE, "by": "Ann", "words": "  "}, 400),
    ],
)
def test_what_cannot_be_kept_says_why(filled: TestClient, given: dict[str, str], status: int) -> None:
    for path in ("/comments", "/api/comments"):
        assert filled.post(path, data=given).status_code == status
    assert filled.post("/api/comments/9", data={"by": "Ann", "words": "x"}).status_code == 400
    assert filled.post(f"/api/comments/{10**30}", data={"by": "Ann", "words": "x"}).status_code == 404


def test_a_comment_leads_back_to_this_desk_only(filled: TestClient) -> None:
    given = {"kind": "page", "about": PAGE, "by": "Ann", "words": "So.", "next": "//evil.example"}
    assert filled.post("/comments", data=given, follow_redirects=False).headers["location"] == "/#c1"
