"""The daily reconciliation: each biller's statement of a day beside our orders, line by line.

The close of a day asks for the statements (`want`); a chore fetches each when the biller has made
it, those of one biller in the order of the days. What is still being asked about is settled by it,
either way; whatever else differs is booked to the suspense account and left to people.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from weiyin.bank.bills.differences import Kind, book_difference, book_stranger, credited
from weiyin.bank.bills.ending import hear
from weiyin.bank.bills.orders import State, find_order
from weiyin.bank.bills.provider import Declined, Paid, Provider, Taking
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.service import Office
from weiyin.base.clock import shanghai_midnight, to_us
from weiyin.base.errors import TryLater, Unknown
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

_AGAIN = timedelta(minutes=30)
_MATCHED, _DIFFERS = "matched", "differs"

_WANT = sql(
    "INSERT INTO bill_statements (book, biller, day, state, ours_count, ours_fen, theirs_count,"
    " theirs_fen, differences_count, next_us, ended_us) VALUES (:book, :biller, :day, 'wanted',"
    " 0, 0, 0, 0, 0, :at_us, 0) ON CONFLICT (book, biller, day) DO NOTHING"
)
_ASKED = sql(
    "SELECT DISTINCT biller FROM bill_orders WHERE book=:book AND checked='' AND asked_us>0"
    " AND asked_us<:until_us AND biller>:after ORDER BY biller LIMIT CAST(:room AS INTEGER)"
)
_NEXT = sql(
    "SELECT s.biller, s.day FROM bill_statements s WHERE s.state='wanted' AND s.next_us<=:now_us"
    " AND s.book=:book AND NOT EXISTS (SELECT 1 FROM bill_statements e WHERE e.book=s.book"
    " AND e.biller=s.biller AND e.state='wanted' AND e.day<s.day)"
    " ORDER BY s.day, s.biller LIMIT 1"
)
_LATER = sql(
    "UPDATE bill_statements SET next_us=:next_us WHERE book=:book AND biller=:biller AND day=:day"
    " AND state='wanted'"
)
_END = sql(
    "UPDATE bill_statements SET state=:state, ours_count=:ours_count, ours_fen=:ours_fen,"
    " theirs_count=:theirs_count, theirs_fen=:theirs_fen, differences_count=:differences,"
    " ended_us=:at_us WHERE book=:book AND biller=:biller AND day=:day AND state='wanted'"
)
_CHECKED = sql("UPDATE bill_orders SET checked=:day WHERE book=:book AND key=:key AND checked=''")
_OPEN = sql(
    "SELECT key FROM bill_orders WHERE biller=:biller AND checked='' AND book=:book"
    " AND asked_us>0 AND asked_us<:before_us ORDER BY asked_us, key"
)


def billers_asked(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Those that have been asked to take something until the end of `day`, and not shown it."""
    until = to_us(shanghai_midnight(day + timedelta(days=1)))
    rows = office.reader.all(_ASKED, book=office.book, until_us=until, after=after, room=room)
    return [biller for (biller,) in rows]


def want(office: Office, day: date, biller: str) -> int:
    """Ask for a biller's statement of the day; once."""
    return office.tx.run(
        _WANT, book=office.book, biller=biller, day=day.isoformat(), at_us=to_us(office.now)
    )


def reconcile_next(store: Store, core: EmbeddedCore, provider: Provider) -> int:
    """Fetch one statement that is wanted and reconcile it; how many."""
    now = to_us(core.clock.now())
    row = store.read(lambda reader: reader.one(_NEXT, book=core.book, now_us=now))
    if row is None:
        return 0
    code, day = row[0], date.fromisoformat(row[1])
    biller = core.billing.billers.get(code)
    if biller is None:
        return 0
    try:
        lines = provider.takings(biller, day)
    except (TryLater, Unknown):
        store.run(partial(_put_off, core=core, biller=code, day=day))
        return 0
    return store.run(partial(_reconcile, core=core, biller=code, day=day, lines=lines))


def _put_off(tx: Tx, *, core: EmbeddedCore, biller: str, day: date) -> int:
    again = to_us(core.clock.now() + _AGAIN)
    return tx.run(_LATER, book=core.book, biller=biller, day=day.isoformat(), next_us=again)


def _reconcile(
    tx: Tx, *, core: EmbeddedCore, biller: str, day: date, lines: Sequence[Taking]
) -> int:
    office = core.office(tx)
    matched = [_match(office, biller, day, line) for line in lines]
    missing = _missing(office, biller, day)
    differences = len(matched) - sum(fen >= 0 for fen in matched) + missing
    known = [fen for fen in matched if fen >= 0]
    return tx.run(
        _END, book=office.book, biller=biller, day=day.isoformat(),
        state=_DIFFERS if differences else _MATCHED, ours_count=len(known) + missing,
        ours_fen=sum(known), theirs_count=len(lines),
        theirs_fen=sum(line.amount.fen for line in lines), differences=differences,
        at_us=to_us(office.now),
    )  # fmt: skip


def _match(office: Office, biller: str, day: date, line: Taking) -> int:
    """Fen that we hold for paid too; -1 when they differ."""
    found = find_order(office.tx, office.sealer, office.book, line.key)
    if found is None or found.biller != biller:
        book_stranger(office, biller, line.key, line.amount)
        return -1
    hear(office, line.key, Paid(line.reference, line.amount))
    office.tx.run(_CHECKED, book=office.book, key=line.key, day=day.isoformat())
    now = find_order(office.tx, office.sealer, office.book, line.key)
    agreed = now is not None and now.state is not State.LATE and line.amount == found.amount
    if agreed and now is not None and now.outside not in {None, line.amount}:
        return -1
    return line.amount.fen if agreed else -1


def _missing(office: Office, biller: str, day: date) -> int:
    """Asked before `day` and neither in that day's statement nor in this one: it never happened."""
    before = to_us(shanghai_midnight(day))
    rows = office.tx.all(_OPEN, book=office.book, biller=biller, before_us=before)
    missing = 0
    for (key,) in rows:
        found = find_order(office.tx, office.sealer, office.book, key)
        assert found is not None, "a row that was read is there"
        if found.state is State.ASKED:
            hear(office, key, Declined("与收款单位对账，确认未缴成功"))
        elif found.state is State.DONE:
            nothing = Money(0, found.amount.currency)
            held = credited(office.tx, office.book, found)
            missing += book_difference(office, Kind.MISSING, found, held, nothing)
        office.tx.run(_CHECKED, book=office.book, key=key, day=day.isoformat())
    return missing
