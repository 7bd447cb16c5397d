"""Savings bonds of the treasury: issued on days known ahead, sold while the quota lasts, held.

Sold at par in whole hundreds of yuan; a bond bears simple interest from its value day, paid every
year (电子式) or with the principal (凭证式). Source: what the Ministry of Finance announces of each
issue; the cap a person and the quota are the issue's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank import house
from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.accounts import HOUSE, NewAccount, open_account
from weiyin.bank.ledger import post_linked
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_owner
from weiyin.bank.wealth import interest
from weiyin.bank.wealth.book import UNITS
from weiyin.base.clock import shanghai_midnight
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import digits, row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

STEP = Money(100_00)
_BUCKETS = 4

_COLUMNS = (
    "code, name, kind, term_months, annual_bp, opens, closes, starts, quota_fen, sold_fen, most_fen"
)
_ALL = sql(f"SELECT {_COLUMNS} FROM bond_issues WHERE book=:book ORDER BY opens, code")
_ONE = sql(f"SELECT {_COLUMNS} FROM bond_issues WHERE book=:book AND code=:code")
_ISSUE = sql(
    f"INSERT INTO bond_issues (book, {_COLUMNS}) VALUES (:book, :code, :name, :kind, :term_months,"
    " :annual_bp, :opens, :closes, :starts, :quota_fen, 0, :most_fen)"
)
_SELL = sql(
    "UPDATE bond_issues SET sold_fen=sold_fen+:fen"
    " WHERE book=:book AND code=:code AND sold_fen+:fen<=quota_fen"
)
_BONDS = "bond_no, customer_no, account_no, units_no, code, amount_fen, day, next_day, state"
_ADD = sql(
    f"INSERT INTO bonds (book, {_BONDS}) VALUES (:book, :bond_no, :customer_no, :account_no,"
    " :units_no, :code, :amount_fen, :day, :next_day, 'held')"
)
_OF = sql(
    f"SELECT {_BONDS} FROM bonds WHERE customer_no=:customer_no AND book=:book AND state='held'"
    " ORDER BY bond_no"
)
_FIND = sql(f"SELECT {_BONDS} FROM bonds WHERE book=:book AND bond_no=:bond_no")
_DUE = sql(
    "SELECT bond_no FROM bonds WHERE state='held' AND next_day<=:day AND book=:book"
    " AND bond_no>:after ORDER BY bond_no LIMIT CAST(:room AS INTEGER)"
)
_TAKE = sql(
    "UPDATE bonds SET amount_fen=:amount_fen, state=:state"
    " WHERE book=:book AND bond_no=:bond_no AND amount_fen=:was_fen AND state='held'"
)
_TURN = sql(
    "UPDATE bonds SET next_day=:next_day, state=:state"
    " WHERE book=:book AND bond_no=:bond_no AND next_day=:was_day AND state='held'"
)


class BondKind(StrEnum):
    YEARLY = "yearly"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Issue:
    """`most`: what one customer may buy of it altogether."""

    code: str
    name: str
    kind: BondKind
    term_months: int
    annual_bp: int
    opens: date
    closes: date
    starts: date
    quota: Money
    sold: Money
    most: Money

    @property
    def left(self) -> Money:
        return self.quota - self.sold

    @property
    def matures(self) -> date:
        return months_after(self.starts, self.term_months)

    @property
    def money_no(self) -> str:
        """The ledger account of what the treasury has of our customers."""
        return f"TB.{self.code}"

    @property
    def issued_no(self) -> str:
        return f"TU.{self.code}"

    @property
    def unit(self) -> str:
        """The currency of its par value."""
        return f"T.{self.code}"


@dataclass(frozen=True, slots=True)
class Bond:
    bond_no: str
    customer_no: str
    account_no: str
    units_no: str
    code: str
    amount: Money
    day: date
    next: date
    """When interest, or all of it, is paid."""
    state: str


def issue(tx: Tx, office: Office, new: Issue) -> None:
    """Announce an issue, with its own two ledger accounts."""
    tx.run(
        _ISSUE, book=office.book, code=new.code, name=new.name, kind=new.kind,
        term_months=new.term_months, annual_bp=new.annual_bp, opens=new.opens.isoformat(),
        closes=new.closes.isoformat(), starts=new.starts.isoformat(), quota_fen=new.quota.fen,
        most_fen=new.most.fen,
    )  # fmt: skip
    for no, currency in ((new.money_no, "CNY"), (new.issued_no, new.unit)):
        account = NewAccount(no, HOUSE, currency=currency, floor_fen=None, buckets=_BUCKETS)
        open_account(tx, office.book, account, office.now)


def issues(reader: Reader, book: str) -> tuple[Issue, ...]:
    """All ever announced, by their first day of sale."""
    return tuple(map(_issue, reader.all(_ALL, book=book)))


def access_issue(reader: Reader, book: str, code: str) -> Issue:
    """Raises NotFound."""
    row = reader.one(_ONE, book=book, code=code)
    if row is None:
        raise NotFound(f"issue {code}", heard="没有找到这期国债")
    return _issue(row)


def check_buy(
    office: Office, customer_no: str, account_no: str, found: Issue, amount: Money
) -> None:
    """Raises NotAllowed (window, quota, most), BadInput, NotFound."""
    check_amount(amount)
    check_owner(office.reader, office.book, customer_no, account_no)
    if not found.opens <= office.today <= found.closes:
        raise NotAllowed("window", f"{found.name}发售期为{found.opens}至{found.closes}")
    if amount.fen % STEP.fen:
        raise BadInput("amount", f"购买金额须为{STEP}元的整数倍")
    if amount > found.left:
        raise NotAllowed("quota", f"本期额度剩余{found.left}元，请调整金额或等待下一期")
    mine = bonds_of(office.reader, office.book, customer_no)
    held = sum((one.amount for one in mine if one.code == found.code), Money.zero())
    if held + amount > found.most:
        raise NotAllowed("most", f"每人本期最多购买{found.most}元，您已持有{held}元")


def buy(office: Office, customer_no: str, account_no: str, code: str, amount: Money) -> Bond:
    """The quota is taken in the unit of work that takes the money: whoever is first."""
    found = access_issue(office.reader, office.book, code)
    check_buy(office, customer_no, account_no, found, amount)
    if not office.tx.run(_SELL, book=office.book, code=code, fen=amount.fen):
        raise NotAllowed("quota", "本期额度刚刚售完，请等待下一期")
    units_no = f"85{digits(12, office.rng)}"
    account = NewAccount(units_no, UNITS, customer_no, currency=found.unit)
    open_account(office.tx, office.book, account, office.now)
    bond = Bond(
        row_id(office.now, office.rng), customer_no, account_no, units_no, code, amount,
        office.today, _first(found), "held",
    )  # fmt: skip
    paid = Money.zero() - amount
    move(office, found, bond, f"{bond.bond_no}:buy", "wealth_buy", paid, paid, office.now)
    office.tx.run(
        _ADD, book=office.book, bond_no=bond.bond_no, customer_no=customer_no,
        account_no=account_no, units_no=units_no, code=code, amount_fen=amount.fen,
        day=bond.day.isoformat(), next_day=bond.next.isoformat(),
    )  # fmt: skip
    return bond


def bonds_of(reader: Reader, book: str, customer_no: str) -> tuple[Bond, ...]:
    """What is held, the oldest first."""
    return tuple(map(_bond, reader.all(_OF, book=book, customer_no=customer_no)))


def due_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Bonds that pay something by the morning after `day`."""
    morning = (day + timedelta(days=1)).isoformat()
    rows = office.reader.all(_DUE, book=office.book, day=morning, after=after, room=room)
    return [no for (no,) in rows]


