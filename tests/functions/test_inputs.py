"""What people type into a form is read as 小微 would hear it, or refused by field."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from weiyin.base.clock import SHANGHAI
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.functions.inputs import Input, InputKind, InputSpec

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)

GOOD = [
    (InputKind.MONEY, "500", Money(50000)),
    (InputKind.MONEY, "1,000.50", Money(100050)),
    (InputKind.MONEY, "五百块", Money(50000)),
    (InputKind.MONEY, "2万5", Money(2500000)),
    (InputKind.DATES, "2026-07-01至2026-07-15", DateRange(date(2026, 7, 1), date(2026, 7, 15))),
    (InputKind.DATES, "上个月", DateRange(date(2026, 6, 1), date(2026, 6, 30))),
    (InputKind.MONTH, "2026-06", "2026-06"),
    (InputKind.MONTH, "上个月", "2026-06"),
    (InputKind.PHONE, "138 0000 1234", "13800001234"),
    (InputKind.CARD_NUMBER, "6229 9900 0000 0012", "6229990000000012"),
    (InputKind.ID_NUMBER, "11010119900101123x", "11010119900101123X"),
    (InputKind.CONSENT, "yes", True),
    (InputKind.COUNT, "12", 12),
]
BAD = [
    (InputKind.MONEY, "0"),
    (InputKind.MONEY, "-1"),
    (InputKind.MONEY, "NaN"),
    (InputKind.MONEY, "1e9"),
    (InputKind.MONEY, "1.234"),
    (InputKind.MONEY, "九千九百亿亿"),
    (InputKind.PHONE, "12345"),
    (InputKind.CARD_NUMBER, "62299900000000ab"),
    (InputKind.ID_NUMBER, "123"),
    (InputKind.CONSENT, "no"),
    (InputKind.COUNT, "-3"),
    (InputKind.DATES, "不知道"),
]


def _spec(kind: InputKind, *, required: bool = True) -> InputSpec:
    return InputSpec("thing", required, Input("某项", kind))


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_read(kind: InputKind, text: str, value: object) -> None:
    assert _spec(kind).read(text, NOW) == value


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_refused_naming_the_field(kind: InputKind, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        _spec(kind).read(text, NOW)
    assert refused.value.field == "thing"
    assert "某项" in refused.value.heard


def test_an_empty_field() -> None:
    assert _spec(InputKind.WORDS, required=False).read("  ", NOW) is None
    with pytest.raises(BadInput, match="请填写"):
        _spec(InputKind.WORDS).read("\u200b", NOW)


def test_only_an_offered_choice() -> None:
    spec = InputSpec("on", True, Input("开关", InputKind.CHOICE, options=(("a", "甲"),)))
    assert spec.read("a", NOW) == "a"
    with pytest.raises(BadInput, match="请选择"):
        spec.read("b", NOW)
