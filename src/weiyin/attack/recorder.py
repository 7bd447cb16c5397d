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

from weiyin.attack.named import ids_in

NOTES = "WEIYIN_ATTACK_NOTES"
_NAME = re.compile(r"test_(?P<id>[a-z]\d\d)_")


class Note(msgspec.Struct):
    """`phase`: collect, setup, call or teardown. Only a failing call says that a check fell by
    what the house did; the others, that it could not be tried.
    """

    id: str
    passed: bool
    attempts: int
    seconds: float
    phase: str = "call"
    file: str = ""
    """The test file's path from the root of the checkout."""


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A file that cannot be read takes its checks with it."""
    if report.failed and report.nodeid.endswith(".py"):
        for id_ in sorted(ids_in(Path(report.nodeid))):
            _write(Note(id_, False, 0, 0.0, "collect", report.nodeid))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    match = _NAME.search(report.nodeid.rpartition("::")[2])
    if match is None or (report.when != "call" and report.passed):
        return
    attempts = sum(
        value
        for name, value in report.user_properties
        if name == "attempts" and isinstance(value, int)
    )
    file = report.nodeid.partition("::")[0]
    id_, phase = match["id"].upper(), str(report.when)
    _write(Note(id_, report.passed, attempts or 1, report.duration, phase, file))


def _write(note: Note) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the controller hears every report too
    with Path(os.environ[NOTES]).open("ab") as notes:
        notes.write(msgspec.json.encode(note) + b"\n")
