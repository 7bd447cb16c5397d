"""Interest of current accounts: the sum of each day's whole yuan, at the rate of the settling day.

Settled at the end of the 20th of each quarter's last month, credited as the 21st begins; the first
day counts, the last does not, a year has 360 days. Source: 中国人民银行《关于人民币存贷款计结息
问题的通知》 (银发〔2005〕129号); the product of balances is its 积数计息法.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from weiyin.bank import house
from weiyin.bank.accounts import PAYING
from weiyin.bank.ledger import find_by_key, post
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.products import current_bp
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_day, shanghai_midnight, to_us
from weiyin.storage.sql import sql

INTEREST = "interest"
_SETTLING_DAY, _QUARTER = 20, 3
_YUAN, _BP, _YEAR = 100, 10_000, 360
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(PAYING))

_ACCOUNTS = sql(
    f"SELECT no FROM ledger_accounts WHERE book=:book AND kind IN ({_KINDS})"
    " AND currency='CNY' AND status<>'closed' AND bucket=0 AND no>:after"
    " ORDER BY no LIMIT CAST(:room AS INTEGER)"
)
_BEFORE = sql(
    "SELECT balance_fen FROM ledger_lines WHERE book=:book AND account_no=:no AND bucket=0"
    " AND at_us<:since_us ORDER BY seq DESC LIMIT 1"
)
_SINCE = sql(
    "SELECT at_us, balance_fen FROM ledger_lines WHERE book=:book AND account_no=:no AND bucket=0"
    " AND at_us>=:since_us AND at_us<:until_us ORDER BY seq"
)


def settling_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """The accounts that interest is settled for at the end of `day`."""
    if day.day != _SETTLING_DAY or day.month % _QUARTER:
        return ()
    return [no for (no,) in office.reader.all(_ACCOUNTS, book=office.book, after=after, room=room)]


def settle(office: Office, day: date, account_no: str) -> int:
    """Credit a quarter's interest as the next day begins; 1 if there was any.

    History that is loaded may bring its own, under the same key.
    """
    until, key = day + timedelta(days=1), key_of(account_no, day)
    if find_by_key(office.tx, office.book, key) is not None:
        return 0
    bp = current_bp(office.reader, office.book, day)
    fen = interest_fen(_balances(office, account_no, _first(day), until), until, bp)
    if not fen:
        return 0
    posting = Posting(
        key=key, kind=INTEREST, at=shanghai_midnight(until),
        memo="活期结息", legs=(Leg(house.INTEREST, -fen), Leg(account_no, fen, other=office.bank)),
    )  # fmt: skip
    post(office.tx, office.book, posting, office.rng, quiet=office.quiet)
    return 1


def key_of(account_no: str, day: date) -> str:
    """Of the interest that is settled at the end of `day`."""
    return f"interest:{account_no}:{day}"


def interest_fen(balances: Iterable[tuple[date, int]], until: date, annual_bp: int) -> int:
    """`balances`: (first day, fen) in order, up to before `until`; half a fen is rounded up."""
    ends = [*balances, (until, 0)]
    product = sum(
        max(fen, 0) // _YUAN * (following - first).days
        for (first, fen), (following, _) in pairwise(ends)
    )
    share = product * annual_bp * _YUAN
    return (2 * share + _BP * _YEAR) // (2 * _BP * _YEAR)


def _first(day: date) -> date:
    """The day after the settlement before this one."""
    year, month = (day.year, day.month - _QUARTER) if day.month > _QUARTER else (day.year - 1, 12)
    return date(year, month, _SETTLING_DAY + 1)


def _balances(office: Office, no: str, first: date, until: date) -> list[tuple[date, int]]:
    """What stood on the account at the end of each day on which that changed."""
    asked = {"book": office.book, "no": no, "since_us": to_us(shanghai_midnight(first))}
    before = office.reader.one(_BEFORE, **asked)
    found = {first: int(before[0]) if before else 0}
    until_us = to_us(shanghai_midnight(until))
    for at_us, fen in office.reader.all(_SINCE, until_us=until_us, **asked):
        found[shanghai_day(from_us(at_us))] = int(fen)
    return sorted(found.items())
