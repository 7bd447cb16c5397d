"""The day a term deposit matures: paid out, or renewed with its interest at that day's rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from weiyin.bank import house, tariffs
from weiyin.bank.account.term_deposits import TermDeposit, months_after
from weiyin.bank.events import CustomerEvent
from weiyin.bank.ledger import post_linked
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.wealth.deposits import access_deposit, pay_out, rate_like
from weiyin.base.clock import shanghai_midnight
from weiyin.base.money import Money
from weiyin.storage.outbox import Lane
from weiyin.storage.sql import sql

_DUE = sql(
    "SELECT deposit_no FROM term_deposits WHERE book=:book AND state='open' AND term_months>0"
    " AND maturity_day<=:day AND deposit_no>:after"
    " ORDER BY deposit_no LIMIT CAST(:room AS INTEGER)"
)
_COMING = sql(
    "SELECT deposit_no FROM term_deposits WHERE book=:book AND state='open' AND term_months>0"
    " AND maturity_day=:day AND deposit_no>:after"
    " ORDER BY deposit_no LIMIT CAST(:room AS INTEGER)"
)
_OWNER = sql("SELECT customer_no FROM term_deposits WHERE book=:book AND deposit_no=:deposit_no")
_RENEW = sql(
    "UPDATE term_deposits SET amount_fen=:amount_fen, annual_bp=:annual_bp, value_day=:value_day,"
    " maturity_day=:maturity_day WHERE book=:book AND deposit_no=:deposit_no"
    " AND maturity_day=:was_day"
)


def due_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Numbers of the deposits that mature by the morning after `day`."""
    return _numbers(office, _DUE, day + timedelta(days=1), after, room)


def end(office: Office, day: date, deposit_no: str) -> int:
    """Paid to the account that paid in, or put away anew as the customer had chosen."""
    customer_no, deposit = _deposit(office, deposit_no)
    if deposit.renews:
        _renew(office, customer_no, deposit)
    else:
        key = f"{deposit_no}:{deposit.maturity}"
        at = shanghai_midnight(day + timedelta(days=1))
        pay_out(office, deposit, deposit.amount, deposit.interest, key, at)
    return 1


def coming_on(office: Office, day: date, after: str, room: int) -> Sequence[str]:
    """Deposits whose owners are reminded on the morning after `day`."""
    ahead = tariffs.at(office.reader, office.book, "wealth.remind_days", day)
    return _numbers(office, _COMING, day + timedelta(days=1 + ahead), after, room)


def remind(office: Office, _day: date, deposit_no: str) -> int:
    customer_no, deposit = _deposit(office, deposit_no)
    after = "自动转存" if deposit.renews else "本息转入活期"
    _tell(office, customer_no, deposit, "deposit_maturing", "存款即将到期", after)
    return 1


def _renew(office: Office, customer_no: str, deposit: TermDeposit) -> None:
    """Interest is added to the principal; rate and term begin anew on the day it matured."""
    key, earned = f"{deposit.deposit_no}:{deposit.maturity}", deposit.interest
    annual_bp = rate_like(office, deposit)
    if earned:
        legs = (
            Leg(house.INTEREST, -earned.fen, other=deposit.name),
            Leg(deposit.deposit_no, earned.fen, other="转存利息"),
        )
        at = shanghai_midnight(deposit.maturity)
        posting = Posting(key=key, kind="term_renewal", legs=legs, at=at, memo="到期转存")
        post_linked(office.tx, office.book, (posting,), office.rng, quiet=True)
    saved = office.tx.run(
        _RENEW, book=office.book, deposit_no=deposit.deposit_no,
        was_day=deposit.maturity.isoformat(), amount_fen=(deposit.amount + earned).fen,
        annual_bp=annual_bp, value_day=deposit.maturity.isoformat(),
        maturity_day=months_after(deposit.maturity, deposit.term_months).isoformat(),
    )  # fmt: skip
    assert saved == 1, f"deposit {deposit.deposit_no} was renewed twice"
    rate = f"年利率{annual_bp // 100}.{annual_bp % 100:02d}%"
    _tell(office, customer_no, deposit, "deposit_renewed", "存款已转存", rate, earned)


def _tell(
    office: Office, customer_no: str, deposit: TermDeposit, kind: str, title: str, after: str,
    earned: Money | None = None,
) -> None:  # fmt: skip
    facts = (
        ("存款", deposit.name),
        ("本金", f"{deposit.amount}元"),
        *((("利息", f"{earned}元"),) if earned else ()),
        ("到期日", deposit.maturity.isoformat()),
        ("到期处理", after),
    )
    office.tell(
        CustomerEvent(
            office.book, customer_no, kind, title, facts, office.now,
            f"{kind}:{deposit.deposit_no}:{deposit.maturity}", Lane.REMINDER,
            path="/p/f/term_deposit_query",
        )
    )  # fmt: skip


def _deposit(office: Office, deposit_no: str) -> tuple[str, TermDeposit]:
    row = office.reader.one(_OWNER, book=office.book, deposit_no=deposit_no)
    assert row is not None, f"deposit {deposit_no} is gone"
    return row[0], access_deposit(office, row[0], deposit_no)


def _numbers(office: Office, statement: Any, day: date, after: str, room: int) -> list[str]:
    rows = office.reader.all(
        statement, book=office.book, day=day.isoformat(), after=after, room=room
    )
    return [no for (no,) in rows]