def pay(office: Office, _day: date, bond_no: str) -> int:
    """A year's interest; at maturity the last of it, with the principal."""
    row = office.reader.one(_FIND, book=office.book, bond_no=bond_no)
    assert row is not None, f"bond {bond_no} is gone"
    bond = _bond(row)
    found = access_issue(office.reader, office.book, bond.code)
    ends = bond.next >= found.matures
    months = 12 if found.kind is BondKind.YEARLY else found.term_months
    earned = interest.for_months(bond.amount, found.annual_bp, months)
    paid = bond.amount + earned if ends else earned
    units = bond.amount if ends else Money.zero()
    at = shanghai_midnight(bond.next)
    move(office, found, bond, f"{bond_no}:{bond.next}", "wealth_paid", paid, units, at)
    following = months_after(bond.next, 0 if ends else 12)
    turned = replace(bond, next=following, state="paid" if ends else "held")
    saved = office.tx.run(
        _TURN, book=office.book, bond_no=bond_no, was_day=bond.next.isoformat(),
        next_day=turned.next.isoformat(), state=turned.state,
    )  # fmt: skip
    assert saved == 1, f"bond {bond_no} was paid twice"
    return 1


def take_from(office: Office, bond: Bond, amount: Money) -> None:
    """So much of it is redeemed before its time."""
    left = bond.amount - amount
    saved = office.tx.run(
        _TAKE, book=office.book, bond_no=bond.bond_no, was_fen=bond.amount.fen,
        amount_fen=left.fen, state="held" if left else "paid",
    )  # fmt: skip
    assert saved == 1, f"bond {bond.bond_no} was redeemed twice"


def move(
    office: Office, found: Issue, bond: Bond, key: str, kind: str, paid: Money, units: Money,
    at: datetime, fee: Money | None = None,
) -> None:  # fmt: skip
    """`paid` to the customer (negative: from them) less the bank's `fee`, and `units` back to the
    treasury.
    """
    charged = fee or Money.zero()
    cash = (
        Leg(bond.account_no, (paid - charged).fen, other=found.name),
        Leg(found.money_no, -paid.fen, other=found.name),
        *((Leg(house.FEES, charged.fen, other=found.name),) if charged else ()),
    )
    memo = f"购买{found.name}" if paid.fen < 0 else f"{found.name}兑付"
    post_linked(
        office.tx, office.book, (Posting(key=key, kind=kind, legs=cash, at=at, memo=memo),),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    if not units:
        return
    par = (
        Leg(bond.units_no, -units.fen, other=found.name),
        Leg(found.issued_no, units.fen, other=found.name),
    )
    posting = Posting(
        key=f"{key}:units", kind=kind, legs=par, at=at, currency=found.unit, memo=memo
    )
    post_linked(office.tx, office.book, (posting,), office.rng, quiet=True)


def _first(found: Issue) -> date:
    yearly = found.kind is BondKind.YEARLY
    return months_after(found.starts, 12) if yearly else found.matures


def _issue(row: tuple[Any, ...]) -> Issue:
    code, name, kind, months, bp, opens, closes, starts, quota, sold, most = row
    return Issue(
        code, name, BondKind(kind), months, bp, date.fromisoformat(opens),
        date.fromisoformat(closes), date.fromisoformat(starts), Money(int(quota)),
        Money(int(sold)), Money(int(most)),
    )  # fmt: skip


def _bond(row: tuple[Any, ...]) -> Bond:
    no, customer_no, account_no, units_no, code, fen, day, following, state = row
    return Bond(
        no, customer_no, account_no, units_no, code, Money(int(fen)), date.fromisoformat(day),
        date.fromisoformat(following), state,
    )  # fmt: skip
