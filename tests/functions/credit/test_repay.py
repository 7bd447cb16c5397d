from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.base.errors import BadInput, NotAllowed, NotBound
from weiyin.base.reply import OpenPage


def bound(house: House) -> House:
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    return house


def test_said_confirmed_and_repaid_once(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "还信用卡")
    assert isinstance(card, OpenPage)
    assert "8,214.55" in card.description
    done = house.confirm_card("o-wang", card)
    assert done.status == "ok"
    handle = card.path.rpartition("/")[2]
    assert house.app.counter.confirm(house.session("o-wang"), handle, "") == done
    assert "已还清" in house.say("o-wang", "信用卡账单")
    assert "6,659.95" in house.say("o-wang", "查余额")


def test_the_minimum_or_an_amount(house: House) -> None:
    bound(house)
    assert house.fill("o-wang", "cc_repay", kind="minimum").status == "ok"
    assert "821.46" in house.say("o-wang", "信用卡账单")
    house.clock.advance(timedelta(minutes=2))
    card = house.ask_text("o-wang", "信用卡还款1000块")
    assert isinstance(card, OpenPage)
    assert "1,000.00" in card.description
    assert "最低还款额：0.00" in card.description


def test_refusals_say_what_next(house: House) -> None:
    bound(house)
    session = house.session("o-wang")
    with pytest.raises(NotAllowed) as short:
        house.app.counter.start(session, "cc_repay", {"amount": "20000"})
    assert "余额不足" in short.value.heard
    house.fill("o-wang", "cc_repay", kind="all")
    with pytest.raises(BadInput) as nothing:
        house.app.counter.start(session, "cc_repay", {"kind": "full"})
    assert "没有欠款" in nothing.value.heard


def test_another_has_no_card_to_repay(house: House) -> None:
    house.bind("o-li", LI)
    with pytest.raises(NotBound):
        house.app.counter.start(house.session("o-li"), "cc_repay", {"amount": "100"})
