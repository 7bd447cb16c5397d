"""Proof that a check can fail: break a copy of the code as its `Sabotage` says, and demand red."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weiyin.attack.runner import project_root, run_tests

_COPIED = ("src", "tests", "pyproject.toml", ".importlinter", ".ci")
_LINKED = (
    *("node_modules", ".oracles", "requirements", "scripts", "docs", "README.md"),
    *("LICENSE", "CHANGES", "deploy", "examples", "package.json", "package-lock.json"),
)
RED = "red"


@dataclass(frozen=True, slots=True)
class Found:
    """`sabotage` (path, old, new) of `check`, kept in `test`, a path from the root."""

    check: str
    test: Path
    sabotage: Any


def find(wanted: set[str], root: Path | None = None) -> Iterator[Found]:
    """The sabotages that the test files keep, for the wanted checks."""
    root = root or project_root()
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    for path in sorted((root / "tests").rglob("test_*.py")):
        if "\nSABOTAGE = " in path.read_text(encoding="utf-8"):
            for check, sabotage in _module(path).SABOTAGE.items():
                if check in wanted:
                    yield Found(check, path.relative_to(root), sabotage)


def prove(everything: Sequence[Found]) -> Iterator[tuple[Found, str]]:
    """Each with `red`, or what is wrong with the check or its sabotage.

    First the checks are tried on a copy that nobody has touched: who is red there proves nothing.
    """
    root = project_root()
    with tempfile.TemporaryDirectory(prefix="weiyin-sabotage-") as folder:
        copy = Path(folder)
        _copy_tree(root, copy)
        red_anyway = _red_checks(copy, everything)
        for found in everything:
            if (found.check, str(found.test)) in red_anyway:
                yield found, "red without it"
            else:
                yield found, _outcome(copy, found)


def places(root: Path, found: Found) -> int:
    """How often the text to be replaced stands in its file: once, if the sabotage applies."""
    target = root / str(found.sabotage.path)
    text = target.read_text(encoding="utf-8") if target.is_file() else ""
    return text.count(found.sabotage.old)


def _outcome(copy: Path, found: Found) -> str:
    if (count := places(copy, found)) != 1:
        return f"does not apply: {count} places in {found.sabotage.path}"
    with _broken(copy, found):
        return RED if _red_checks(copy, [found]) else "GREEN: the check does not notice"


@contextmanager
def _broken(copy: Path, found: Found) -> Iterator[None]:
    target = copy / str(found.sabotage.path)
    whole = target.read_text(encoding="utf-8")
    target.write_text(whole.replace(found.sabotage.old, found.sabotage.new), encoding="utf-8")
    try:
        yield
    finally:
        target.write_text(whole, encoding="utf-8")


def _red_checks(copy: Path, everything: Sequence[Found]) -> set[tuple[str, str]]:
    """The checks, each with its file, that failed by what the house did (they could start)."""
    done = run_tests(
        copy,
        sorted({found.test for found in everything}),
        sorted({found.check for found in everything}),
        options=() if len(everything) > 1 else ("-x",),
        environment={"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    failed = [note for note in done.notes if not note.passed and note.phase == "call"]
    return {(note.id, note.file) for note in failed}


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"sabotaged_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where a dataclass looks for its own module
    spec.loader.exec_module(module)
    return module


def _copy_tree(root: Path, copy: Path) -> None:
    for part in _COPIED:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, copy / part)
    for part in _LINKED:
        if (root / part).exists():
            (copy / part).symlink_to(root / part)
