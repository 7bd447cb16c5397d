"""跨行还款: asked of the other bank, on the card when it gave, told when it did not."""

import pytest

from tests.functions.credit.test_repay import bound
from tests.functions.transfer.kit import Clearing, work
from tests.house.made import House
from weiyin.bank.payments.clearing import Returned
from weiyin.base.errors import BadInput

ELSEWHERE = "6229970000000000013"


def test_money_comes_from_the_other_bank(house: House) -> None:
    bound(house)
    assert "跨行还款" in house.say("o-wang", "用别的银行的卡还信用卡")
    asked = house.fill(
        "o-wang", "cc_repay_other_bank", account=ELSEWHERE, amount="1000", bank="NEIGHBOUR"
    )
    assert asked.status == "pending"
    assert "已还金额：0.00" in house.say("o-wang", "信用卡账单")
    work(house)
    assert "已还金额：1,000.00" in house.say("o-wang", "信用卡账单")


def test_another_bank_gives_nothing(house: House) -> None:
    bound(house)
    house.fill("o-wang", "cc_repay_other_bank", account=ELSEWHERE, bank="NEIGHBOUR")
    work(house, Clearing(Returned("余额不足")))
    assert "已还金额：0.00" in house.say("o-wang", "信用卡账单")


def test_an_unknown_bank_is_asked_for(house: House) -> None:
    bound(house)
    with pytest.raises(BadInput):
        house.app.counter.start(
            house.session("o-wang"), "cc_repay_other_bank", {"account": "6200001234567890128"}
        )
