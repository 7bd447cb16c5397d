"""The yearly fee: free in the first year, and for whoever used the card often enough in the last.

It is judged with the bill of the month in which the account was opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank import house, tariffs
from weiyin.bank.credit.charges import Charge, put_charge
from weiyin.bank.credit.items import Sheet
from weiyin.bank.credit.terms import CreditAccount
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_day, shanghai_midnight, to_us
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_SWIPES = sql(
    "SELECT COUNT(*) FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book"
    " AND e.entry_no=l.entry_no WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0"
    " AND l.at_us>=:since_us AND l.at_us<:until_us AND e.kind='purchase'"
)


@dataclass(frozen=True, slots=True)
class AnnualFee:
    """`fee` falls due with the bill of the month of `next_due`, unless `swipes` reach `needed`."""

    fee: Money
    swipes: int
    """Since the last anniversary."""
    needed: int
    next_due: date

    @property
    def is_waived(self) -> bool:
        return self.swipes >= self.needed


def annual_fee(office: Office, account: CreditAccount, day: date) -> AnnualFee:
    """As it stands on `day`."""
    opened = shanghai_day(from_us(account.opened_us))
    anniversary = _in_year(opened, day.year)
    last = anniversary if anniversary <= day else _in_year(opened, day.year - 1)
    return AnnualFee(
        Money(tariffs.at(office.reader, office.book, "credit.annual_fee_fen", day)),
        _swipes(office, account, last, None),
        tariffs.at(office.reader, office.book, "credit.annual_fee_swipes", day),
        _in_year(opened, last.year + 1),
    )


def charge_annual_fee(
    office: Office, account: CreditAccount, sheet: Sheet, month: str, day: date
) -> None:
    """With the bill of the anniversary's month, for the year that ended with it."""
    opened = shanghai_day(from_us(account.opened_us))
    if day.month != opened.month or day.year == opened.year:
        return
    ends = _in_year(opened, day.year)
    swipes = _swipes(office, account, _in_year(opened, day.year - 1), ends)
    needed = tariffs.at(office.reader, office.book, "credit.annual_fee_swipes", day)
    fee = tariffs.at(office.reader, office.book, "credit.annual_fee_fen", day)
    if swipes < needed and fee:
        key = f"annual:{account.no}:{month}"
        charge = Charge(key, "annual_fee", fee, house.FEES, "年费", month)
        put_charge(office, account, sheet, charge, day)


def _swipes(office: Office, account: CreditAccount, since: date, until: date | None) -> int:
    row = office.reader.one(
        _SWIPES, book=office.book, account_no=account.no, since_us=to_us(shanghai_midnight(since)),
        until_us=1 << 62 if until is None else to_us(shanghai_midnight(until)),
    )  # fmt: skip
    assert row is not None, "a count always answers"
    return int(row[0])


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February is the 28th where there is none."""
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
