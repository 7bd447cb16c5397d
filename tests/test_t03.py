"""T03: time and chance come in by parameter; only `base` asks the machine for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.checks import Sabotage
from tests.source import PACKAGE, calls, dotted, place, python_files, tree

SABOTAGE = {
    "T03": Sabotage(
        "src/weiyin/places/hours.py",
        "midnight = at.astimezone(SHANGHAI)",
        "midnight = datetime.now(SHANGHAI)",
    )
}

_WALL_CLOCK = {
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "ctime")),
    *(f"datetime.{name}" for name in ("now", "utcnow", "today", "utcfromtimestamp")),
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today", "utcfromtimestamp")),
    *("date.today", "datetime.date.today"),
}
_ZONE_AT = {
    "datetime": 7,
    "datetime.datetime": 7,
    "datetime.fromtimestamp": 1,
    "datetime.datetime.fromtimestamp": 1,
    "datetime.combine": 2,
    "datetime.datetime.combine": 2,
}
"""Callables that make a naive datetime unless a zone is given, and its position among arguments."""

_CHANCE = {"random", "numpy.random"}


def _naive(call: ast.Call) -> bool:
    at = _ZONE_AT.get(dotted(call.func))
    named = any(word.arg in {"tzinfo", "tz"} for word in call.keywords)
    return at is not None and len(call.args) <= at and not named


def _imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module
            yield from ((node, f"{node.module}.{name.name}") for name in node.names)


def _findings(path: Path) -> list[str]:
    asked = [call for call in calls(path) if dotted(call.func) in _WALL_CLOCK or _naive(call)]
    taken = [node for node, name in _imports(path) if name in _CHANCE or name in _WALL_CLOCK]
    return [place(path, node) for node in (*asked, *taken)]


def test_t03_time_and_chance_come_in_by_parameter() -> None:
    outside = [path for path in python_files() if path.relative_to(PACKAGE).parts[0] != "base"]
    assert [finding for path in outside for finding in _findings(path)] == []
