"""Savings bonds redeemed before they mature: what they still bring, what is withheld, the fee.

Held for less than half a year a bond brings nothing. A bond that pays every year (电子式) bears its
rate, less so many days of it: 180 before 24 months, 90 before 36, 60 before 60; its days are those
of the interest year, 365 or 366. One that pays at the end (凭证式) bears the lower rate of the step
it has reached, by days of a year of 365. The fee is a thousandth. In the days before interest is
paid nothing is redeemed.

Source: the announcements of 财政部 and 中国人民银行 for each issue, which agree in this; the dated
settings `bond.*` hold what they may change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from weiyin.bank import tariffs
from weiyin.bank.account.term_deposits import months_after
from weiyin.bank.service import Office
from weiyin.bank.wealth import calendar
from weiyin.bank.wealth.bonds import (
    STEP,
    Bond,
    BondKind,
    Issue,
    access_issue,
    bonds_of,
    move,
    take_from,
)
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money

_BP = 10_000
_YEAR, _HALF_YEAR = 365, 6
_WITHHELD = ((24, 180), (36, 90), (60, 60))
"""Months held, and the days of interest withheld before they are over."""
_STEPS = (6, 12, 24, 36, 48)
"""Months from which on a bond that pays at the end bears the rate of the step."""


@dataclass(frozen=True, slots=True)
class Redemption:
    """`interest` may be negative: more is withheld than has accrued since the last payment."""

    bond: Bond
    issue: Issue
    amount: Money
    interest: Money
    fee: Money

    @property
    def paid(self) -> Money:
        return self.amount + self.interest - self.fee


def quote_redemption(
    office: Office, customer_no: str, bond_no: str, amount: Money | None
) -> Redemption:
    """What redeeming it (or a part) today brings. None: all of it."""
    mine = bonds_of(office.reader, office.book, customer_no)
    bond = next((one for one in mine if one.bond_no == bond_no), None)
    if bond is None:
        raise NotFound(f"bond {bond_no}", heard="没有找到这笔国债")
    found = access_issue(office.reader, office.book, bond.code)
    wanted = bond.amount if amount is None else amount
    if not Money.zero() < wanted <= bond.amount or wanted.fen % STEP.fen:
        raise BadInput("amount", f"可兑取{bond.amount}元，兑取金额须为{STEP}元的整数倍")
    _check_open(office, found, bond)
    fee_bp = tariffs.at(office.reader, office.book, "bond.early_fee_bp", office.today)
    earned = _interest(office, found, bond, wanted)
    return Redemption(bond, found, wanted, earned, wanted.share(fee_bp, _BP))


def redeem(office: Office, customer_no: str, bond_no: str, amount: Money | None) -> Redemption:
    """Par value back to the treasury; principal and interest, less the fee, to the customer."""
    quote = quote_redemption(office, customer_no, bond_no, amount)
    bond, found = quote.bond, quote.issue
    key = f"{bond_no}:early:{bond.amount.fen}"
    paid = quote.amount + quote.interest
    move(
        office, found, bond, key, "wealth_paid", paid, quote.amount, office.now,
        quote.fee,
    )  # fmt: skip
    take_from(office, bond, quote.amount)
    return replace(quote, bond=replace(bond, amount=bond.amount - quote.amount))


def _check_open(office: Office, found: Issue, bond: Bond) -> None:
    """Raises NotAllowed before the value day, and in the days before interest is paid."""
    if office.today < found.starts:
        raise NotAllowed("window", f"{found.name}于{found.starts}起息，起息后可提前兑取")
    days = tariffs.at(office.reader, office.book, "bond.quiet_days", office.today)
    first = bond.next
    for _ in range(days):
        first = _trading_day_before(first)
    if first <= office.today:
        raise NotAllowed("window", f"付息日前{days}个工作日内暂停提前兑取，请于{bond.next}起办理")


def _trading_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while not calendar.is_trading_day(day):
        day -= timedelta(days=1)
    return day


def _interest(office: Office, found: Issue, bond: Bond, amount: Money) -> Money:
    """Since the last payment, less what is withheld."""
    today = office.today
    if found.kind is BondKind.WHOLE:
        since = max(found.starts, bond.day)
        held = [months for months in _STEPS if today >= months_after(since, months)]
        if not held:
            return Money.zero()
        bp = tariffs.at(office.reader, office.book, f"bond.early_{held[-1]}m_bp", today)
        return amount.share(bp * (today - since).days, _BP * _YEAR)
    if today < months_after(found.starts, _HALF_YEAR):
        return Money.zero()
    over = (days for m, days in _WITHHELD if today < months_after(found.starts, m))
    withheld = next(over, 0)
    paid_until = months_after(bond.next, -12)
    bearing = (today - paid_until).days - withheld
    return amount.share(found.annual_bp * bearing, _BP * (bond.next - paid_until).days)
