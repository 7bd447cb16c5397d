"""Two-phase movements: money set aside now, paid out or let go later, once.

    hold ──> post (whole, or a part and the rest let go) | void | expire

Available balance is judged when the hold is made, in the same unit of work. Each step is an entry
of the journal under its own key; the row in `ledger_holds` only says which step came last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.bank.batch import Batch
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, Conflict, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

HOLD, PAYMENT, VOID, EXPIRY = "hold", "payment", "hold_void", "hold_expiry"
_NEVER_US = 1 << 62

_ADD = sql(
    "INSERT INTO ledger_holds (book, hold_no, from_account, to_account, to_bucket, amount_fen,"
    " currency, other, memo, state, expires_us) VALUES (:book, :hold_no, :from_account,"
    " :to_account, :to_bucket, :amount_fen, :currency, :other, :memo, 'open', :expires_us)"
)
_FIND = sql(
    "SELECT hold_no, from_account, to_account, to_bucket, amount_fen, currency, other, memo,"
    " state, expires_us FROM ledger_holds WHERE book=:book AND hold_no=:hold_no"
)
_CLOSE = sql(
    "UPDATE ledger_holds SET state=:state WHERE book=:book AND hold_no=:hold_no AND state='open'"
)
_DUE = sql(
    "SELECT hold_no FROM ledger_holds WHERE book=:book AND state='open' AND expires_us<=:now_us"
    " ORDER BY expires_us LIMIT CAST(:room AS INTEGER)"
)


class HoldState(StrEnum):
    OPEN = "open"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewHold:
    key: str
    from_account: str
    to_account: str
    amount: Money
    at: datetime
    memo: str = ""
    other: str = ""
    """The counterparty as the payer may see it."""
    expires: datetime | None = None
    question: bytes = b""


@dataclass(frozen=True, slots=True)
class Hold:
    hold_no: str
    from_account: str
    to_account: str
    to_bucket: int
    amount: Money
    other: str
    memo: str
    state: HoldState
    expires_us: int


def hold(tx: Tx, book: str, new: NewHold, rng: Rng = SYSTEM_RNG) -> Posted:
    """Set money aside; the entry's number is the hold's. Raises what `Batch.post` raises."""
    if new.amount.fen <= 0:
        raise BadInput("amount", "金额须大于零")
    fen = new.amount.fen
    posting = Posting(
        key=new.key, kind=HOLD, at=new.at, currency=new.amount.currency, memo=new.memo,
        question=new.question,
        legs=(
            Leg(new.from_account, 0, out_held_fen=fen, other=new.other),
            Leg(new.to_account, 0, in_held_fen=fen),
        ),
    )  # fmt: skip
    batch = Batch(tx, book, rng)
    batch.load([new.key], [new.from_account, new.to_account])
    if (done := batch.recall(posting.key, posting.digest())) is not None:
        return done
    posted = batch.post(posting)
    batch.write(tx)
    tx.run(
        _ADD, book=book, hold_no=posted.entry_no, from_account=new.from_account,
        to_account=new.to_account, to_bucket=posted.leg(new.to_account).bucket, amount_fen=fen,
        currency=new.amount.currency, other=new.other, memo=new.memo,
        expires_us=_NEVER_US if new.expires is None else to_us(new.expires),
    )  # fmt: skip
    return posted


def post_hold(
    tx: Tx, book: str, key: str, hold_no: str, at: datetime, *,
    amount: Money | None = None, kind: str = PAYMENT, rng: Rng = SYSTEM_RNG,
) -> Posted:  # fmt: skip
    """Pay the hold out: whole, or `amount` of it. Raises Conflict when it ended or expired."""
    found = find_hold(tx, book, hold_no)
    paid = found.amount if amount is None else amount
    if not 0 < paid.fen <= found.amount.fen or paid.currency != found.amount.currency:
        raise BadInput("amount", "金额须大于零且不超过预留金额")
    return _end(tx, book, key, found, paid.fen, kind, HoldState.POSTED, at, rng)


def void_hold(
    tx: Tx, book: str, key: str, hold_no: str, at: datetime, rng: Rng = SYSTEM_RNG
) -> Posted:
    """Let the hold go. Raises Conflict when it ended before."""
    found = find_hold(tx, book, hold_no)
    return _end(tx, book, key, found, 0, VOID, HoldState.VOIDED, at, rng)


def expire_holds(
    tx: Tx, book: str, now: datetime, limit: int = 100, rng: Rng = SYSTEM_RNG
) -> list[Posted]:
    """Let go of up to `limit` holds whose time is over."""
    return [
        _end(
            tx, book, f"{hold_no}:expiry", find_hold(tx, book, hold_no), 0,
            EXPIRY, HoldState.EXPIRED, now, rng,
        )
        for (hold_no,) in tx.all(_DUE, book=book, now_us=to_us(now), room=limit)
    ]  # fmt: skip


def find_hold(reader: Reader, book: str, hold_no: str) -> Hold:
    row = reader.one(_FIND, book=book, hold_no=hold_no)
    if row is None:
        raise NotFound(f"hold {hold_no}")
    hold_no, from_account, to_account, bucket, fen, currency, other, memo, state, expires_us = row
    amount = Money(fen, currency)
    return Hold(
        hold_no, from_account, to_account, bucket, amount, other, memo, HoldState(state), expires_us
    )


def _end(
    tx: Tx, book: str, key: str, found: Hold, paid_fen: int, kind: str,
    state: HoldState, at: datetime, rng: Rng,
) -> Posted:  # fmt: skip
    held = found.amount.fen
    posting = Posting(
        key=key, kind=kind, at=at, currency=found.amount.currency, about=found.hold_no,
        memo=found.memo,
        legs=(
            Leg(found.from_account, -paid_fen, out_held_fen=-held, other=found.other),
            Leg(found.to_account, paid_fen, in_held_fen=-held),
        ),
    )  # fmt: skip
    batch = Batch(tx, book, rng)
    batch.load([key], [found.from_account, found.to_account], bucket=found.to_bucket)
    if (done := batch.recall(key, posting.digest())) is not None:
        return done
    in_time = state is HoldState.EXPIRED or to_us(at) < found.expires_us
    if found.state is not HoldState.OPEN or not in_time:
        raise Conflict(f"hold {found.hold_no} is {found.state}", heard="该笔预留已处理或已过期")
    posted = batch.post(posting)
    batch.write(tx)
    closed = tx.run(_CLOSE, book=book, hold_no=found.hold_no, state=state)
    assert closed == 1, f"hold {found.hold_no} ended twice"
    return posted
