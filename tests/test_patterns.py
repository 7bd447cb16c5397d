"""H11: every pattern of the house, put to words made to have it try again and again."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import weiyin
from tests.checks import Sabotage

SABOTAGE = {
    "H11": Sabotage(
        "src/weiyin/assistant/holidays.py",
        "def holiday(name: str",
        '_RUNS_AWAY = __import__("re").compile("(0+)+$")\n\n\ndef holiday(name: str',
    )
}
LENGTH = 512
"""No words of a customer's that reach a pattern are longer: `normalise` cuts what is said (the
whole road is tried with 10 KiB in `test_questions`), forms and requests are bounded at 200.
"""
MOST_S = 0.02
"""Of the processor's time, the best of three."""
_PARTS = (
    *("0", "1,", "12.", "9 ", "a", "A1", " ", "\n", "-", "_", "/", ".", "%", "&", "<", "<a ", "</"),
    *(
        "转",
        "元",
        "一",
        "万",
        "月",
        "到",
        "给",
        "，",
        "上个月",
        "给李雷转",
        "2026年6月",
        "http://a",
    ),
    *("我要", "的", "\ud83d\ude00", "(", ")", "[", "]", '"', "'", "\\", "=", ";", ":", "@", "a@"),
)
_OTHERS = frozenset({"weiyin.__main__", "weiyin.simulator.__main__", "weiyin.bench.echo_werobot"})


def modules() -> Iterator[str]:
    for info in pkgutil.walk_packages(weiyin.__path__, "weiyin."):
        if not info.name.startswith("weiyin.bench") and info.name not in _OTHERS:
            yield info.name


def _is_new(one: object, known: set[str]) -> bool:
    return isinstance(one, re.Pattern) and isinstance(one.pattern, str) and one.pattern not in known


def patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns that modules keep, each once, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    known: set[str] = set()
    for name in modules():
        if ".migrations.versions" in name:
            continue
        for attribute, value in vars(importlib.import_module(name)).items():
            for one in value.values() if isinstance(value, dict) else (value,):
                if _is_new(one, known):
                    known.add(one.pattern)
                    found[f"{name}.{attribute}"] = one
    return found


def _seconds(pattern: re.Pattern[str], words: str) -> float:
    begun = time.process_time()
    pattern.search(words)
    pattern.fullmatch(words)
    return time.process_time() - begun


@pytest.mark.timeout(300)
def test_h11_no_pattern_of_the_house_runs_away(record_property: pytest.RecordProperty) -> None:
    inventory = patterns()
    assert len(inventory) > 60
    slow = []
    for place, pattern in inventory.items():
        for part in _PARTS:
            long = (part * LENGTH)[:LENGTH]
            for words in (f"{long}\x01", f"x{long}"):
                if any(_seconds(pattern, words) < MOST_S for _ in range(3)):
                    continue
                slow.append((place, part))
    assert slow == []
    record_property("attempts", 2 * len(inventory) * len(_PARTS))
