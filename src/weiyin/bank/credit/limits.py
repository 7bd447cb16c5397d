"""Limits: what there is, and a temporary one asked for and decided at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from weiyin.bank import tariffs
from weiyin.bank.credit.repay import owed
from weiyin.bank.credit.spending import cash_room_fen
from weiyin.bank.credit.terms import CreditAccount, set_limit
from weiyin.bank.service import Office
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Limits:
    """`temporary` is zero and `until` None without one in force."""

    fixed: Money
    temporary: Money
    until: date | None
    used: Money
    available: Money
    cash: Money
    """What may be taken as cash now."""


def limits_of(office: Office, account: CreditAccount) -> Limits:
    day = office.today
    in_force = account.line_fen(day) > account.limit_fen
    return Limits(
        fixed=Money(account.limit_fen),
        temporary=Money(account.temp_fen if in_force else 0),
        until=date.fromisoformat(account.temp_until) if in_force else None,
        used=Money(max(account.plans_fen + account.held_fen - account.balance_fen, 0)),
        available=Money(account.available_fen(day)),
        cash=Money(cash_room_fen(office, account, office.now)),
    )


def most_temporary(office: Office, account: CreditAccount) -> Money:
    """Up to where a temporary limit is granted at once."""
    share = tariffs.at(office.reader, office.book, "credit.temp_limit_bp", office.today)
    return Money(account.limit_fen).share(share, 10_000)


def judge_temporary(office: Office, account: CreditAccount, amount: Money) -> date:
    """The last day of the limit that would be granted. Raises NotAllowed (`overdue`, `limit`)."""
    check_not_overdue(office, account)
    most = most_temporary(office, account)
    if amount.fen <= account.limit_fen:
        fixed = Money(account.limit_fen)
        raise NotAllowed("limit", f"申请额度应高于您的固定额度 {fixed} 元")
    if amount > most:
        raise NotAllowed("limit", f"目前最高可调至 {most} 元，如需更高请申请固定额度调整")
    days = tariffs.at(office.reader, office.book, "credit.temp_limit_days", office.today)
    return office.today + timedelta(days=days)


def grant_temporary(office: Office, account: CreditAccount, amount: Money) -> date:
    """In force at once. Raises as `judge_temporary`."""
    until = judge_temporary(office, account, amount)
    set_limit(
        office.tx, office.book, account, office.today,
        temp_fen=amount.fen, temp_until=until.isoformat(),
    )  # fmt: skip
    return until


def check_not_overdue(office: Office, account: CreditAccount) -> None:
    """Raises NotAllowed("overdue") while the minimum of a bill past its due day is missing."""
    now = owed(office.reader, office.book, account.no)
    if now.minimum_fen and now.due_day < office.today.isoformat():
        raise NotAllowed("overdue", "账户有逾期未还款，请先还款后再办理")
