"""Payments: held at once, sent once when due, ended once, whatever the clearing house answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.bank import town
from tests.bank.payments.conftest import ICBC, Desk
from weiyin.bank import accounts, customers
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.customers import CustomerStatus
from weiyin.bank.house import CLEARING, FEES
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.payments.clearing import Accepted, Returned, Unclear
from weiyin.bank.payments.making import TOPIC
from weiyin.bank.payments.orders import State
from weiyin.bank.payments.routes import Mode
from weiyin.bank.payments.sending import send_payment
from weiyin.bank.services.clearing_feed import ClearingFeed, SentBack
from weiyin.bank.services.payments import Payments
from weiyin.bank.verify import verify
from weiyin.base.clock import SHANGHAI
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound, Unknown
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

ALL = 1_000_000


def test_realtime_to_another_bank(desk: Desk) -> None:
    made = desk.pay("p", 10_000)
    assert (made.state, made.route, made.bank) == (State.WAITING, "IBPS", "中国工商银行")
    assert (made.payee_masked, made.payee_tail) == ("*三", ICBC[-4:])
    assert desk.money() == (ALL, 10_000)
    assert desk.step() == [State.DONE]
    [asked] = desk.house.sent
    assert (asked.key, asked.bank, asked.number, asked.name) == ("p", "ICBC", ICBC, "张三")
    assert desk.money() == (ALL - 10_000, 0)
    assert desk.money(CLEARING)[0] == 10_000 - 2 * ALL
    line = desk.store.read(
        lambda r: desk.core.books(r).entries(town.LEI.account_no, None, None, 1)
    )[0]
    assert (line.kind, line.other, line.memo) == ("transfer", "*三", "饭钱")
    assert desk.store.read(lambda reader: verify(reader, desk.core.book)) == []


def test_the_same_order_again_is_the_same_payment(desk: Desk) -> None:
    assert desk.pay("p") == desk.pay("p")
    assert desk.money() == (ALL, 10_000)
    assert desk.step() == [State.DONE]
    assert desk.step() == []


def test_the_fee_is_held_and_paid_beside(desk: Desk) -> None:
    desk.set_limit(1_000_000)
    assert desk.pay("free", 100_000).fee.fen == 0
    assert desk.pay("dear", 600_000).fee.fen == 200
    assert desk.money() == (ALL, 700_200)
    desk.step()
    assert desk.money() == (ALL - 700_200, 0)
    assert desk.money(FEES)[0] == 200


def test_returned_gives_money_fee_and_limit_back_and_tells(desk: Desk) -> None:
    desk.set_limit(1_000_000)
    desk.house.answers = [Returned("户名不符")]
    made = desk.pay("p", 600_000)
    assert desk.step() == [State.REFUSED]
    assert desk.money() == (ALL, 0)
    assert desk.progress(made.reference).why == "户名不符"
    assert desk.topics() == {"customer_event": 1}
    assert desk.pay("again", 900_000).state is State.WAITING


@pytest.mark.parametrize("unclear", [Unclear("timeout"), Unknown("cut off")])
def test_a_silence_is_looked_up_and_never_repeated(
    desk: Desk, unclear: Unclear | Exception
) -> None:
    made = desk.pay("p")
    desk.house.answers = [unclear]
    desk.house.seen["p"] = Unclear("still")
    assert desk.step() == [State.SENDING]
    assert desk.step() == [], "put off"
    desk.wait(minutes=1)
    assert desk.step() == [State.SENDING]
    desk.house.seen["p"] = Accepted("R9")
    desk.wait(minutes=2)
    assert desk.step() == [State.DONE]
    assert (len(desk.house.sent), desk.house.looked) == (1, 2)
    assert desk.progress(made.reference).state is State.DONE
    assert desk.money() == (ALL - 10_000, 0)


def test_what_never_arrived_is_sent_again_under_its_key(desk: Desk) -> None:
    desk.pay("p")
    desk.house.answers = [Unknown("cut off")]
    assert desk.step() == [State.SENDING]
    desk.wait(minutes=1)
    assert desk.step() == [State.DONE]
    assert [one.key for one in desk.house.sent] == ["p", "p"]


def test_normal_waits_two_hours_and_next_day_for_midnight(desk: Desk) -> None:
    normal = desk.pay("n", mode=Mode.NORMAL)
    next_day = desk.pay("d", mode=Mode.NEXT_DAY)
    assert normal.due - normal.made == timedelta(hours=2)
    assert next_day.due == datetime(2026, 7, 21, tzinfo=SHANGHAI).astimezone(UTC)
    assert desk.step() == []
    desk.wait(hours=2)
    assert desk.step() == [State.DONE]
    desk.wait(hours=12)
    assert desk.step() == [State.DONE]
    assert desk.money() == (ALL - 20_000, 0)


def test_later_within_this_bank(desk: Desk) -> None:
    made = desk.later_to_mei("p")
    assert desk.money() == (ALL, 10_000)
    desk.wait(hours=2)
    assert desk.step() == [State.DONE]
    assert (desk.money(), desk.money(town.MEI.account_no)) == ((ALL - 10_000, 0), (ALL + 10_000, 0))
    line = desk.store.read(
        lambda r: desk.core.books(r).entries(town.MEI.account_no, None, None, 1)
    )[0]
    assert (line.other, line.memo) == ("*小雷", "饭钱")
    assert desk.house.sent == []
    assert desk.progress(made.reference).state is State.DONE


def test_at_once_within_this_bank_is_a_transfer(desk: Desk) -> None:
    made = desk.pay("p", 10_000, Mode.REALTIME, "", town.MEI.account_no, town.MEI.name)
    assert made.state is State.DONE
    assert desk.money(town.MEI.account_no) == (ALL + 10_000, 0)
    assert TOPIC not in desk.topics()


def test_cancelled_before_it_is_sent(desk: Desk) -> None:
    made = desk.pay("p", 400_000, Mode.NORMAL)
    assert desk.cancel(made.reference).state is State.CANCELLED
    assert desk.money() == (ALL, 0)
    desk.pay("limit is back", 500_000)
    desk.wait(hours=3)
    assert State.CANCELLED in desk.step()
    assert [one.key for one in desk.house.sent] == ["limit is back"]
    with pytest.raises(NotAllowed, match="sent"):
        desk.cancel(made.reference, "again")


def test_too_late_to_cancel(desk: Desk) -> None:
    made = desk.pay("p", mode=Mode.NORMAL)
    desk.wait(hours=2)
    with pytest.raises(NotAllowed, match="sent"):
        desk.cancel(made.reference)
    assert desk.step() == [State.DONE]
    with pytest.raises(NotAllowed, match="sent"):
        desk.cancel(made.reference, "again")


def test_anothers_payment_is_not_there(desk: Desk) -> None:
    made = desk.pay("p", mode=Mode.NORMAL)
    with pytest.raises(NotFound):
        desk.order(Payments, lambda s: s.cancel("x", town.MEI.customer_no, made.reference))
    with pytest.raises(NotFound):
        desk.look(Payments, lambda s: s.progress(town.MEI.customer_no, made.reference))


def test_sent_back_after_it_was_accepted(desk: Desk) -> None:
    made = desk.pay("p")

    def back(key: str) -> SentBack:
        return desk.order(ClearingFeed, lambda s: s.returned(key, "p", "账户已销户"))

    with pytest.raises(Conflict):
        back("too early")
    desk.step()
    assert back("b") == back("b") == SentBack(made.reference, made.amount)
    assert desk.money() == (ALL, 0)
    assert desk.progress(made.reference).state is State.RETURNED
    with pytest.raises(Conflict):
        back("again")
    with pytest.raises(NotFound):
        desk.order(ClearingFeed, lambda s: s.returned("x", "none", ""))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"fen": 0}, BadInput),
        ({"fen": 500_001}, NotAllowed),
        ({"bank": "NOBANK"}, BadInput),
        ({"number": ICBC[:-1] + "x"}, BadInput),
        ({"name": "  "}, BadInput),
        ({"bank": "", "number": town.MEI.account_no, "name": "别人"}, NotFound),
        ({"bank": "", "number": town.LEI.account_no, "name": town.LEI.name}, NotAllowed),
    ],
)
def test_refusals_leave_nothing(
    desk: Desk, changed: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.pay("p", mode=Mode.NORMAL, **changed)  # type: ignore[arg-type]
    assert desk.money() == (ALL, 0)
    assert desk.topics() == {}


def test_numbers_and_names_lie_nowhere_open(desk: Desk) -> None:
    desk.pay("p")
    rows = desk.store.read(
        lambda r: [*r.all(sql("SELECT * FROM payments")), *r.all(sql("SELECT payload FROM outbox"))]
    )
    assert ICBC not in repr(rows)
    assert "张三" not in repr(rows)


def test_cancelling_gives_the_limit_of_the_class_back(desk: Desk) -> None:
    who, core = town.LEI.customer_no, desk.core

    def open_second(tx: Tx) -> None:
        new = accounts.NewAccount("L2", accounts.CURRENT_II, who)
        accounts.open_account(tx, core.book, new, town.START)
        money = Movement("fill", "salary", town.START, CLEARING, "L2", Money(50_000), "工资")
        Officer(core).book(tx, [money])

    def used() -> int:
        row = desk.store.read(lambda r: r.one(sql("SELECT day_fen FROM class_days")))
        assert row is not None
        return int(row[0])

    desk.store.run(open_second)
    made = desk.order(
        Payments,
        lambda s: s.pay("p", who, "L2", "ICBC", ICBC, "张三", Money(30_000), Mode.NORMAL),
    )
    assert used() == 30_000
    desk.cancel(made.reference)
    assert used() == 0


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("whom", ["account", "customer"])
def test_frozen_while_it_waited(desk: Desk, whom: str, *, inside: bool) -> None:
    made = desk.later_to_mei("p") if inside else desk.pay("p", mode=Mode.NORMAL)

    def freeze(tx: Tx) -> None:
        if whom == "account":
            accounts.set_status(tx, desk.core.book, town.LEI.account_no, AccountStatus.FROZEN)
        else:
            customers.set_status(tx, desk.core.book, town.LEI.customer_no, CustomerStatus.FROZEN)

    desk.store.run(freeze)
    desk.wait(hours=2)
    assert desk.step() == [State.REFUSED]
    assert desk.money() == (ALL, 0)
    assert desk.house.sent == []
    assert "状态异常" in desk.progress(made.reference).why


def test_two_workers_send_once(desk: Desk) -> None:
    desk.pay("p")
    lease = outbox.lease
    first = desk.store.run(lambda tx: lease(tx, [TOPIC], "slow", desk.clock.now(), 1, 5))[0]
    desk.wait(seconds=5)
    second = desk.store.run(lambda tx: lease(tx, [TOPIC], "quick", desk.clock.now(), 30, 5))[0]
    for parcel in (second, first):
        assert send_payment(desk.store, desk.core, parcel, desk.house, desk.clock) is State.DONE
    assert len(desk.house.sent) == 1
    assert desk.money() == (ALL - 10_000, 0)


def test_the_pages_receipt_follows_the_payment(desk: Desk) -> None:
    desk.pay("p", mode=Mode.NORMAL)

    def status() -> tuple[str, str]:
        found = desk.store.read(lambda r: desk.core.books(r).order_status("p"))
        assert found is not None
        return found.status, found.note

    assert status() == ("pending", "处理中，款项已预留")
    desk.wait(hours=2)
    desk.step()
    assert status() == ("posted", "转账成功")
