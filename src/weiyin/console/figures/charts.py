"""ECharts options, made here so that a page holds no script. Their words come with the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_GRID = {"left": 48, "right": 16, "top": 32, "bottom": 28}
_COLOURS = ["#0b66c3", "#2fb344", "#f59f00", "#d63939", "#667382", "#ae3ec9"]


def has_data(options: Mapping[str, Any]) -> bool:
    """Whether there is anything to draw: an empty pair of axes says nothing."""
    values = (one for series in options["series"] for one in series["data"])
    return any(one["value"] if isinstance(one, dict) else one for one in values)


def bars(names: Sequence[str], values: Sequence[int]) -> dict[str, Any]:
    """Upright bars, one for each name."""
    return {
        "color": _COLOURS,
        "grid": _GRID,
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "bar", "data": list(values), "barMaxWidth": 28}],
    }


def ranks(counts: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Lying bars, the largest on top."""
    turned = list(reversed(counts))
    return {
        "color": _COLOURS,
        "grid": {**_GRID, "left": 130, "bottom": 8, "top": 8},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _ in turned]},
        "series": [{"type": "bar", "data": [n for _, n in turned], "barMaxWidth": 18}],
    }


def lines(names: Sequence[str], series: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """A line for each of `series` over the same names."""
    return {
        "color": _COLOURS,
        "grid": _GRID,
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "line", "name": name, "data": list(values), "showSymbol": False}
            for name, values in series.items()
        ],
    }


def parts(counts: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """A ring."""
    data = [{"name": name, "value": value} for name, value in counts]
    return {
        "color": _COLOURS,
        "tooltip": {"trigger": "item"},
        "legend": {"orient": "vertical", "right": 0, "top": "middle"},
        "series": [
            {
                "type": "pie",
                "radius": ["45%", "72%"],
                "center": ["35%", "50%"],
                "label": {"show": False},
                "data": data,
            }
        ],
    }
