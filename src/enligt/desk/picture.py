"""A claim as a picture, laid out in numbers for a template to draw: speakers, those between, pages in time.

Each page has a row; rows of one origin stand together, and within it those that came through the same outlet. Speakers
stand at the left, whoever is between them and the pages in columns after them, and the pages on an axis of time that
runs to the right. A chain changes rows before it reaches the next column and then runs level, so that it crosses no
name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from statistics import mean
from typing import Literal, NamedTuple

from enligt.desk.fitting import fitted
from enligt.desk.held import Held, Shown, telling
from enligt.records import Echo, Origin, Voice

#: Sizes in the picture's own units, about a pixel each where it is shown at full width.
MARGIN, ROW, GAP, TOP, BOTTOM = 8.0, 40.0, 24.0, 56.0, 14.0
SPEAKER_WIDTH, VIA_WIDTH, COLUMN_GAP = 172.0, 114.0, 36.0
AXIS_GAP, TIME_WIDTH, LABEL_WIDTH = 64.0, 420.0, 190.0
#: How far an echo's lane is from the pages and from the next lane, how far an echo runs beside a chain, how it turns.
LANE, NEXT_LANE, BESIDE, TURN = 18.0, 7.0, 4.0, 7.0
#: Letters in a line of a speaker's box, of a go-between's, and in a page's label; lines in a box.
SPEAKER_ROOM, VIA_ROOM, LABEL_ROOM, BOX_LINES = 19, 14, 24, 2
#: Go-betweens that are drawn of a chain; longer ones are told in the list below the picture.
MAX_VIAS = 3
#: Days that are written along the axis, at most.
MAX_TICKS = 5

_DAY = len("2026-03-05")
_SECONDS_OF_DAY = 86_400.0


class Box(NamedTuple):
    """A speaker or a go-between; ``x`` is its left side, ``y`` its middle, ``lines`` its name as it fits.

    Of a speaker who is not named, ``voice`` tells what speaks.
    """

    x: float
    y: float
    width: float
    name: str
    lines: tuple[str, ...]
    kind: Literal["speaker", "via"]
    actor: str | None  # a speaker's id
    voice: Voice | None
    denies: bool


class Dot(NamedTuple):
    """A page at its time, one of its statements, and how many it has."""

    x: float
    y: float
    label: str
    held: Held
    statements: int


class Line(NamedTuple):
    """A line from left to right, or between two pages of which one echoes the other."""

    path: str
    kind: Literal["told", "denied", "echo"]
    label: str


class Tick(NamedTuple):
    """A point of time on the axis: where a day begins, or a moment; ``shows`` is as much as has to be written."""

    x: float
    at: datetime
    shows: Literal["day", "date", "moment", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is drawn, and how large it is; ``doubts`` are brackets between speakers who may be one origin."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    doubts: tuple[str, ...]
    axis: tuple[float, float]


class _Row(NamedTuple):
    """The statements of one page that came the same way."""

    via: tuple[str, ...]
    held: Sequence[Held]


def picture(shown: Shown) -> Picture:
    """The picture of a claim; of a claim that no page holds, an empty one."""
    groups = [(origin, list(_in_branches(_rows(origin, held)))) for origin, held in shown.by_origin]
    columns = max((len(row.via) for _, rows in groups for row in rows), default=0)
    doubtful = [origin for origin, _ in groups if origin.maybe in {other.id for other, _ in groups}]
    start = MARGIN + NEXT_LANE * (len(doubtful) + bool(doubtful))
    left = start + SPEAKER_WIDTH + columns * (COLUMN_GAP + VIA_WIDTH) + AXIS_GAP
    axis = _Axis(shown.held, left)
    speakers: dict[str, Box] = {}
    boxes: list[Box] = []
    dots: list[Dot] = []
    chains: list[Line] = []
    y = TOP
    for origin, rows in groups:
        placed = [_dot(origin, row, axis, y + ROW * (n + 0.5)) for n, row in enumerate(rows)]
        y += ROW * len(rows) + GAP
        speakers[origin.id] = speaker = _speaker(origin, rows, start, mean(dot.y for dot in placed))
        between = _between(rows, placed, start + SPEAKER_WIDTH + COLUMN_GAP)
        boxes += [speaker, *between.values()]
        dots += placed
        for row, dot in zip(rows, placed, strict=True):
            stops = [speaker, *(between[row.via[: n + 1]] for n in range(len(row.via)))]
            chains += _chain(stops, dot)
    return Picture(
        width=left + TIME_WIDTH + LABEL_WIDTH,
        height=max(y - GAP, TOP) + BOTTOM,
        boxes=tuple(boxes),
        dots=tuple(dots),
        lines=(*_echoes(shown.claim.echoes, dots), *dict.fromkeys(chains)),
        ticks=tuple(axis.ticks()),
        doubts=tuple(_doubts(doubtful, speakers)),
        axis=(left, left + TIME_WIDTH),
    )


def _rows(origin: Origin, held: Iterable[Held]) -> Iterator[_Row]:
    """A row for each page and way, in order of time. An outlet that is the origin itself stands between nobody."""
    found: dict[tuple[str, tuple[str, ...]], list[Held]] = {}
    for one in held:
        names = (link.name for link in one.said.statement.via)
        via = tuple(name for name in names if not (origin.speaker and name == origin.speaker.name))[:MAX_VIAS]
        found.setdefault((one.page.id, via), []).append(one)
    return (_Row(via, ones) for (_, via), ones in found.items())


def _in_branches(rows: Iterable[_Row], depth: int = 0) -> Iterator[_Row]:
    """The rows so that those that came through the same outlet stand together, each outlet where its first row is."""
    branches: dict[str | None, list[_Row]] = {}
    for row in rows:
        branches.setdefault(row.via[depth] if depth < len(row.via) else None, []).append(row)
    for through, branch in branches.items():
        yield from branch if through is None else _in_branches(branch, depth + 1)


def _dot(origin: Origin, row: _Row, axis: _Axis, y: float) -> Dot:
    first = telling(origin, row.held)
    name = first.page.outlet or first.page.title or first.page.id
    return Dot(axis.x(first), y, fitted(name, LABEL_ROOM, 1)[0], first, len(row.held))


class _Axis:
    """Time as a place: whole days side by side, or the hours of one; what has no date stands before it.

    Times are those of the pages' own clocks, which are also the ones that readers are shown.
    """

    def __init__(self, held: Iterable[Held], left: float) -> None:
        times = [at for one in held if (at := _when(one))]
        self._left = left
        self._first = min(times, default=datetime.min)
        self._last = max(times, default=datetime.min)
        self._dated = bool(times)
        self._days = (self._last.date() - self._first.date()).days
        if self._days:
            self._first = datetime.combine(self._first, time.min)
            self._seconds = (self._days + 1) * _SECONDS_OF_DAY
        else:
            self._seconds = (self._last - self._first).total_seconds()

    def x(self, held: Held) -> float:
        at = _when(held)
        return self._place(at) if at else self._left - LANE

    def _place(self, at: datetime) -> float:
        return self._left + TIME_WIDTH * ((at - self._first).total_seconds() / self._seconds if self._seconds else 0.0)

    def ticks(self) -> Iterator[Tick]:
        if not self._dated:
            return
        if not self._days:
            yield Tick(self._left, self._first, "moment" if self._seconds else "date")
            if self._seconds:
                yield Tick(self._left + TIME_WIDTH, self._last, "time")
            return
        year = None
        for n in range(0, self._days + 1, ceil((self._days + 1) / MAX_TICKS)):
            at = self._first + timedelta(days=n)
            yield Tick(self._place(at), at, "day" if at.year == year else "date")
            year = at.year


def _when(held: Held) -> datetime | None:
    """When a page appeared; in the middle of a day of which nothing more is known."""
    published = held.page.published or ""
    try:
        at = datetime.fromisoformat(published).replace(tzinfo=None)
    except ValueError:
        return None
    return at.replace(hour=12) if len(published) <= _DAY else at


def _speaker(origin: Origin, rows: Sequence[_Row], x: float, y: float) -> Box:
    held = [one for row in rows for one in row.held]
    spoken = next((one.said.source for one in held if one.said.source), "")
    name = origin.speaker.name if origin.speaker else " ".join(spoken.split())
    denied = all(one.denies for one in held)
    actor = origin.speaker.id if origin.speaker else None
    return Box(x, y, SPEAKER_WIDTH, name, fitted(name, SPEAKER_ROOM, BOX_LINES), "speaker", actor, origin.voice, denied)


def _between(rows: Sequence[_Row], dots: Sequence[Dot], left: float) -> dict[tuple[str, ...], Box]:
    """A box for each go-between by the way that leads to it, level with the rows that it leads to."""
    heights: dict[tuple[str, ...], list[float]] = {}
    for row, dot in zip(rows, dots, strict=True):
        for n in range(len(row.via)):
            heights.setdefault(row.via[: n + 1], []).append(dot.y)
    return {
        way: Box(
            left + (len(way) - 1) * (VIA_WIDTH + COLUMN_GAP),
            mean(ys),
            VIA_WIDTH,
            way[-1],
            fitted(way[-1], VIA_ROOM, BOX_LINES),
            "via",
            None,
            None,
            denies=False,
        )
        for way, ys in heights.items()
    }


def _chain(stops: Sequence[Box], dot: Dot) -> Iterator[Line]:
    kind: Literal["told", "denied"] = "denied" if dot.held.denies else "told"
    for here, there in zip(stops, [*stops[1:], None], strict=True):
        x, middle = here.x + here.width, here.x + here.width + COLUMN_GAP / 2
        y = there.y if there else dot.y
        level = "" if there else f" H{dot.x - 8:.1f}"
        curve = f"M{x:.1f} {here.y:.1f} C{middle:.1f} {here.y:.1f} {middle:.1f} {y:.1f} {x + COLUMN_GAP:.1f} {y:.1f}"
        yield Line(curve + level, kind, "")


def _echoes(echoes: Iterable[Echo], dots: Sequence[Dot]) -> Iterator[Line]:
    """Lines from originals to copies, each in a lane left of all pages between, since their labels are at the right."""
    first: dict[str, Dot] = {}
    for dot in dots:
        first.setdefault(dot.held.page.id, dot)
    drawn = [(first[echo.of], first[echo.page], echo.kind) for echo in echoes if {echo.of, echo.page} <= first.keys()]
    reach = {n: (min(of.y, copy.y), max(of.y, copy.y)) for n, (of, copy, _) in enumerate(drawn) if of.y != copy.y}
    lanes = _lanes(reach, {n: of.y for n, (of, _, _) in enumerate(drawn)})
    for n, (top, bottom) in reach.items():
        original, copy, kind = drawn[n]
        down = 1 if copy.y > original.y else -1
        lane = min(dot.x for dot in dots if top <= dot.y <= bottom) - LANE - NEXT_LANE * lanes[n]
        # Beside the chains, which reach the pages in the middle of their rows.
        start, end = original.y + BESIDE * down, copy.y - BESIDE * down
        path = (
            f"M{original.x - 7:.1f} {start:.1f} H{lane + TURN:.1f} Q{lane:.1f} {start:.1f} {lane:.1f} "
            f"{start + TURN * down:.1f} V{end - TURN * down:.1f} Q{lane:.1f} {end:.1f} {lane + TURN:.1f} {end:.1f} "
            f"H{copy.x - 9:.1f}"
        )
        yield Line(path, "echo", kind)


def _doubts(doubtful: Iterable[Origin], speakers: Mapping[str, Box]) -> Iterator[str]:
    """Brackets at the left, between speakers who may be one origin."""
    pairs = [(speakers[one.id], speakers[one.maybe or ""]) for one in doubtful]
    reach = {n: (min(one.y, other.y), max(one.y, other.y)) for n, (one, other) in enumerate(pairs)}
    lanes = _lanes(reach, dict(enumerate(reach)))
    for n, (top, bottom) in reach.items():
        x = pairs[n][0].x
        yield f"M{x:.1f} {top:.1f} H{x - NEXT_LANE * (1.3 + lanes[n]):.1f} V{bottom:.1f} H{x:.1f}"


def _lanes(reach: Mapping[int, tuple[float, float]], ends: Mapping[int, float]) -> dict[int, int]:
    """The lowest free lane for each line that reaches from a height to another; those of one end share a lane."""
    lanes: dict[int, int] = {}
    for n, (top, bottom) in reach.items():
        taken = {
            lane
            for other, lane in lanes.items()
            if ends[other] != ends[n] and reach[other][0] < bottom and top < reach[other][1]
        }
        lanes[n] = next(lane for lane in range(len(reach)) if lane not in taken)
    return lanes
