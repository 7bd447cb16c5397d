"""Cash without a card: a sum is held, a code of eight digits opens it at a machine, once, in time.

    open ──> paid | cancelled | expired | locked (three wrong codes)

The code is made here, told once in the answer to the order, and kept as its blind. A wrong code is
an answer of `redeem`, not an error: its count must outlive the asking.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.bank import customers, holds
from weiyin.bank.core import HoldOrder
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.house import CASH
from weiyin.bank.payments.rules import setting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, give_back, hold_for
from weiyin.base.clock import from_us, shanghai_midnight, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import digits
from weiyin.base.money import Money
from weiyin.storage.sql import sql

CODE_DIGITS = 8
NOTE_FEN = 100_00
"""Machines pay out in hundred-yuan notes."""
_MOST_TRIES = 3
_AT_ONCE = 100

_COLUMNS = (
    "reference, customer_no, account_no, phone_blind, code_blind, amount_fen, currency, tries,"
    " state, machine, made_us, expires_us, ended_us"
)
_ADD = sql(
    f"INSERT INTO cardless_withdrawals (book, {_COLUMNS}) VALUES (:book, :reference, :customer_no,"
    " :account_no, :phone_blind, :code_blind, :amount_fen, :currency, 0, 'open', '', :made_us,"
    " :expires_us, 0)"
)
_OPEN = sql(
    f"SELECT {_COLUMNS} FROM cardless_withdrawals WHERE phone_blind=:phone_blind AND state='open'"
    " AND book=:book"
)
_MINE = sql(
    f"SELECT {_COLUMNS} FROM cardless_withdrawals WHERE customer_no=:customer_no AND book=:book"
    " ORDER BY made_us DESC LIMIT 20"
)
_TODAY = sql(
    "SELECT SUM(amount_fen) FROM cardless_withdrawals WHERE customer_no=:customer_no"
    " AND book=:book AND made_us>=:since_us AND state IN ('open', 'paid')"
)
_DUE = sql(
    f"SELECT {_COLUMNS} FROM cardless_withdrawals WHERE state='open' AND expires_us<=:now_us"
    " AND book=:book ORDER BY expires_us LIMIT CAST(:room AS INTEGER)"
)
_END = sql(
    "UPDATE cardless_withdrawals SET state=:state, machine=:machine, ended_us=:at_us"
    " WHERE book=:book AND reference=:reference AND state='open'"
)
_TRY = sql(
    "UPDATE cardless_withdrawals SET tries=tries+1"
    " WHERE book=:book AND reference=:reference AND state='open'"
)


class Fate(StrEnum):
    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    reference: str
    customer_no: str
    account_no: str
    code_blind: str
    amount: Money
    tries: int
    fate: Fate
    machine: str
    made: datetime
    expires: datetime


def reserve(
    office: Office, key: str, customer_no: str, from_account: str, amount: Money
) -> tuple[str, Withdrawal]:
    """The code, and what it opens. Raises NotAllowed("cardless"), and as a hold does."""
    check_amount(amount)
    if amount.fen % NOTE_FEN:
        raise BadInput("amount", "取款金额须为100元的整数倍")
    _judge(office, customer_no, amount)
    order = HoldOrder(key, customer_no, from_account, CASH, amount, "无卡取款")
    held, _ = hold_for(office.tx, office.book, order, office.now, office.rng, other="无卡取款")
    code = digits(CODE_DIGITS, office.rng)
    minutes = setting(office.reader, office.book, "cardless_minutes", office.today)
    phone = customers.reserved_phone(office.reader, office.sealer, office.book, customer_no)
    office.tx.run(
        _ADD, book=office.book, reference=held.entry_no, customer_no=customer_no,
        account_no=from_account, phone_blind=office.blinds.phone(phone),
        code_blind=_blind(office, held.entry_no, code), amount_fen=amount.fen,
        currency=amount.currency, made_us=to_us(office.now),
        expires_us=to_us(office.now + timedelta(minutes=minutes)),
    )  # fmt: skip
    return code, mine(office, customer_no)[0]


def mine(office: Office, customer_no: str) -> list[Withdrawal]:
    """Newest first."""
    rows = office.reader.all(_MINE, book=office.book, customer_no=customer_no)
    return [_withdrawal(row) for row in rows]


def cancel(office: Office, customer_no: str, reference: str) -> Withdrawal:
    """Raises NotFound for another's, NotAllowed("cardless") when it is over."""
    found = next((one for one in mine(office, customer_no) if one.reference == reference), None)
    if found is None:
        raise NotFound(f"withdrawal {reference}", heard="没有找到这笔取款预约")
    if not _let_go(office, found, Fate.CANCELLED):
        raise NotAllowed("cardless", "该预约已取款、取消或过期")
    return found


