"""What people would rather look at than read, free of any drawing: charts, progress, codes, papers.

Functions say it; a page draws it; a chat gives the way to the page; the API gives the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from weiyin.base.ask import Point


@dataclass(frozen=True, slots=True)
class ChartPoint:
    label: str
    value: int
    """In the chart's own unit: fen for money."""
    shown: str
    """The value as people read it: `1,280.50 元`."""


@dataclass(frozen=True, slots=True)
class Chart:
    """`share`: parts of a whole; `bars`: side by side; `line`: through time, oldest first."""

    kind: Literal["share", "bars", "line"]
    title: str
    points: tuple[ChartPoint, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of something that takes its time. `at`: when it was reached, as shown."""

    title: str
    state: Literal["done", "now", "next", "failed"]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Qr:
    """A code for somebody's camera. `payload` is what it says; `caption` what it is for."""

    payload: str
    caption: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map. `words` say how far or what; `live`: open now."""

    point: Point
    label: str
    words: str
    live: bool


@dataclass(frozen=True, slots=True)
class Map:
    """Spots around `here` (None: nobody said where they are), in the order of the answer's rows."""

    here: Point | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A paper to take home, made by the function's `paper` when it is asked for.

    `values` are the inputs of `paper`, as a form would post them: nothing private, they stand in
    an address.
    """

    label: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, whole."""

    name: str
    """As a file is named: `电子回单-20260720.pdf`."""
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Seat:
    """`value` is what a tap puts into the field: `5排7座`."""

    value: str
    label: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class SeatMap:
    """Rows from the screen back; at most `most` seats are tapped at once."""

    rows: tuple[tuple[Seat, ...], ...]
    most: int
