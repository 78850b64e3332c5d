"""A claim as a picture, laid out in numbers for a template to draw: speakers, those between, pages in time.

Each page has a row; rows of one origin stand together. Speakers stand at the left, whoever is between them and the
pages in columns after them, and the pages on an axis of time that runs to the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil
from statistics import mean
from typing import NamedTuple

from enligt.desk.held import Held, Shown
from enligt.records import Echo, Origin

#: Sizes in the picture's own units, about a pixel each where it is shown at full width.
ROW, GAP, TOP, BOTTOM = 40.0, 26.0, 56.0, 18.0
SPEAKER_WIDTH, VIA_WIDTH, COLUMN_GAP, BOX = 206.0, 150.0, 40.0, 38.0
TIME_WIDTH, LABEL_WIDTH = 430.0, 190.0
#: How far an echo's lane is from the pages, how far an echo runs beside a chain, and how it turns.
LANE, BESIDE, TURN = 20.0, 4.0, 8.0
#: Go-betweens that are drawn of a chain; longer ones are told in the list below the picture.
MAX_VIAS = 3
#: Days or hours that are written along the axis, at most.
MAX_TICKS = 6


class Box(NamedTuple):
    """A speaker or a go-between; ``x`` is its left side, ``y`` its middle."""

    x: float
    y: float
    width: float
    name: str
    kind: str  # "speaker" or "via"
    actor: str | None  # a speaker's id
    denies: bool


class Dot(NamedTuple):
    """A page at its time."""

    x: float
    y: float
    held: Held
    dated: bool


class Line(NamedTuple):
    """A curve from left to right, or between two pages of which one echoes the other."""

    path: str
    kind: str  # "told", "denied", "echo"
    label: str


class Tick(NamedTuple):
    """A point of time on the axis; without ``hours`` it is a day."""

    x: float
    at: datetime
    hours: bool


class Doubt(NamedTuple):
    """A bracket between two speakers who may be one origin."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is drawn, and how large it is."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    doubts: tuple[Doubt, ...]
    axis: tuple[float, float]


def picture(shown: Shown) -> Picture:
    """The picture of a claim; of a claim that no page holds, an empty one."""
    vias = max((min(len(one.said.via), MAX_VIAS) for one in shown.held), default=0)
    left = 8 + SPEAKER_WIDTH + vias * (COLUMN_GAP + VIA_WIDTH) + COLUMN_GAP + 20
    axis = _Axis(shown.held, left, left + TIME_WIDTH)
    boxes: list[Box] = []
    dots: dict[str, Dot] = {}
    lines: list[Line] = []
    speakers: dict[str, Box] = {}
    y = TOP
    for origin, held in shown.by_origin:
        rows = [Dot(axis.x(one), y + ROW * (n + 0.5), one, axis.at(one) is not None) for n, one in enumerate(held)]
        y += ROW * len(rows) + GAP
        denied = all(one.denies for one in held)
        middle = mean(dot.y for dot in rows)
        speakers[origin.id] = _speaker(origin, held, middle, denied)
        boxes.append(speakers[origin.id])
        between = _between(rows)
        boxes.extend(between.values())
        for dot in rows:
            dots.setdefault(dot.held.page.id, dot)
            stops = [speakers[origin.id], *(between[n, name] for n, name in _via_names(dot.held))]
            lines.extend(_chain(stops, dot))
        dots.update({f"{dot.held.page.id} {dot.held.member.statement}": dot for dot in rows})
    return Picture(
        width=left + TIME_WIDTH + LABEL_WIDTH,
        height=max(y - GAP, TOP) + BOTTOM,
        boxes=tuple(boxes),
        dots=tuple(dot for key, dot in dots.items() if " " in key),
        lines=(*_echoes(shown.claim.echoes, dots), *lines),
        ticks=tuple(axis.ticks()),
        doubts=tuple(_doubts(shown.by_origin, speakers)),
        axis=(left, left + TIME_WIDTH),
    )


