"""What a release is made of, and that it is made the same twice."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from scripts import sbom

from tests.checks import Sabotage
from tests.source import ROOT
from tests.supply.lists import locked, normal

SABOTAGE = {
    "S02": Sabotage(
        "pyproject.toml",
        'weiyin = "weiyin.cli:main"',
        'weiyin = "weiyin.cli:nothing"',
    ),
}


def test_s02_the_bill_lists_every_package_with_its_hashes() -> None:
    bill = sbom.bill()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    purls = [one["purl"] for one in bill["components"]]
    assert len(set(purls)) == len(purls)
    assert all(one["hashes"] and one["version"] for one in bill["components"])
    python = {normal(one["name"]) for one in bill["components"] if "pypi" in one["purl"]}
    assert python == locked(ROOT / "requirements/base.txt")
    served = {one["name"] for one in bill["components"] if "npm" in one["purl"]}
    assert {"weui", "htmx.org", "@tabler/core", "echarts"} <= served
    assert sbom.bill() == bill


def _wheel(folder: Path) -> Path:
    """The product's wheel, built from a copy."""
    source = folder / "source"
    ours = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "src", source / "src", ignore=ours)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    told = {**os.environ, "SOURCE_DATE_EPOCH": "1785546000", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [*command, "--no-index", "-w", str(folder / "out"), str(source)],
        env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    [wheel] = (folder / "out").glob("*.whl")
    return wheel


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_s02_a_wheel_built_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    wheels = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        wheels.append(_wheel(tmp_path / name))
    digests = {hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels}
    assert len(digests) == 1
    with zipfile.ZipFile(wheels[0]) as wheel:
        held = set(wheel.namelist())
        [points] = [name for name in held if name.endswith("entry_points.txt")]
        assert "weiyin.cli:main" in wheel.read(points).decode()
    for data in (
        "people/data_register.csv",
        "attack/checks.csv",
        "pages/static/vendor/weui.min.css",
    ):
        assert f"weiyin/{data}" in held
