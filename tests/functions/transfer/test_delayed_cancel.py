from __future__ import annotations

from datetime import timedelta

from tests.functions.transfer.kit import ICBC, handle_of, work
from tests.house.bank import LI, WANG
from tests.house.made import House


def later(house: House, amount: str = "500", mode: str = "normal", account: str = ICBC) -> None:
    done = house.fill(
        "o-wang", "transfer_interbank", payee="张三", amount=amount, account=account, mode=mode
    )
    assert done.status == "pending"


def test_taken_back_by_saying_so(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "没有可以撤销" in house.say("o-wang", "撤销刚才的转账")
    later(house)
    assert "冻结金额：500.00" in house.say("o-wang", "查余额")
    card = house.ask_text("o-wang", "撤销刚才的转账")
    assert "500.00" in house.words(card)
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "14,874.50" in house.say("o-wang", "查余额")
    assert "已撤销" in house.say("o-wang", "转账进度")
    house.clock.advance(timedelta(hours=2))
    assert work(house) == ["cancelled"]


def test_of_several_the_one_that_is_named(house: House) -> None:
    house.bind("o-wang", WANG)
    later(house, "500")
    later(house, "800", "next_day")
    heard = house.say("o-wang", "撤销转账")
    assert "2 笔" in heard
    assert "800.00" in heard
    card = house.ask_text("o-wang", "撤销那笔800的转账")
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "冻结金额：500.00" in house.say("o-wang", "查余额")


def test_confirmed_too_late(house: House) -> None:
    house.bind("o-wang", WANG)
    later(house)
    house.clock.advance(timedelta(hours=1, minutes=58))
    card = house.ask_text("o-wang", "撤销转账")
    house.clock.advance(timedelta(minutes=2))
    done = house.confirm_card("o-wang", card)
    assert (done.status, "已发出" in done.lead) == ("refused", True)
    assert work(house) == ["done"]
    assert handle_of(card)


def test_later_to_this_bank_can_be_taken_back_too(house: House) -> None:
    house.bind("o-wang", WANG)
    done = house.fill("o-wang", "transfer_same_bank", payee="老李", amount="300", mode="next_day")
    assert (done.status, "7月21日 00:00" in done.lead) == ("pending", True)
    house.clock.advance(timedelta(hours=14))
    assert work(house) == ["done"]
    house.bind("o-li", LI)
    assert "8,300.00" in house.say("o-li", "查余额")
