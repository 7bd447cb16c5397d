"""The lists of packages, as the tests of supply read them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(wants: list[str]) -> set[str]:
    return {normal(found[0]) for want in wants if (found := _NAME.match(want))}


def locked(path: Path) -> set[str]:
    """What a list installs."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return named([line for line in lines if line[:1].isalnum()])
