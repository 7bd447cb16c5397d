"""What bills need done as time goes by: asking billers what is due, and reconciling with them.

Nobody is asked while a unit of work is open. Doing a chore twice, late, or by two workers at once
changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from weiyin.bank.bills.dues import put_dues
from weiyin.bank.bills.making import unclaimed
from weiyin.bank.bills.mandates import pay_by_mandates
from weiyin.bank.bills.provider import Charge, Found, Provider
from weiyin.bank.bills.reconciling import reconcile_next
from weiyin.bank.bills.saved import Line, find_line, looked_at, waiting_lines
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import CustomerEvent
from weiyin.bank.service import Office
from weiyin.base.errors import NotFound, TryLater, Unknown
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Store, Tx

_AT_ONCE = 20
_AGAIN, _SILENT = timedelta(hours=12), timedelta(minutes=30)


def do_bill_chores(store: Store, core: EmbeddedCore) -> int:
    """How many numbers were looked up, bills paid by mandate, statements reconciled."""
    provider = core.billing.provider
    if provider is None:
        return 0
    now = core.clock.now()
    lines = store.read(lambda reader: waiting_lines(reader, core.book, now, _AT_ONCE))
    looked = sum(_look(store, core, provider, line_no) for line_no in lines)
    paid = pay_by_mandates(store, core)
    return looked + paid + reconcile_next(store, core, provider)


def _look(store: Store, core: EmbeddedCore, provider: Provider, line_no: str) -> bool:
    line = store.read(lambda reader: find_line(reader, core.sealer, core.book, line_no))
    if line is None:
        return False
    found: Found | None
    try:
        biller = core.billing.biller(line.biller)
        found = None if biller.is_chosen else provider.find(biller, line.told.number, {})
    except (TryLater, Unknown):
        return store.run(lambda tx: looked_at(core.office(tx), line, core.clock.now() + _SILENT))
    except NotFound:
        found = None
    return store.run(partial(_note, core=core, line=line, found=found or Found("")))


def _note(tx: Tx, *, core: EmbeddedCore, line: Line, found: Found) -> bool:
    """What is new is told, once, unless a mandate will pay it."""
    office = core.office(tx)
    if not looked_at(office, line, office.now + _AGAIN):
        return False
    due = unclaimed(office, line.biller, line.told.number, found.charges)
    for charge in put_dues(tx, core.book, line.line_no, due, office.now):
        if not line.pays_from or charge.amount > line.most:
            office.tell(_due(office, line, charge))
    return True


def _due(office: Office, line: Line, charge: Charge) -> CustomerEvent:
    biller = office.billing.biller(line.biller)
    facts = [
        ("缴费单位", biller.name),
        (biller.number, line.number_masked),
        ("项目", charge.title),
        ("金额", f"{charge.amount}元"),
    ]
    if charge.due:
        facts.append(("最后缴费日", charge.due.isoformat()))
    return CustomerEvent(
        book=office.book, customer_no=line.customer_no, kind="bill_due", title="缴费提醒",
        facts=tuple(facts), at=office.now, key=f"bill_due:{line.line_no}:{charge.ref}",
        lane=Lane.REMINDER, path="/p/f/bill_reminder",
    )  # fmt: skip
