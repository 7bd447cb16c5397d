"""The units and the image name only what there is."""

from __future__ import annotations

import re
import shlex

import pytest
import typer

from tests.source import ROOT
from weiyin.cli import app

UNITS = sorted((ROOT / "deploy").glob("*.service"))


def _commands(text: str) -> list[list[str]]:
    """What is called of ours, word by word."""
    return [
        shlex.split(found.split("$(")[0].replace("'", " ").replace('"', " "))
        for found in re.findall(r"^Exec\w+=.*/weiyin (.+)$", text, re.MULTILINE)
    ]


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_calls_commands_that_there_are(unit: object) -> None:
    text = unit.read_text()  # type: ignore[attr-defined]
    called = _commands(text)
    assert called
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name, *options in called:
        taken = {word for one in known[name].params for word in (*one.opts, *one.secondary_opts)}
        assert {word for word in options if word.startswith("--")} <= taken, unit
    assert "NoNewPrivileges=yes" in text


def test_the_image_is_made_of_files_that_there_are() -> None:
    text = (ROOT / "deploy/Containerfile").read_text()
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
    assert "--require-hashes" in text
    assert re.search(r"^USER weiyin$", text, re.MULTILINE)
