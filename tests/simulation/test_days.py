"""Two hundred seeded days in which nothing may be wrong; four kinds of wrong are sabotaged.

Every day is judged by all invariants (`weiyin.simulation.invariants`). Each test lives fifty days
of its own, within which its own sabotage must be found.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks import Sabotage
from weiyin.simulation.day import live
from weiyin.simulation.faults import RATES
from weiyin.simulation.town import Town

SABOTAGE = {
    "C10": Sabotage(
        "src/weiyin/storage/inbox.py",
        "    if answer is not None:\n        return Claim",
        "    if answer is None:\n        return Claim",
    ),
    "O05": Sabotage(
        "src/weiyin/outreach/delivery/deliveries.py",
        "WHERE deliveries.state = 'later'",
        "WHERE deliveries.state <> 'failed'",
    ),
    "N05": Sabotage(
        "src/weiyin/assistant/understand.py",
        "        slots = tuple(stood.slots.items())\n",
        "        slots = self._slots = tuple(stood.slots.items()) or getattr(self, '_slots', ())\n",
    ),
    "M08": Sabotage(
        "src/weiyin/storage/group.py",
        "and (tx.wrote or tx.failure):",
        "and not tx.wrote and tx.failure:",
    ),
}
SEEDS = Path(__file__).with_name("seeds.txt")
_REPLAY = """
from weiyin.simulation.day import live
from weiyin.simulation.town import make_town
print(live(make_town(), 7).trace)
"""


def _judge(town: Town, first: int, record_property: pytest.RecordProperty) -> None:
    days = [live(town, seed) for seed in range(first, first + 50)]
    record_property("attempts", len(days))
    assert {day.seed: day.found for day in days if day.found} == {}


def test_c10_what_is_asked_is_handled_once(
    town: Town, record_property: pytest.RecordProperty
) -> None:
    _judge(town, 0, record_property)


def test_o05_what_is_told_is_told_once(town: Town, record_property: pytest.RecordProperty) -> None:
    _judge(town, 50, record_property)


def test_n05_nobody_is_told_of_another(town: Town, record_property: pytest.RecordProperty) -> None:
    _judge(town, 100, record_property)


def test_m08_money_moves_whole_or_not_at_all(
    town: Town, record_property: pytest.RecordProperty
) -> None:
    _judge(town, 150, record_property)


def _kept() -> list[int]:
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line and not line.startswith("#")]


def test_seeds_that_failed_once_are_good_now(town: Town) -> None:
    found = {seed: live(town, seed).found for seed in _kept()}
    assert {seed: wrong for seed, wrong in found.items() if wrong} == {}


def test_a_seed_is_the_same_day_again(town: Town) -> None:
    first, other, again = live(town, 7), live(town, 8), live(town, 7)
    assert first.lines == again.lines
    assert first.trace == again.trace != other.trace


def test_a_seed_is_the_same_day_in_another_process(town: Town) -> None:
    """Whatever the order of its sets."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", _REPLAY], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.splitlines()[-1] == live(town, 7).trace


def test_every_kind_of_fault_is_met(town: Town) -> None:
    met = {kind for seed in range(200, 212) for kind in live(town, seed).faults}
    assert met == RATES.keys()
