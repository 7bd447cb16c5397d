from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.bank.topup import Declined, NotKnown, ToppedUp
from weiyin.bank.topup_worker import settle_topup
from weiyin.base.reply import OpenPage
from weiyin.storage import outbox


def test_held_until_the_carrier_answers(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "充100话费")
    done = house.confirm_card("o-wang", card)
    assert done.status == "pending"
    heard = house.say("o-wang", "查余额")
    assert "14,774.50" in heard
    assert "冻结金额：100.00" in heard


def test_only_what_carriers_sell(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "30、50、100" in house.say("o-wang", "充77元话费")


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (ToppedUp("R1"), "ok", "充值成功"),
        (Declined("号码状态异常"), "refused", "充值未成功，款项已退回"),
        (NotKnown("超时"), "pending", "运营商处理中"),
    ],
)
def test_the_result_page_tells_what_became_of_it(
    house: House, answer: ToppedUp | Declined | NotKnown, status: str, said: str
) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "充100话费")
    assert isinstance(card, OpenPage)
    house.confirm_card("o-wang", card)
    _settle(house, Carrier(answer))
    result = house.app.counter.draft(house.session("o-wang"), handle_of(card)).result
    assert result is not None
    assert (result.status, said in result.lead) == (status, True)
    assert "充值号码" in dict(result.facts)


@dataclass(frozen=True)
class Carrier:
    answer: ToppedUp | Declined | NotKnown

    def top_up(self, *_: object) -> ToppedUp | Declined | NotKnown:
        return self.answer

    def look(self, _: str) -> ToppedUp | Declined | NotKnown | None:
        return self.answer


def handle_of(card: OpenPage) -> str:
    return card.path.rpartition("/")[2]


def _settle(house: House, carrier: Carrier) -> None:
    store, now = house.books, house.clock.now()
    [parcel] = store.run(lambda tx: outbox.lease(tx, ["topup"], "w", now, 30.0, 1))
    settle_topup(store, house.core, parcel, carrier, house.clock)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ToppedUp("R1"), "充值成功"),
        (Declined("号码状态异常"), "款项已退回"),
        (NotKnown("超时"), "处理中"),
    ],
)
def test_asked_how_far_it_is(
    house: House, answer: ToppedUp | Declined | NotKnown, said: str
) -> None:
    house.bind("o-wang", WANG)
    assert "没有手机充值" in house.say("o-wang", "充值到账了吗")
    house.confirm_card("o-wang", house.ask_text("o-wang", "充100话费"))
    _settle(house, Carrier(answer))
    heard = house.say("o-wang", "充值没到账")
    assert "138****1234" in heard
    assert said in heard
