"""Runs the tests of the chosen checks and tells the outcome of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from weiyin.attack.checks import Check
from weiyin.attack.recorder import Note
from weiyin.base.errors import Misconfigured

MAX_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome`: held, fell, or not_run when no test is named after the check."""

    id: str
    outcome: str
    attempts: int
    seconds: float


def project_root() -> Path:
    """The checkout whose tests are run. Raises `Misconfigured` outside of one."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "tests" / "checks.py").is_file():
            return folder
    raise Misconfigured("working directory", "`weiyin attack` runs inside a checkout of Weiyin")


def run(checks: Sequence[Check], *, show: bool) -> list[Result]:
    """Try every check once; `show` lets pytest tell its progress on standard error."""
    notes = _notes_of(project_root(), checks, show=show)
    by_check: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        by_check[note.id].append(note)
    return [_result(check.id, by_check[check.id]) for check in checks]


def _result(id_: str, notes: list[Note]) -> Result:
    if not notes:
        return Result(id_, "not_run", 0, 0.0)
    outcome = "held" if all(note.passed for note in notes) else "fell"
    attempts = sum(note.attempts for note in notes)
    return Result(id_, outcome, attempts, round(sum(note.seconds for note in notes), 3))


def _notes_of(root: Path, checks: Sequence[Check], *, show: bool) -> list[Note]:
    with tempfile.TemporaryDirectory(prefix="weiyin-attack-") as folder:
        file = Path(folder) / "notes.jsonl"
        file.touch()
        wanted = " or ".join(f"test_{check.id.lower()}_" for check in checks)
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "weiyin.attack.recorder"),
            *("-k", wanted, "tests"),
        ]
        environment = {"WEIYIN_ATTACK_SCALE": "full", **os.environ}
        environment["WEIYIN_ATTACK_NOTES"] = str(file)
        subprocess.run(  # noqa: S603 - our own interpreter, ids out of our own table
            command,
            cwd=root,
            env=environment,
            stdout=sys.stderr if show else subprocess.DEVNULL,
            stderr=None if show else subprocess.DEVNULL,
            timeout=MAX_SECONDS,
            check=False,
        )
        return [msgspec.json.decode(line, type=Note) for line in file.read_bytes().splitlines()]
