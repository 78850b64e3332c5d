"""Pages are added by address, paste and upload, and how far that has come is told."""

import gzip
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

TEXT = "Kajerna byggs om i höst, sade Linda Ask på torsdagen."
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kustbladet</title><item><title>Ett</title>
<link>https://kustbladet.example/1</link><description>&lt;p&gt;{0}&lt;/p&gt;</description></item></channel></rss>"""


def finished(client: TestClient, job: str) -> dict:
    """The job when it is done."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        told = client.get(f"/api/jobs/{job}").json()
        if told["state"] == "done":
            return told
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def test_a_pasted_text_becomes_a_page_with_what_its_reader_knows(client: TestClient) -> None:
    known = {"outlet": "Kustbladet", "title": "Kajerna", "published": "2026-03-05", "lang": "sv"}
    answer = client.post(
        "/add", data={"text": TEXT, "address": "https://kust.example/1", **known}, follow_redirects=False
    )
    assert answer.status_code == 303
    job = finished(client, answer.headers["location"].rpartition("/")[2])
    assert not job["failures"]
    (page,) = job["pages"]
    assert page["new"]
    told = client.get(f"/api/pages/{page['id']}").json()
    assert {key: told[key] for key in known} == known
    assert (told["text"], told["url"]) == (TEXT, "https://kust.example/1")
    assert "Linda Ask" in [one["speaker"]["name"] for one in told["statements"]]
    progress = client.get(answer.headers["location"]).text
    assert f"/pages/{page['id']}" in progress
    assert "refresh" not in progress


def test_a_fault_is_told_and_its_reason_kept_in_the_log(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by a hostile page")

    monkeypatch.setattr("enligt.pipeline.trace_many", broken)
    job = finished(client, client.post("/api/pages", data={"text": TEXT}).json()["id"])
    assert not job["pages"]
    assert "stumbled over it (ZeroDivisionError)" in str(job["failures"])
    assert "by a hostile page" not in str(job)
    assert "by a hostile page" in caplog.text
    monkeypatch.undo()
    job = finished(client, client.post("/api/pages", data={"text": TEXT}).json()["id"])
    assert len(job["pages"]) == 1


def test_what_is_there_already_is_said_to_be(client: TestClient) -> None:
    jobs = [client.post("/api/pages", data={"text": TEXT}).json()["id"] for _ in range(2)]
    assert [finished(client, job)["pages"][0]["new"] for job in jobs] == [True, False]


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["plain", "gzip"])
def test_an_upload_is_read_under_its_own_name_and_leaves_no_path(
    client: TestClient, pack: Callable[[bytes], bytes]
) -> None:
    name = "../../sida.txt" if pack(b"x") == b"x" else "sida.txt.gz"
    job = client.post("/api/pages", files={"upload": (name, pack(TEXT.encode()))}).json()
    (page,) = finished(client, job["id"])["pages"]
    told = client.get(f"/api/pages/{page['id']}").json()
    assert told["text"] == TEXT
    assert told["url"] is None


def test_a_feed_brings_the_pages_in_it(client: TestClient) -> None:
    feed = FEED.format(" ".join(f"{TEXT} Nummer {n} av många." for n in range(12)))
    job = client.post("/api/pages", files={"upload": ("feed.xml", feed.encode())}).json()
    told = finished(client, job["id"])
    assert [page["title"] for page in told["pages"]] == ["Ett"], told["failures"]
    assert client.get(f"/api/pages/{told['pages'][0]['id']}").json()["url"] == "https://kustbladet.example/1"


def test_what_cannot_be_read_is_told_with_the_next_step(client: TestClient) -> None:
    job = client.post("/api/pages", files={"upload": ("bild.png", b"\x89PNG\r\n")}).json()
    (failure,) = finished(client, job["id"])["failures"]
    assert failure["what"] == "bild.png"
    assert failure["next_step"]
    assert "bild.png" in client.get(f"/add/{job['id']}").text


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "javascript:alert(1)", "-", "pages/"])
def test_only_web_addresses_are_fetched(client: TestClient, address: str) -> None:
    answer = client.post("/add", data={"address": address})
    assert answer.status_code == 400
    assert "no web address" in answer.text
    assert client.post("/add", data={"text": TEXT, "address": address}).status_code == 400


def test_this_machine_and_its_network_are_not_fetched(client: TestClient) -> None:
    job = client.post("/api/pages", data={"address": "http://127.0.0.1:9/"}).json()
    (failure,) = finished(client, job["id"])["failures"]
    assert not finished(client, job["id"])["pages"]
    assert "127.0.0.1" in failure["what"]


def test_a_day_that_does_not_exist_is_no_date(client: TestClient) -> None:
    assert client.post("/api/pages", data={"text": TEXT, "published": "2026-02-30"}).status_code == 400


def test_nothing_given_is_asked_for(client: TestClient) -> None:
    assert "there is nothing to read yet" in client.post("/add", data={}).text


def test_the_bookmarklet_brings_the_address_to_the_form(client: TestClient) -> None:
    page = client.get("/add?url=https%3A%2F%2Fkust.example%2F%22%3E").text
    assert 'value="https://kust.example/&#34;&gt;"' in page
    assert "javascript:location.href=&#39;http://127.0.0.1:8765/add?url=&#39;" in page or (
        "javascript:location.href='http://127.0.0.1:8765/add?url='" in page
    )
