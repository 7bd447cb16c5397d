"""A small checkout whose tests meet every fate. Not named test_…: these are nobody's checks."""

from __future__ import annotations

CHECKS = """
from dataclasses import dataclass

@dataclass(frozen=True, slots=True)
class Sabotage:
    path: str
    old: str
    new: str
"""
LEDGER = "TOTAL = 7\n"
HELD = """
import pytest
from tests.checks import Sabotage

SABOTAGE = {"M01": Sabotage("src/house.py", "TOTAL = 7", "TOTAL = 8")}

def test_m01_adds_up(record_property):
    import house

    record_property("attempts", 40)
    assert house.TOTAL == 7

@pytest.mark.parametrize("n", [1, 2, 3])
def test_m01_adds_up_again(n):
    assert n

def test_m02_is_looked_at_too():
    assert True
"""
FELL = """
import pytest

def test_c01_held_once():
    pass

def test_c01_fell_then():
    assert 1 == 2

@pytest.fixture
def broken():
    raise RuntimeError("no house")

def test_c02_cannot_start(broken):
    pass

def test_of_no_check_at_all():
    assert False
"""
CRASH = """
import os

def test_c03_takes_the_process_with_it():
    os._exit(3)
"""
UNREADABLE = """
import nothing_of_that_name

def test_x01_is_never_reached():
    pass
"""
