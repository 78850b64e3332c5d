from pathlib import Path

import pytest

from enligt.errors import EnligtError
from enligt.export.output import output_to


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def fail_half_way() -> None:
        with output_to(path) as write:
            write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_half_way()
    assert path.read_text() == "old"
    with output_to(path) as write:
        write("Å")
        write("\r\n")
        assert path.read_text() == "old"
    assert path.read_bytes() == "Å\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["none/out.csv", ".", "/dev/null"])
def test_a_place_where_nothing_can_be_is_known_at_once(tmp_path: Path, place: str) -> None:
    entered = []

    def write() -> None:
        with output_to(tmp_path / place):
            entered.append(True)

    with pytest.raises(EnligtError, match="name another file"):
        write()
    assert not entered


def test_standard_output_is_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output_to(None) as write:
        write("Å\n")
    assert capfdbinary.readouterr().out == "Å\n".encode()
