"""A pytest plugin: notes, check by check, whether it held, how often it was tried and how long.

A test says how many attempts it made with `record_property("attempts", n)`; otherwise each test
case is one. The notes go to the file named by `WEIYIN_ATTACK_NOTES`, a JSON object a test case.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec
import pytest

_NAME = re.compile(r"test_(?P<id>[a-z]\d\d)_")


class Note(msgspec.Struct):
    id: str
    passed: bool
    attempts: int
    seconds: float


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    match = _NAME.search(report.nodeid.rpartition("::")[2])
    if match is None or (report.when != "call" and report.passed):
        return
    attempts = sum(
        value
        for name, value in report.user_properties
        if name == "attempts" and isinstance(value, int)
    )
    note = Note(match["id"].upper(), report.passed, attempts or 1, report.duration)
    with Path(os.environ["WEIYIN_ATTACK_NOTES"]).open("ab") as notes:
        notes.write(msgspec.json.encode(note) + b"\n")
