"""The measures of the spoken test."""

from __future__ import annotations

import msgspec
import pytest

from tests.source import ROOT
from weiyin.bench.voice import Spoken, error_rate
from weiyin.functions.catalogue import load_catalogue


@pytest.mark.parametrize(
    ("said", "heard", "rate"),
    [
        ("余额查询", "余额查询", 0.0),
        ("余额查询", "额查询", 0.25),
        ("余额查询", "鱼额查询吧", 0.5),
        ("余额", "", 1.0),
        ("", "余额", 2.0),
        (["yu", "e"], ["yu", "er"], 0.5),
    ],
)
def test_an_error_rate_is_edits_over_length(said, heard, rate: float) -> None:
    assert error_rate(said, heard) == rate


def test_every_question_wants_a_function_that_there_is() -> None:
    lines = (ROOT / "scripts" / "spoken.jsonl").read_bytes().splitlines()
    wanted = {msgspec.json.decode(line, type=Spoken).function for line in lines}
    assert wanted <= {one.id for one in load_catalogue()}
