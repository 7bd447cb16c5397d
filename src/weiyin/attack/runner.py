"""Runs the tests of the chosen checks and tells the outcome of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from weiyin.attack.checks import Check
from weiyin.attack.named import files_by_check, files_of
from weiyin.attack.recorder import NOTES, Note
from weiyin.base.errors import Misconfigured

MAX_SECONDS = 3600
SCALE = "WEIYIN_ATTACK_SCALE"
"""`full`: as often as the table of checks demands, which takes minutes; else a quick try."""
_NOTHING: Mapping[str, str] = {}
_FEW = 4
"""So few checks are done before two workers have started."""
_LOOK_EVERY_S = 0.2

Watch = Callable[[list[Note]], None]
"""Told, now and then, all that is noted so far."""


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome`: held, fell, or not_run when no test is named after the check."""

    id: str
    outcome: str
    attempts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run; `said` is what pytest printed."""

    notes: list[Note]
    said: str


def project_root() -> Path:
    """The checkout whose tests are run. Raises `Misconfigured` outside of one."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "tests" / "checks.py").is_file():
            return folder
    raise Misconfigured("working directory", "`weiyin attack` runs inside a checkout of Weiyin")


def run(checks: Sequence[Check], watch: Watch = lambda _: None) -> tuple[list[Result], str]:
    """Try every check once: the results in order, and what pytest printed."""
    root = project_root()
    named = files_by_check(root)
    tried = [check.id for check in checks if check.id in named]
    done = Run([], "")
    if tried:
        full = {SCALE: os.environ.get(SCALE, "full")}
        done = run_tests(root, files_of(named, tried), tried, watch, environment=full)
    by_check: dict[str, list[Note]] = defaultdict(list)
    for note in done.notes:
        by_check[note.id].append(note)
    results = [_result(check.id, by_check[check.id], check.id in named) for check in checks]
    return results, done.said


def run_tests(
    root: Path,
    files: Iterable[Path],
    ids: Sequence[str],
    watch: Watch = lambda _: None,
    *,
    options: Sequence[str] = (),
    environment: Mapping[str, str] = _NOTHING,
) -> Run:
    """The tests of `ids` in these files of the checkout at `root`, in a process of their own."""
    with tempfile.TemporaryDirectory(prefix="weiyin-attack-") as folder:
        notes, said = Path(folder) / "notes.jsonl", Path(folder) / "said.txt"
        notes.touch()
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "weiyin.attack.recorder"),
            *("-p", "no:cacheprovider", "--continue-on-collection-errors"),
            *(("-n", "2") if len(ids) > _FEW else ()),
            *("-k", " or ".join(f"test_{id_.lower()}_" for id_ in ids)),
            *options,
            *map(str, files),
        ]
        told = {**os.environ, **environment, NOTES: str(notes)}
        with said.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own tests
                command, cwd=root, env=told, stdout=out, stderr=subprocess.STDOUT
            )
            try:
                _await(process, lambda: watch(_read(notes)))
            finally:
                process.kill()
                process.wait()
        return Run(_read(notes), said.read_text(encoding="utf-8", errors="replace"))


def _await(process: subprocess.Popen[bytes], look: Callable[[], None]) -> None:
    deadline = time.monotonic() + MAX_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        look()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_EVERY_S)
    look()


def _read(notes: Path) -> list[Note]:
    """Whole lines only: the last may still be in the making."""
    lines = notes.read_bytes().splitlines(keepends=True)
    return [msgspec.json.decode(line, type=Note) for line in lines if line.endswith(b"\n")]


def _result(id_: str, notes: list[Note], has_tests: bool) -> Result:
    """Tests that told nothing at all (they crashed, or hung) did not hold."""
    if not has_tests:
        return Result(id_, "not_run", 0, 0.0)
    outcome = "held" if notes and all(note.passed for note in notes) else "fell"
    attempts = sum(note.attempts for note in notes)
    return Result(id_, outcome, attempts, round(sum(note.seconds for note in notes), 3))
