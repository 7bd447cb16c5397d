"""Prove that every check can fail: break the code as its `Sabotage` says, and demand red.

    .venv/bin/python scripts/sabotage.py            all of them
    .venv/bin/python scripts/sabotage.py M02 T03    some

Works on a copy of the tree. Prints one line a check; exits 1 when a sabotage went unnoticed or no
longer applies.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.checks import Sabotage  # noqa: E402

_COPIED = ("src", "tests", "pyproject.toml", ".importlinter")
_LINKED = ("node_modules", ".oracles", "requirements", "scripts")


def found(wanted: set[str]) -> Iterator[tuple[str, Path, Sabotage]]:
    """(check, test file, sabotage) of every test file that keeps some."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if "SABOTAGE" in path.read_text(encoding="utf-8"):
            spec = importlib.util.spec_from_file_location(f"sabotaged_{path.stem}", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            for check, sabotage in module.SABOTAGE.items():
                if not wanted or check in wanted:
                    yield check, path.relative_to(ROOT), sabotage


def noticed(check: str, test: Path, sabotage: Sabotage) -> str:
    """`red`, or what is wrong with the check or its sabotage."""
    with tempfile.TemporaryDirectory(prefix="weiyin-sabotage-") as name:
        copy = Path(name)
        for part in _COPIED:
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, copy / part)
        for part in _LINKED:
            if (ROOT / part).exists():
                (copy / part).symlink_to(ROOT / part)
        target = copy / sabotage.path
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        if text.count(sabotage.old) != 1:
            return f"does not apply: {text.count(sabotage.old)} places in {sabotage.path}"
        target.write_text(text.replace(sabotage.old, sabotage.new), encoding="utf-8")
        return _outcome(copy, test, check)


def _outcome(copy: Path, test: Path, check: str) -> str:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-k",
        f"test_{check.lower()}_",
        str(test),
    ]
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    return {0: "GREEN: the check does not notice", 1: "red", 5: "no test of that name"}.get(
        done.returncode, f"pytest ended with {done.returncode}"
    )


def main() -> int:
    outcomes = []
    for check, test, sabotage in found(set(sys.argv[1:])):
        outcome = noticed(check, test, sabotage)
        outcomes.append(outcome)
        print(f"{check:<5} {outcome:<8} {test}", flush=True)
    return int(any(outcome != "red" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
