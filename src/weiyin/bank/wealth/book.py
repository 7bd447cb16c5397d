"""Postings of units and cash between customers and a product: always both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.bank import house
from weiyin.bank.accounts import NewAccount, open_account
from weiyin.bank.ledger import post_linked
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.wealth.shelf import Product
from weiyin.base.ids import digits
from weiyin.base.mask import mask_card, tail
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

UNITS = "units"
"""The kind of a ledger account that holds a customer's units of one product."""

_HOLDING = sql(
    "SELECT units_no, account_no, income_fen FROM wealth_holdings"
    " WHERE book=:book AND customer_no=:customer_no AND code=:code"
)
_ADD = sql(
    "INSERT INTO wealth_holdings (book, customer_no, code, units_no, account_no, income_fen,"
    " income_day) VALUES (:book, :customer_no, :code, :units_no, :account_no, 0, :today)"
)
_EARN = sql(
    "UPDATE wealth_holdings SET income_fen=income_fen+:fen"
    " WHERE book=:book AND customer_no=:customer_no AND code=:code"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Where a customer's units of one product are, and which account is paid for them."""

    units_no: str
    account_no: str
    income: Money


def holder_of(reader: Reader, book: str, customer_no: str, code: str) -> Holder | None:
    row = reader.one(_HOLDING, book=book, customer_no=customer_no, code=code)
    return None if row is None else Holder(row[0], row[1], Money(int(row[2])))


def open_holder(office: Office, customer_no: str, product: Product, account_no: str) -> Holder:
    """The customer's account of units, opened with the first purchase."""
    found = holder_of(office.reader, office.book, customer_no, product.code)
    if found is not None:
        return found
    units_no = f"84{digits(12, office.rng)}"
    new = NewAccount(units_no, UNITS, customer_no, currency=product.unit)
    open_account(office.tx, office.book, new, office.now)
    office.tx.run(
        _ADD, book=office.book, customer_no=customer_no, code=product.code, units_no=units_no,
        account_no=account_no, today=office.today.isoformat(),
    )  # fmt: skip
    return Holder(units_no, account_no, Money.zero())


def earn(office: Office, customer_no: str, code: str, income: Money) -> None:
    """Count what was realised on the holding; a loss is negative."""
    office.tx.run(
        _EARN, book=office.book, customer_no=customer_no, code=code, fen=income.fen
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One order's key on the ledger, the words its customer reads, and the moment."""

    key: str
    kind: str
    memo: str
    at: datetime


def move_cash(
    office: Office, entry: Entry, payer: str, payees: tuple[tuple[str, Money], ...], other: str
) -> None:
    """Cash from one account to others; nothing for amounts of zero. Raises as any posting."""
    paid = [(no, money) for no, money in payees if money]
    total = sum((money for _, money in paid), Money.zero())
    if not total:
        return
    legs = (
        Leg(payer, -total.fen, other=other),
        *(Leg(no, money.fen, other=other) for no, money in paid),
    )
    _post(office, Posting(key=entry.key, kind=entry.kind, legs=legs, at=entry.at, memo=entry.memo))


def move_units(office: Office, entry: Entry, product: Product, payer: str, payee: str,
               units: int) -> None:  # fmt: skip
    """Units from one account to another. Customers are told of the cash, not of these."""
    if not units:
        return
    legs = (Leg(payer, -units, other=product.name), Leg(payee, units, other=product.name))
    posting = Posting(
        key=f"{entry.key}:units", kind=entry.kind, legs=legs, at=entry.at, currency=product.unit,
        memo=entry.memo,
    )  # fmt: skip
    _post(office, posting, quiet=True)


def fees_of(fee: Money) -> tuple[tuple[str, Money], ...]:
    return ((house.FEES, fee),)


def seen(account_no: str) -> str:
    """A customer's account as the other side sees it."""
    return mask_card(tail(account_no))


def _post(office: Office, posting: Posting, *, quiet: bool = False) -> None:
    post_linked(office.tx, office.book, (posting,), office.rng, quiet=quiet or office.quiet)
