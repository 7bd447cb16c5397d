from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.payments.chores import do_payment_chores
from weiyin.bank.services.cardless import Cardless
from weiyin.base.errors import BadInput
from weiyin.base.money import Money


def reserved(house: House, words: str = "无卡取款500") -> str:
    """The code of a reservation, made by talk and page."""
    done = house.confirm_card("o-wang", house.ask_text("o-wang", words))
    assert done.status == "ok", done
    return dict(done.facts)["取款码"].replace(" ", "")


def at_machine(house: House, code: str, key: str = "atm-1", amount: int = 500_00) -> bool:
    return house.books.run(
        lambda tx: (
            house.core.books(tx)
            .service(Cardless)
            .redeem(key, WANG.phone, code, Money(amount), "ATM-0001")
        )
    ).give_out


def test_reserved_and_fetched_once(house: House) -> None:
    house.bind("o-wang", WANG)
    code = reserved(house)
    assert "冻结金额：500.00" in house.say("o-wang", "查余额")
    assert at_machine(house, code)
    assert at_machine(house, code), "the machine asks again under its key"
    assert not at_machine(house, code, "atm-2")
    assert "14,374.50" in house.say("o-wang", "查余额")
    assert "已取款" in house.say("o-wang", "我的取款预约")


def test_cancelled(house: House) -> None:
    house.bind("o-wang", WANG)
    code = reserved(house)
    again = house.fill("o-wang", "cardless_withdrawal", amount="100")
    assert (again.status, "尚未使用" in again.lead) == ("refused", True)
    assert house.confirm_card("o-wang", house.ask_text("o-wang", "取消取款预约")).status == "ok"
    assert not at_machine(house, code)
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_too_late(house: House) -> None:
    house.bind("o-wang", WANG)
    code = reserved(house)
    house.clock.advance(timedelta(minutes=30))
    assert not at_machine(house, code)
    do_payment_chores(house.books, house.core)
    assert "冻结金额" not in house.say("o-wang", "查余额")
    assert "已过期" in house.say("o-wang", "我的取款预约")


def test_three_wrong_codes_lock_it(house: House) -> None:
    house.bind("o-wang", WANG)
    code = reserved(house)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for attempt in range(3):
        assert not at_machine(house, wrong, f"atm-{attempt}")
    assert not at_machine(house, code, "atm-right")
    assert "已锁定" in house.say("o-wang", "我的取款预约")
    assert "14,874.50" in house.say("o-wang", "查余额")


def test_bounds(house: House) -> None:
    house.bind("o-wang", WANG)
    with pytest.raises(BadInput, match="整数倍"):
        house.app.counter.start(house.session("o-wang"), "cardless_withdrawal", {"amount": "150"})
    done = house.fill("o-wang", "cardless_withdrawal", amount="5100")
    assert (done.status, "每日不超过" in done.lead) == ("refused", True)
