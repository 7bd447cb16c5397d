"""No log line names a person, wherever in it the name or number stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.house.bank import WANG
from weiyin.base.mask import Secret
from weiyin.logs import scrubbed

SABOTAGE = {
    "D01": Sabotage(
        "src/weiyin/logs.py",
        "return [_value(one) for one in value]",
        "return list(value)",
    )
}
MARKS = (WANG.debit, WANG.id_number, WANG.phone, "hush-hush")


class Careless:
    def __repr__(self) -> str:
        return f"Careless({WANG.phone})"


def line(**event: Any) -> str:
    return json.dumps(scrubbed(None, "info", dict(event)), ensure_ascii=False)


@pytest.mark.parametrize("mark", MARKS[:3])
def test_d01_long_numbers_wherever_they_stand(mark: str) -> None:
    deep: Any = {"a": [mark, {"b": (f"card {mark}.",)}], mark: 1}
    for value in (mark, f"of {mark}!", [mark], (mark, 2), {mark}, {"x": mark}, deep["a"]):
        assert mark not in line(event="x", found=value)
    if mark.isdigit():
        assert mark not in line(event="x", found=int(mark), all=[int(mark)])
        assert mark not in line(event="x", why=ValueError(f"bad {mark}"), who=Careless())


def test_d01_members_named_like_secrets_at_any_depth() -> None:
    told = {"token": "hush-hush", "list": [{"api_key": "hush-hush"}], "SECRET": ["hush-hush"]}
    assert "hush-hush" not in line(event="x", answer=told, password="hush-hush")
    assert "hush-hush" not in line(event="x", value=Secret("hush-hush"))


def test_what_an_operator_needs_stays() -> None:
    told = json.loads(line(event="late", attempts=3, ok=True, wait=0.5, errcode=45009, none=None))
    assert told == {
        "event": "late", "attempts": 3, "ok": True, "wait": 0.5, "errcode": 45009, "none": None
    }  # fmt: skip
