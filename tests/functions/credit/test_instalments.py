"""分期: offered with its yearly rate, signed on a page, billed, ended early."""

from datetime import date, timedelta

import pytest

from tests.functions.credit.test_repay import bound
from tests.functions.credit.test_standing import spend
from tests.house.made import House
from weiyin.bank.close.machine import close_in
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.reply import OpenPage


def close_until(house: House, day: date) -> None:
    """Close every day of the books up to `day`, from the test's own day on."""
    first = date(2026, 7, 20)
    house.clock.advance((day - first) + timedelta(days=1))
    days = [first + timedelta(days=one) for one in range((day - first).days + 1)]
    house.books.run(lambda tx: [close_in(tx, house.core, one) for one in days])


def test_the_offer_table(house: House) -> None:
    bound(house)
    heard = house.say("o-wang", "我要分期")
    assert "7,393.00" in heard  # nine tenths of 8,214.55, whole yuan
    assert "13.03%" in heard


def test_twelve_periods_asked_in_words(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "账单分12期一个月多少")
    assert isinstance(card, OpenPage)
    assert "660.44" in card.description  # 616.08 + 44.36
    assert "近似折算年化利率 13.03%" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "剩余本金 7,393.00" in house.say("o-wang", "分期查询")
    with pytest.raises(NotAllowed) as again:
        house.app.counter.start(house.session("o-wang"), "cc_bill_instalment", {"periods": "3"})
    assert "已办理过分期" in again.value.heard


def test_parts_fall_due_with_each_bill_and_the_rest_is_settled_early(house: House) -> None:
    bound(house)
    house.fill("o-wang", "cc_bill_instalment", periods="12", amount="6000")
    close_until(house, date(2026, 8, 5))
    bill = house.say("o-wang", "信用卡账单")
    assert "500.00" in bill  # the first part
    assert "36.00" in bill  # its interest, 0.60 %
    assert "1/12期" in house.say("o-wang", "分期查询")
    card = house.ask_text("o-wang", "分期提前结清")
    assert isinstance(card, OpenPage)
    assert "5,500.00" in card.description
    assert "165.00" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "没有" in house.say("o-wang", "提前还清分期")


def test_one_spend_is_spread(house: House) -> None:
    bound(house)
    assert "没有可分期的消费" in house.say("o-wang", "消费分期")
    spend(house, "tv", 360_000, "示例电器")
    assert "示例电器" in house.say("o-wang", "哪些消费可以分期")
    card = house.ask_text("o-wang", "把3600那笔消费分6期")
    assert isinstance(card, OpenPage)
    assert "15.27%" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    session = house.session("o-wang")
    with pytest.raises(BadInput):
        house.app.counter.start(session, "cc_txn_instalment", {"amount": "99", "periods": "6"})


def test_cash_goes_to_the_own_debit_card(house: House) -> None:
    bound(house)
    assert "想借多少" in house.say("o-wang", "现金分期")
    assert "几期" in house.say("o-wang", "5000")
    card = house.ask_text("o-wang", "12期")
    assert isinstance(card, OpenPage)
    assert "13.03%" in card.description
    done = house.fill("o-wang", "cc_cash_instalment", amount="5000", periods="12")
    assert done.status == "ok"
    assert "19,874.50" in house.say("o-wang", "查余额")
    assert "6,785.45" in house.say("o-wang", "信用卡额度")
