"""What is installed: pinned, known, free to use, and no more than needed."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import sys

from tests.checks import Sabotage
from tests.source import ROOT, python_files, tree
from tests.supply.lists import PROJECT, locked, named, normal
from weiyin.attack.checks import all_checks

SABOTAGE = {
    "S01": Sabotage("pyproject.toml", '    "segno",\n', '    "segno",\n    "unheard-of",\n'),
    "S03": Sabotage("src/weiyin/logs.py", "import json\n", "import json\nimport requests\n"),
}
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
DECISION = ROOT / "docs/decisions/0007-runtime-dependencies.md"
_PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[^]]*\])?==[^ ;\\]+( ;[^\\]*)? \\$")
_COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public|SSPL|BUSL)\b|\bGPL-", re.IGNORECASE)


def test_s01_every_package_is_pinned_by_hash_and_from_no_place_of_its_own() -> None:
    for path in LISTS:
        for line in path.read_text(encoding="utf-8").splitlines():
            place = f"{path.name}: {line}"
            assert not re.search(
                r"--(extra-)?index|--find-links|--trusted|https?://|git\+", line
            ), place
            if line[:1].isalnum():
                assert _PINNED.match(line), place
        blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"))
        for block in blocks:
            assert not block[:1].isalnum() or "--hash=sha256:" in block, block[:60]
    assert named(PROJECT["dependencies"]) <= locked(ROOT / "requirements/base.txt")
    extras = {one for wants in PROJECT["optional-dependencies"].values() for one in wants}
    lists = locked(ROOT / "requirements/test.txt") | locked(ROOT / "requirements/speech.txt")
    assert named([*PROJECT["dependencies"], *extras]) <= lists
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [path for path, one in lock.items() if path and not one.get("integrity")] == []
    for script in (ROOT / "scripts/setup.sh", ROOT / "deploy/Containerfile"):
        assert "--require-hashes" in script.read_text(encoding="utf-8")


def test_s01_no_package_that_runs_binds_us_to_its_own_licence() -> None:
    """Apache-2.0 may stand on MIT, BSD, Apache, MPL and, unchanged beside it, LGPL; not on GPL."""
    judged = 0
    for name in sorted(locked(ROOT / "requirements/base.txt")):
        try:
            told = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        kinds = [one for one in told.get_all("Classifier") or [] if one.startswith("License")]
        licence = told.get("License-Expression") or (told.get("License") or "").split("\n")[0]
        words = f"{licence} {' '.join(kinds)}".replace("LGPL", "Lesser").strip()
        assert words, f"{name} tells no licence"
        assert not _COPYLEFT.search(words), f"{name}: {words}"
        judged += 1
    assert judged > 40


def _reasons() -> set[str]:
    rows = re.findall(r"^\| (`.+?`) \|", DECISION.read_text(encoding="utf-8"), re.MULTILINE)
    return {normal(name) for row in rows for name in re.findall(r"`([^`]+)`", row)}


def _imported() -> set[str]:
    """Packages that the product imports, by the name they are imported under."""
    found = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"weiyin"}


BROUGHT = {
    "starlette": "fastapi",
    "pydantic": "fastapi",
    "markupsafe": "jinja2",
    "psycopg_pool": "psycopg",
}
"""Imported, and there because the other is."""
MEASURED = {"werobot", "wechatpy", "xmltodict", "bottle", "waitress", "scipy"}
"""Peers of the benchmarks, in environments of their own."""
OF_OTHERS = {
    "pil": "pillow",
    "nats": "nats-py",
    "fpdf": "fpdf2",
    "prometheus-client": "prometheus-client",
}
AS_ASKED = {"uvloop", "httptools", "jieba"}
"""Named to a server, or read as data; not imported."""


def test_s03_few_direct_dependencies_each_with_a_reason() -> None:
    """The table of checks says how many there are; another one changes that line too."""
    direct = named(PROJECT["dependencies"])
    most = re.search(r"≤ (\d+) direct", all_checks()["S03"].must)
    assert most is not None
    assert len(direct) <= int(most[1]), sorted(direct)
    extras = {one for wants in PROJECT["optional-dependencies"].values() for one in wants}
    tested = named(PROJECT["optional-dependencies"]["test"])
    assert sorted(direct - _reasons()) == [], "a line in docs/decisions/0007"
    known = direct | (named(list(extras)) - tested) | {"nats-py", "faster-whisper"}
    imported = {normal(BROUGHT.get(name, name)) for name in _imported() - MEASURED}
    imported = {OF_OTHERS.get(name, name) for name in imported}
    assert sorted(imported - known - {"pytest"}) == [], "imported, and not asked for"
    assert sorted(direct - imported - AS_ASKED) == [], "asked for, and not imported"
