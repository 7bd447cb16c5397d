"""The geometry of charts: templates draw it as plain SVG, without scripts or inline styles.

Everything is in the units of the drawing's view box. Values below nothing are drawn at nothing: a
chart shows sizes, the figures stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.pictures import Chart

WIDTH, HEIGHT = 320, 150
_FLOOR, _HEADROOM = 126, 14
_LABELS = 7
COLOURS = 8
"""How many colours the style sheet has; the ninth part takes the first again."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a ring whose circumference is 100. `start`: where it begins, clockwise from top."""

    colour: int
    start: float
    length: float
    percent: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    """Empty where a label would run into its neighbour."""


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float
    label: str


def arcs(chart: Chart) -> list[Arc]:
    """The parts of a `share` chart."""
    values = [max(0, point.value) for point in chart.points]
    total = sum(values)
    found: list[Arc] = []
    start = 0.0
    for number, value in enumerate(values):
        length = 100 * value / total if total else 0.0
        percent = f"{length:.1f}%"
        found.append(Arc(number % COLOURS, round(start, 3), round(length, 3), percent))
        start += length
    return found


def bars(chart: Chart) -> list[Bar]:
    """The columns of a `bars` chart, left to right."""
    most = _most(chart)
    step = WIDTH / max(1, len(chart.points))
    width = min(36.0, step * 0.62)
    every = _every(chart)
    found: list[Bar] = []
    for number, point in enumerate(chart.points):
        middle = step * (number + 0.5)
        height = (_FLOOR - _HEADROOM) * max(0, point.value) / most
        label = point.label if number % every == 0 else ""
        x, y = round(middle - width / 2, 2), round(_FLOOR - height, 2)
        found.append(Bar(x, y, round(width, 2), round(height, 2), round(middle, 2), label))
    return found


def spots(chart: Chart) -> list[Spot]:
    """The corners of a `line` chart, oldest first, between its least and its greatest value."""
    values = [point.value for point in chart.points]
    least, most = min(values, default=0), max(values, default=0)
    reach = (most - least) or 1
    step = (WIDTH - 24) / max(1, len(values) - 1)
    every = _every(chart)
    return [
        Spot(
            round(12 + step * number, 2),
            round(_FLOOR - (_FLOOR - _HEADROOM) * (point.value - least) / reach, 2),
            point.label if number % every == 0 else "",
        )
        for number, point in enumerate(chart.points)
    ]


def _most(chart: Chart) -> int:
    return max((point.value for point in chart.points), default=0) or 1


def _every(chart: Chart) -> int:
    return -(-len(chart.points) // _LABELS) or 1