def redeem(
    office: Office, key: str, phone: str, code: str, amount: Money, machine: str
) -> Fate | None:
    """A machine asks: PAID means give the notes out. None: no such reservation, or a wrong code.

    The third wrong code locks the reservation and the money is free again.
    """
    rows = office.tx.all(_OPEN, book=office.book, phone_blind=office.blinds.phone(phone))
    for found in map(_withdrawal, rows):
        if found.expires <= office.now:
            continue
        told = _blind(office, found.reference, code)
        if found.amount == amount and hmac.compare_digest(told, found.code_blind):
            return _pay(office, key, found, machine)
        _miss(office, found)
    return None


def expire(office: Office) -> int:
    """Let go of what was not fetched in time; how many."""
    due = office.tx.all(_DUE, book=office.book, now_us=to_us(office.now), room=_AT_ONCE)
    return sum(_let_go(office, _withdrawal(row), Fate.EXPIRED) for row in due)


def _judge(office: Office, customer_no: str, amount: Money) -> None:
    """One at a time, and no more in a day than the cap."""
    if any(one.fate is Fate.OPEN for one in mine(office, customer_no)):
        raise NotAllowed("cardless", "您有一笔取款预约尚未使用，请先取款或取消")
    cap = Money(setting(office.reader, office.book, "cardless_cap_fen", office.today))
    since = shanghai_midnight(office.today)
    row = office.reader.one(
        _TODAY, book=office.book, customer_no=customer_no, since_us=to_us(since)
    )
    used = Money(int(row[0] or 0) if row else 0)
    if used + amount > cap:
        raise NotAllowed("cardless", f"无卡取款每日不超过{cap}元，今日已预约或取款{used}元")


def _pay(office: Office, key: str, found: Withdrawal, machine: str) -> Fate:
    if not _end(office, found, Fate.PAID, machine):
        return Fate.LOCKED
    holds.post_hold(
        office.tx, office.book, f"{key}:cash", found.reference, office.now, kind="withdrawal",
        rng=office.rng,
    )  # fmt: skip
    return Fate.PAID


def _miss(office: Office, found: Withdrawal) -> None:
    office.tx.run(_TRY, book=office.book, reference=found.reference)
    if found.tries + 1 >= _MOST_TRIES:
        _let_go(office, found, Fate.LOCKED)


def _let_go(office: Office, found: Withdrawal, fate: Fate) -> bool:
    """The money is free again; False when it had ended before."""
    if not _end(office, found, fate):
        return False
    tx, book, now = office.tx, office.book, office.now
    holds.void_hold(tx, book, f"{found.reference}:free", found.reference, now, office.rng)
    payer, fen = found.account_no, found.amount.fen
    give_back(tx, book, found.customer_no, payer, fen, found.made, now)
    if fate is not Fate.CANCELLED:
        put_event(tx, _told(book, found, fate, now))
    return True


def _end(office: Office, found: Withdrawal, fate: Fate, machine: str = "") -> bool:
    ended = office.tx.run(
        _END, book=office.book, reference=found.reference, state=fate, machine=machine,
        at_us=to_us(office.now),
    )  # fmt: skip
    return ended == 1


def _told(book: str, found: Withdrawal, fate: Fate, now: datetime) -> CustomerEvent:
    why = {Fate.EXPIRED: "未在有效时间内取款", Fate.LOCKED: "取款码连续输错三次"}[fate]
    return CustomerEvent(
        book=book,
        customer_no=found.customer_no,
        kind="cardless_ended",
        title="取款预约已失效",
        facts=(("金额", f"{found.amount}元"), ("原因", why), ("结果", "款项已解除预留")),
        at=now,
        key=f"cardless:{found.reference}",
        account_no=found.account_no,
        path="/p/f/cardless_withdrawal",
    )


def _blind(office: Office, reference: str, code: str) -> str:
    return office.sealer.blind(f"{reference}/{code}", "bank.cardless")


def _withdrawal(row: tuple[Any, ...]) -> Withdrawal:
    (
        reference, customer_no, account_no, _, code_blind, fen, currency, tries, state, machine,
        made_us, expires_us, _,
    ) = row  # fmt: skip
    return Withdrawal(
        reference, customer_no, account_no, code_blind, Money(fen, currency), tries, Fate(state),
        machine, from_us(made_us), from_us(expires_us),
    )  # fmt: skip
