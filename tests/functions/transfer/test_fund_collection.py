from __future__ import annotations

from datetime import date

import pytest

from tests.functions.transfer.kit import ICBC, Clearing, work
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.payments.chores import do_payment_chores
from weiyin.bank.payments.clearing import Returned
from weiyin.base.clock import shanghai_midnight
from weiyin.base.errors import BadInput


def sign(house: House, day: str = "31") -> None:
    done = house.fill(
        "o-wang", "fund_collection_interbank", deed="sign", amount="1000", day=day, account=ICBC
    )
    assert (done.status, done.title) == ("ok", "签约成功")


def to_day(house: House, day: date) -> int:
    house.clock.set(shanghai_midnight(day).replace(hour=9))
    return do_payment_chores(house.books, house.core)


def test_signed_and_pulled_each_month(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "还没有归集协议" in house.say("o-wang", "资金归集")
    sign(house)
    heard = house.say("o-wang", "我的归集协议")
    assert f"中国工商银行 **** {ICBC[-4:]}" in heard
    assert to_day(house, date(2026, 7, 31)) == 1
    assert work(house) == ["done"]
    assert "15,874.50" in house.say("o-wang", "查余额")
    assert to_day(house, date(2026, 8, 30)) == 0
    assert to_day(house, date(2026, 8, 31)) == 1
    assert to_day(house, date(2026, 9, 30)) == 1
    assert work(house) == ["done", "done"]
    assert "17,874.50" in house.say("o-wang", "查余额")


def test_what_the_other_bank_refuses_moves_nothing(house: House) -> None:
    house.bind("o-wang", WANG)
    sign(house)
    to_day(house, date(2026, 7, 31))
    assert work(house, Clearing(Returned("余额不足"))) == ["refused"]
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_ended(house: House) -> None:
    house.bind("o-wang", WANG)
    sign(house)
    done = house.fill("o-wang", "fund_collection_interbank", deed="end")
    assert done.title == "已终止"
    assert to_day(house, date(2026, 9, 1)) == 0


MISSING: list[tuple[dict[str, str], str]] = [
    ({}, "amount"),
    ({"amount": "5"}, "day"),
    ({"amount": "5", "day": "32"}, "day"),
    ({"amount": "5", "day": "1"}, "account"),
    ({"amount": "5", "day": "1", "account": "6291000000000002"}, "account"),
]


def test_what_is_missing(house: House) -> None:
    house.bind("o-wang", WANG)
    for values, field in MISSING:
        with pytest.raises(BadInput) as refused:
            house.app.counter.start(
                house.session("o-wang"), "fund_collection_interbank", {"deed": "sign"} | values
            )
        assert refused.value.field == field