class _Axis:
    """Time as a place between two edges; what has no date stands before the left one."""

    def __init__(self, held: Sequence[Held], left: float, right: float) -> None:
        times = [at for one in held if (at := self.at(one))]
        self._first = min(times, default=None)
        self._last = max(times, default=None)
        self._left, self._right = left, right

    @staticmethod
    def at(held: Held) -> datetime | None:
        try:
            at = datetime.fromisoformat(held.page.published or "")
        except ValueError:
            return None
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    def x(self, held: Held) -> float:
        at = self.at(held)
        return self._place(at) if at else self._left - 14

    def _place(self, at: datetime) -> float:
        assert self._first is not None
        assert self._last is not None
        whole = (self._last - self._first).total_seconds()
        return self._left + (self._right - self._left) * ((at - self._first).total_seconds() / whole if whole else 0.0)

    def ticks(self) -> Iterable[Tick]:
        if self._first is None or self._last is None:
            return
        first, last = self._first, self._last
        days = (last.date() - first.date()).days
        if days < 2:
            for at in dict.fromkeys((first, last)):
                yield Tick(self._place(at), at, hours=days == 0 and last > first)
            return
        step = ceil(days / MAX_TICKS)
        for n in range(0, days + 1, step):
            at = _noon(first.date() + timedelta(days=n), first)
            yield Tick(min(max(self._place(at), self._left), self._right), at, hours=False)


def _noon(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=like.tzinfo)


def _speaker(origin: Origin, held: Sequence[Held], y: float, denied: bool) -> Box:
    spoken = next((one.said.source for one in held if one.said.source), "")
    name = origin.speaker.name if origin.speaker else spoken
    return Box(8, y, SPEAKER_WIDTH, name, "speaker", origin.speaker.id if origin.speaker else None, denied)


def _via_names(held: Held) -> list[tuple[int, str]]:
    return [(n, link.name) for n, link in enumerate(held.said.via[:MAX_VIAS])]


def _between(rows: Sequence[Dot]) -> dict[tuple[int, str], Box]:
    """A box for each go-between of an origin in each column, level with the rows that it leads to."""
    heights: dict[tuple[int, str], list[float]] = {}
    for dot in rows:
        for key in _via_names(dot.held):
            heights.setdefault(key, []).append(dot.y)
    boxes: dict[tuple[int, str], Box] = {}
    below: dict[int, float] = {}
    for (column, name), ys in sorted(heights.items(), key=lambda item: (item[0][0], mean(item[1]))):
        y = max(mean(ys), below.get(column, float("-inf")) + BOX + 2)
        below[column] = y
        x = 8 + SPEAKER_WIDTH + COLUMN_GAP + column * (VIA_WIDTH + COLUMN_GAP)
        boxes[column, name] = Box(x, y, VIA_WIDTH, name, "via", None, denies=False)
    return boxes


def _chain(stops: Sequence[Box], dot: Dot) -> Iterable[Line]:
    kind = "denied" if dot.held.denies else "told"
    for here, there in zip(stops, [*stops[1:], None], strict=True):
        x, y = (there.x, there.y) if there else (dot.x - 8, dot.y)
        yield Line(_curve(here.x + here.width, here.y, x, y), kind, "")


def _echoes(echoes: Sequence[Echo], dots: dict[str, Dot]) -> Iterable[Line]:
    """Lines from originals to copies, each in a lane left of all pages between, since their labels are at the right."""
    for echo in echoes:
        copy, original = dots.get(echo.page), dots.get(echo.of)
        if copy and original and copy.y != original.y:
            down = 1 if copy.y > original.y else -1
            lane = min(
                dot.x for dot in dots.values() if 0 <= (dot.y - original.y) * down <= (copy.y - original.y) * down
            )
            lane -= LANE
            # Beside the chains, which reach the pages in the middle of their rows.
            start, end = original.y + BESIDE * down, copy.y - BESIDE * down
            path = (
                f"M{original.x - 7:.1f} {start:.1f} H{lane + TURN:.1f} Q{lane:.1f} {start:.1f} {lane:.1f} "
                f"{start + TURN * down:.1f} V{end - TURN * down:.1f} Q{lane:.1f} {end:.1f} {lane + TURN:.1f} {end:.1f} "
                f"H{copy.x - 7:.1f}"
            )
            yield Line(path, "echo", echo.kind)


def _doubts(by_origin: Sequence[tuple[Origin, Sequence[Held]]], speakers: dict[str, Box]) -> Iterable[Doubt]:
    for origin, _ in by_origin:
        other = speakers.get(origin.maybe or "")
        if other:
            here = speakers[origin.id]
            x, top, bottom = here.x + 24, min(here.y, other.y) + BOX / 2, max(here.y, other.y) - BOX / 2
            yield Doubt(f"M{x:.1f} {top:.1f} V{bottom:.1f}", x, (top + bottom) / 2)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    reach = max(18.0, (to_x - x) / 2)
    return f"M{x:.1f} {y:.1f} C{x + reach:.1f} {y:.1f} {to_x - reach:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
