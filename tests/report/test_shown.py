import json
import xml.etree.ElementTree as ElementTree

from enligt.report.atom import NEVER, feed, written
from enligt.report.shown import json_safe, shown


def test_safe_text_stays_as_it_is() -> None:
    text = "Räksmörgås «да»\n\t“Łódź” 🚢 l’été\u00a0: ça"
    assert shown(text) == text


def test_shown_text_keeps_its_length_so_that_offsets_hold() -> None:
    text = "a\x1b[2Jb\u202ec\ud800\u2028\r\n"
    assert len(shown(text)) == len(text)
    shown(text).encode("utf-8")


def test_json_stays_the_same_value_on_one_line() -> None:
    value = {"text": "a\x1b\x9b\u202e\u2028\u2029\x85\x7fåж🚢", "bad": "\ud800"}
    line = json_safe(json.dumps(value, ensure_ascii=False))
    assert json.loads(line) == value
    assert len(line.splitlines()) == 1
    assert "åж🚢" in line
    assert not set(line) & set("\x1b\x9b\u202e\u2028\u2029\x85\x7f\ud800")


def test_a_feed_of_any_words_is_xml() -> None:
    root = feed("".join(map(chr, range(0x20))) + "\ufffe\uffff\ud800 <&> \u202e", "urn:example", NEVER)
    assert ElementTree.fromstring(written(root)).find("{*}title") is not None
