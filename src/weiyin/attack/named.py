"""Which test files hold the tests of a check: read as text, so that nothing else is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_TEST = re.compile(r"^\s*(?:async )?def test_(?P<id>[a-z]\d\d)_", re.MULTILINE)


def ids_in(path: Path) -> set[str]:
    """The checks that have a test in this file."""
    return {found["id"].upper() for found in _TEST.finditer(path.read_text(encoding="utf-8"))}


def files_by_check(root: Path) -> dict[str, list[Path]]:
    """For each check that is tried at all, its test files, by their paths from `root`."""
    found: dict[str, list[Path]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for id_ in sorted(ids_in(path)):
            found.setdefault(id_, []).append(path.relative_to(root))
    return found


def files_of(by_check: dict[str, list[Path]], ids: Iterable[str]) -> list[Path]:
    """The files to collect for these checks, each once."""
    return sorted({path for id_ in ids for path in by_check.get(id_, ())})
