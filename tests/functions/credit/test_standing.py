"""未出账单, 额度, 临时额度, 自动还款, 账单日: how the account stands and is set."""

from datetime import timedelta

import pytest

from tests.functions.credit.test_repay import bound
from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.credit import spending
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.base.reply import OpenPage


def spend(house: House, key: str, fen: int, shop: str, *, settled: bool = True) -> str:
    """Use the credit card; the number of the posted spend, or of the hold."""

    def work(tx: object) -> str:
        office, now = house.core.office(tx), house.clock.now()  # type: ignore[arg-type]
        held = spending.authorise(office, key, "C1-K", Money(fen), shop, now)
        if not settled:
            return held.entry_no
        done = spending.settle(office, f"{key}:s", held.entry_no, now, Money(fen))
        return done.entry_no

    return house.books.run(work)


def test_what_is_not_billed_yet(house: House) -> None:
    bound(house)
    spend(house, "s1", 128_000, "示例书店")
    spend(house, "s2", 5_000, "示例加油站", settled=False)
    heard = house.say("o-wang", "未出账单")
    assert "1,280.00" in heard
    assert "示例书店" in heard
    assert "示例加油站（待入账）" in heard


def test_limits(house: House) -> None:
    bound(house)
    heard = house.say("o-wang", "信用卡还能刷多少")
    assert "11,785.45" in heard
    assert "20,000.00" in heard
    assert "10,000.00" in heard


def test_a_temporary_limit_is_granted_and_ends(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "临时额度提到3万")
    assert isinstance(card, OpenPage)
    assert "30,000.00" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "21,785.45" in house.say("o-wang", "查信用卡额度")
    house.clock.advance(timedelta(days=61))
    assert "11,785.45" in house.say("o-wang", "查信用卡额度")


def test_a_temporary_limit_beyond_what_is_offered(house: House) -> None:
    bound(house)
    assert "30,000.00" in house.say("o-wang", "临时额度提到5万")


def test_autopay_is_signed_changed_and_ended(house: House) -> None:
    bound(house)
    card = house.ask_text("o-wang", "开通自动还款")
    assert isinstance(card, OpenPage)
    assert "全额自动还款" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "已开通全额自动还款" in house.say("o-wang", "自动还款开通了吗")
    house.clock.advance(timedelta(minutes=2))
    assert house.fill("o-wang", "cc_autopay", kind="minimum").status == "ok"
    house.clock.advance(timedelta(minutes=2))
    assert house.fill("o-wang", "cc_autopay", kind="none").status == "ok"


def test_the_bill_day_is_changed_once_in_a_while(house: House) -> None:
    bound(house)
    assert "5日" in house.say("o-wang", "修改账单日")
    assert house.fill("o-wang", "cc_bill_date_change", day="12").status == "ok"
    with pytest.raises(NotAllowed) as soon:
        house.app.counter.start(house.session("o-wang"), "cc_bill_date_change", {"day": "20"})
    assert "2027-01-20" in soon.value.heard
    assert WANG.credit
