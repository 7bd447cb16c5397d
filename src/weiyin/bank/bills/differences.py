"""What a biller says beside what our books say: booked to the suspense account, and for people.

A difference is `theirs - ours`: that much more is owed to the biller than the customer has paid.
It is booked once for each order and kind, so that whoever learns of it again books nothing.

    amount   the biller has credited another amount
    late     it was declined, the money is back, and then it was done after all
    twice    it was done a second time under another number
    kept     it was given back, and not the same amount
    missing  we hold it for paid; the biller's statement of the day and of the next lack it
    stranger the statement has what we never asked for
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.bank.bills.orders import Order
from weiyin.bank.house import BILLERS, SUSPENSE
from weiyin.bank.ledger import post
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

KIND = "bill_difference"

_COLUMNS = "key, kind, biller, customer_no, account_no, ours_fen, theirs_fen, state, seen_us"
_ADD = sql(
    "INSERT INTO bill_differences (book, key, kind, biller, customer_no, account_no, ours_fen,"
    " theirs_fen, state, entry_no, how, seen_us, ended_us) VALUES (:book, :key, :kind, :biller,"
    " :customer_no, :account_no, :ours_fen, :theirs_fen, 'open', :entry_no, '', :seen_us, 0)"
)
_FIND = sql(f"SELECT {_COLUMNS} FROM bill_differences WHERE book=:book AND key=:key AND kind=:kind")
_OPEN = sql(
    f"SELECT {_COLUMNS} FROM bill_differences WHERE book=:book AND state='open'"
    " ORDER BY seen_us, key, kind LIMIT CAST(:room AS INTEGER)"
)
_LESS = sql(
    "SELECT COALESCE(SUM(ours_fen - theirs_fen), 0) FROM bill_differences WHERE book=:book"
    " AND key=:key AND kind='amount' AND how<>'biller'"
)
_GIVEN = sql(
    "SELECT COALESCE(SUM(ours_fen - theirs_fen), 0) FROM bill_differences WHERE book=:book"
    " AND key=:key AND how='customer'"
)
_GONE = sql(
    "SELECT 1 FROM bill_differences WHERE book=:book AND key=:key AND kind='missing'"
    " AND how<>'biller'"
)
_END = sql(
    "UPDATE bill_differences SET state='ended', how=:how, ended_us=:at_us"
    " WHERE book=:book AND key=:key AND kind=:kind AND state='open'"
)


class Kind(StrEnum):
    AMOUNT = "amount"
    LATE = "late"
    TWICE = "twice"
    KEPT = "kept"
    MISSING = "missing"
    STRANGER = "stranger"


class How(StrEnum):
    """How people end a difference."""

    CUSTOMER = "customer"
    """What lies in suspense is the customer's."""
    BILLER = "biller"
    """The biller has put it right: what it is owed goes back to what it was."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`ours`: what the customer has paid for good; `theirs`: what the biller has credited."""

    key: str
    kind: Kind
    biller: str
    customer_no: str
    account_no: str
    ours: Money
    theirs: Money
    state: str
    seen: datetime


def book_difference(office: Office, kind: Kind, found: Order, ours: Money, theirs: Money) -> bool:
    """Owe the biller what it says it has credited, against suspense. False: known before."""
    return _book(
        office, kind, found.key, found.biller, found.customer_no, found.account_no, ours, theirs
    )


def book_stranger(office: Office, biller: str, key: str, theirs: Money) -> bool:
    """What no order of ours stands behind."""
    return _book(office, Kind.STRANGER, key, biller, "", "", Money(0), theirs)


def open_differences(reader: Reader, book: str, limit: int) -> list[Difference]:
    """For people, oldest first."""
    return [_difference(row) for row in reader.all(_OPEN, book=book, room=limit)]


def end_difference(office: Office, key: str, kind: Kind, how: How) -> Difference:
    """People have found out. Raises NotFound, NotAllowed("ended"), NotAllowed("how")."""
    row = office.tx.one(_FIND, book=office.book, key=key, kind=kind)
    if row is None:
        raise NotFound(f"difference {key} {kind}")
    found = _difference(row)
    over = found.ours.fen - found.theirs.fen
    if how is How.CUSTOMER and (over <= 0 or not found.account_no):
        raise NotAllowed("how", "该差额不是客户多付的款项，不能退给客户")
    if not office.tx.run(
        _END, book=office.book, key=key, kind=kind, how=how, at_us=to_us(office.now)
    ):
        raise NotAllowed("ended", "该差额已处理")
    to = found.account_no if how is How.CUSTOMER else BILLERS
    _post(office, f"{key}:{kind}:ended", to, over, about="差额处理")
    return found


def end_by_return(office: Office, key: str) -> Money:
    """The order is given back whole: what of it lay in suspense goes back to what the biller is
    owed. How much that was.
    """
    tx, book, kind = office.tx, office.book, Kind.AMOUNT
    row = tx.one(_FIND, book=book, key=key, kind=kind)
    if row is None or not tx.run(
        _END, book=book, key=key, kind=kind, how="returned", at_us=to_us(office.now)
    ):
        return Money(0)
    found = _difference(row)
    over = found.ours.fen - found.theirs.fen
    _post(office, f"{key}:{kind}:ended", BILLERS, over, about="差额处理")
    return Money(over)


def credited(reader: Reader, book: str, found: Order) -> Money:
    """What the biller is owed for an order that is done, after its differences."""
    row = reader.one(_LESS, book=book, key=found.key)
    return Money(found.amount.fen - (int(row[0]) if row else 0))


def given(reader: Reader, book: str, key: str) -> Money:
    """What the customer has had back of an order already."""
    row = reader.one(_GIVEN, book=book, key=key)
    return Money(int(row[0]) if row else 0)


def is_missing(reader: Reader, book: str, key: str) -> bool:
    """Whether the biller does not know of an order that we hold for paid."""
    return reader.one(_GONE, book=book, key=key) is not None


def _book(
    office: Office, kind: Kind, key: str, biller: str, customer_no: str, account_no: str,
    ours: Money, theirs: Money,
) -> bool:  # fmt: skip
    tx, book = office.tx, office.book
    if ours == theirs or tx.one(_FIND, book=book, key=key, kind=kind) is not None:
        return False
    entry_no = _post(office, f"{key}:{kind}", BILLERS, theirs.fen - ours.fen, about="缴费差额")
    tx.run(
        _ADD, book=book, key=key, kind=kind, biller=biller, customer_no=customer_no,
        account_no=account_no, ours_fen=ours.fen, theirs_fen=theirs.fen, entry_no=entry_no,
        seen_us=to_us(office.now),
    )  # fmt: skip
    return True


def _post(office: Office, key: str, account_no: str, fen: int, about: str) -> str:
    legs = (Leg(account_no, fen, other=about), Leg(SUSPENSE, -fen))
    posting = Posting(key=key, kind=KIND, legs=legs, at=office.now, memo=about)
    return post(office.tx, office.book, posting, office.rng).entry_no


def _difference(row: tuple[object, ...]) -> Difference:
    key, kind, biller, customer_no, account_no, ours, theirs, state, seen_us = row
    assert isinstance(ours, int)
    assert isinstance(theirs, int)
    assert isinstance(seen_us, int)
    return Difference(
        str(key), Kind(str(kind)), str(biller), str(customer_no), str(account_no), Money(ours),
        Money(theirs), str(state), from_us(seen_us),
    )  # fmt: skip
