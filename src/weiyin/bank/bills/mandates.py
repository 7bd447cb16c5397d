"""Paying by mandate: what was found due on a number, within the amount agreed upon, once each.

What the account cannot pay is told, with the reason, and tried again when the biller is next asked.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from weiyin.bank.bills.dues import Due, dues_on, take_out
from weiyin.bank.bills.making import NewOrder, place_order
from weiyin.bank.bills.saved import Line, find_line
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import Refused
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

_SIGNED = sql(
    "SELECT a.line_no FROM bill_accounts a WHERE a.book=:book AND a.pays_from<>''"
    " AND EXISTS (SELECT 1 FROM bill_dues d WHERE d.book=a.book AND d.line_no=a.line_no"
    " AND d.amount_fen<=a.most_fen) ORDER BY a.line_no LIMIT CAST(:room AS INTEGER)"
)
_AT_ONCE = 100


def pay_by_mandates(store: Store, core: EmbeddedCore) -> int:
    """How many bills were dealt with, paid or refused. Safe to call twice, late, or by two."""
    rows = store.read(lambda reader: reader.all(_SIGNED, book=core.book, room=_AT_ONCE))
    return sum(_pay_line(store, core, line_no) for (line_no,) in rows)


def _pay_line(store: Store, core: EmbeddedCore, line_no: str) -> int:
    def look(reader: Reader) -> tuple[Line | None, list[Due]]:
        line = find_line(reader, core.sealer, core.book, line_no)
        return line, dues_on(reader, core.book, line_no)

    line, dues = store.read(look)
    if line is None:
        return 0
    day, agreed = shanghai_day(core.clock.now()), [one for one in dues if one.amount <= line.most]
    for due in agreed:
        try:
            store.run(partial(_pay, core=core, line=line, due=due, day=day))
        except Refused as refusal:
            why = refusal.heard
            store.run(partial(_refuse, core=core, line=line, due=due, day=day, why=why))
    return len(agreed)


def _pay(tx: Tx, *, core: EmbeddedCore, line: Line, due: Due, day: date) -> None:
    office = core.office(tx)
    named = office.sealer.blind(due.ref, "bank.due")[:32]
    key = f"mandate:{line.line_no}:{named}:{day}"
    new = NewOrder(
        key, line.customer_no, line.pays_from, line.biller, line.told.number, due.as_charge()
    )
    place_order(office, new)
    take_out(tx, core.book, line.line_no, due.ref)


def _refuse(tx: Tx, *, core: EmbeddedCore, line: Line, due: Due, day: date, why: str) -> None:
    take_out(tx, core.book, line.line_no, due.ref)
    event = CustomerEvent(
        book=core.book,
        customer_no=line.customer_no,
        kind="bill_mandate_refused",
        title="代扣未成功",
        facts=(("项目", due.title), ("金额", f"{due.amount}元"), ("原因", why)),
        at=core.clock.now(),
        key=f"bill_mandate_refused:{line.line_no}:{due.ref}:{day}",
        account_no=line.pays_from,
        path="/p/f/bill_reminder",
    )
    put_event(tx, event)
