"""Proof that a check can fail: break a copy of the code as its `Sabotage` says, and demand red."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weiyin.attack.runner import project_root

_COPIED = ("src", "tests", "pyproject.toml", ".importlinter")
_LINKED = ("node_modules", ".oracles", "requirements", "scripts", "docs", "README.md")
_SAID = {0: "GREEN: the check does not notice", 1: "red", 5: "no test of that name"}


@dataclass(frozen=True, slots=True)
class Found:
    """`sabotage` (path, old, new) of `check`, kept in `test`, a path from the root."""

    check: str
    test: Path
    sabotage: Any


def find(wanted: set[str]) -> Iterator[Found]:
    """The sabotages that the test files keep, for the wanted checks."""
    root = project_root()
    sys.path.insert(0, str(root))
    for path in sorted((root / "tests").rglob("test_*.py")):
        if "SABOTAGE" in path.read_text(encoding="utf-8"):
            for check, sabotage in _module(path).SABOTAGE.items():
                if check in wanted:
                    yield Found(check, path.relative_to(root), sabotage)


def prove(found: Found) -> str:
    """`red`, or what is wrong with the check or its sabotage."""
    root = project_root()
    with tempfile.TemporaryDirectory(prefix="weiyin-sabotage-") as folder:
        copy = Path(folder)
        _copy_tree(root, copy)
        target = copy / found.sabotage.path
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        places = text.count(found.sabotage.old)
        if places != 1:
            return f"does not apply: {places} places in {found.sabotage.path}"
        target.write_text(text.replace(found.sabotage.old, found.sabotage.new), encoding="utf-8")
        return _outcome(copy, found)


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
        else:
            shutil.copy(source, copy / part)
    for part in _LINKED:
        if (root / part).exists():
            (copy / part).symlink_to(root / part)


def _outcome(copy: Path, found: Found) -> str:
    name = f"test_{found.check.lower()}_"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-k", name, str(found.test)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter, names out of our own tests
        command, cwd=copy, env=environment, capture_output=True, check=False
    )
    return _SAID.get(done.returncode, f"pytest ended with {done.returncode}")
