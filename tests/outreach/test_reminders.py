"""Due reminders: seven days, three and none before the day, until it is paid."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.house.bank import BOOK, WANG
from tests.house.made import House
from tests.outreach.test_notices import Told, listening
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SHANGHAI
from weiyin.outreach.notices.reminders import Reminders


def _bill(house: House) -> tuple[Told, datetime]:
    """Somebody with a bill, and the morning of its due day."""
    house.bind("o-wang", WANG)
    house.bind_credit("o-wang", WANG)
    told = listening(house)
    house.app.courier.drain()
    books = house.app.cores[BOOK]
    card = next(
        one
        for one in house.app.store.read(lambda r: books.books(r).cards(WANG.customer_no))
        if one.kind == "credit"
    )
    bill = house.app.store.read(lambda r: books.books(r).statement(card.card_id))
    assert bill.amount > bill.paid
    due = datetime(bill.due_day.year, bill.due_day.month, bill.due_day.day, 9, 5, tzinfo=SHANGHAI)
    return told, due


def _morning(house: House, told: Told, at: datetime) -> list[str]:
    if at > house.clock.now():
        house.clock.advance(at - house.clock.now())
    told.notices.clear()
    reminders = next(one for one in house.app.courier._chores if isinstance(one, Reminders))
    reminders()
    reminders()
    house.app.courier.drain()
    return [notice.title for _, notice in told.notices if notice.kind == "payment_due"]


def test_reminded_three_times_of_what_is_owed(house: House) -> None:
    told, due = _bill(house)
    heard = {
        days: _morning(house, told, due - timedelta(days=days))
        for days in (8, 7, 6, 3, 1, 0, -1)
        if due - timedelta(days=days) > house.clock.now()
    }
    for days, titles in heard.items():
        expected = {7: ["还款日还有7天"], 3: ["还款日还有3天"], 0: ["今天是还款日"]}.get(days, [])
        assert titles == expected, days
    assert heard[0]


def test_a_paid_bill_is_not_spoken_of_any_more(house: House) -> None:
    """Also when the reminder was queued before it was paid."""
    told, due = _bill(house)
    house.clock.advance(due - timedelta(days=3) - house.clock.now())
    reminders = next(one for one in house.app.courier._chores if isinstance(one, Reminders))
    assert reminders() == 1
    _pay(house)
    house.app.courier.drain()
    assert [notice for _, notice in told.notices if notice.kind == "payment_due"] == []
    house.clock.advance(timedelta(days=3))
    assert reminders() == 0


def _pay(house: House) -> None:
    """王小明's whole debt."""
    core, now = house.core, house.clock.now()
    owed = -house.books.read(lambda r: core.books(r).balance("KC1")).posted
    paid = Movement("paid", "repayment", now, WANG.account, "KC1", owed, "还款")
    house.books.run(lambda tx: Officer(core).book(tx, [paid]))
