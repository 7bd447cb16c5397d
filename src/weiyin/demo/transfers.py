"""The demo's ways of paying: payees at another bank, phone numbers that take money, a plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from weiyin.bank import payees
from weiyin.bank.core import PayeeEntry
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.payments import phones, plans
from weiyin.bank.payments.orders import Counterparty
from weiyin.bank.payments.plans import Every
from weiyin.base.clock import shanghai_day
from weiyin.base.ids import row_id
from weiyin.base.money import Money
from weiyin.demo.numbers import neighbour_card
from weiyin.demo.people import PLAYERS
from weiyin.storage.store import Tx

_BANK = "NEIGHBOUR"
_ELSEWHERE = ((1, "张三", "", 11), (1, "王秀英", "妈妈", 12), (2, "赵六", "健身教练", 13))
"""Whose payee book (serial) holds whom, under which nickname, with which card there."""
_TAKES_BY_PHONE = (2, 3)
"""Players (serial) who take money by phone number."""


def open_transfers(tx: Tx, core: EmbeddedCore, opened: datetime, now: datetime) -> None:
    """Payees since the bank opened, so that nobody is new; a plan from next month on."""
    people = {one.serial: one for one in PLAYERS}
    for owner, name, nickname, serial in _ELSEWHERE:
        number = neighbour_card(serial)
        entry = PayeeEntry(nickname, name, number, number[-4:], _BANK)
        customer_no = people[owner].customer_no
        payees.put_payee(tx, core.sealer, core.book, customer_no, entry, opened)
    for serial in _TAKES_BY_PHONE:
        player = people[serial]
        phones.opt_in(core.office(tx), player.customer_no, player.account_no(player.debit))
    _plan(tx, core, now)


def _plan(tx: Tx, core: EmbeddedCore, now: datetime) -> None:
    """王小明 gives 妈妈 something on the first of each month."""
    payer = PLAYERS[0]
    to = Counterparty(_BANK, neighbour_card(12), "王秀英")
    new = plans.NewPlan(
        row_id(now, core.rng), payer.customer_no, payer.account_no(payer.debit), to,
        Money(1_000_00), "生活费", Every.MONTH, _first_of_next_month(shanghai_day(now)),
    )  # fmt: skip
    plans.add_plan(tx, core.sealer, core.book, new, now)


def _first_of_next_month(today: date) -> date:
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)
