"""Payments written down: one row an order, from the making to the end.

    send   waiting ──> sending ──> done ──> returned        (the other bank sent it back)
              │           └──────> refused                  (it would not have it)
              └──> cancelled                                 (by the customer, before the sending)
    pull   sending ──> done | refused

`waiting` → `sending` and `waiting` → `cancelled` are one guarded update each: one of them happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.bank.payments.routes import Mode, Route
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TABLE = "payments"
_COLUMNS = (
    "key, reference, direction, customer_no, account_no, bank, payee_sealed, payee_masked,"
    " payee_tail, amount_fen, fee_fen, currency, memo, mode, route, hold_no, fee_hold_no, state,"
    " outside_reference, why, made_us, due_us, sent_us, ended_us"
)
_NAMES = _COLUMNS.replace("\n", "").split(", ")
_ADD = sql(
    f"INSERT INTO payments (book, {_COLUMNS})"
    f" VALUES (:book, {', '.join(f':{name}' for name in _NAMES)})"
)
_BY_KEY = sql(f"SELECT {_COLUMNS} FROM payments WHERE book=:book AND key=:key")
_BY_REFERENCE = sql(
    f"SELECT {_COLUMNS} FROM payments WHERE reference=:reference AND book=:book"
    " AND customer_no=:customer_no"
)
_LATEST = sql(
    f"SELECT {_COLUMNS} FROM payments WHERE customer_no=:customer_no AND book=:book"
    " AND direction='send' ORDER BY made_us DESC, reference DESC LIMIT CAST(:room AS INTEGER)"
)
_WAITING = sql(
    f"SELECT {_COLUMNS} FROM payments WHERE customer_no=:customer_no AND book=:book"
    " AND state='waiting' AND made_us>=:since_us ORDER BY made_us DESC, reference DESC"
)
_MOVE = sql(
    "UPDATE payments SET state=:state, sent_us=:sent_us, ended_us=:ended_us, why=:why,"
    " outside_reference=:outside_reference WHERE book=:book AND key=:key AND state=:was"
)


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    RETURNED = "returned"
    CANCELLED = "cancelled"


ENDED = frozenset({State.DONE, State.REFUSED, State.RETURNED, State.CANCELLED})


class Direction(StrEnum):
    SEND = "send"
    PULL = "pull"


@dataclass(frozen=True, slots=True)
class Counterparty:
    """Whose account at which bank; `bank` is a code, empty for this bank. In clear: seal it."""

    bank: str
    number: str
    name: str

    @property
    def payee(self) -> str:
        """As the rules of risk know them."""
        return f"{self.bank}:{self.number}" if self.bank else self.number


@dataclass(frozen=True, slots=True)
class Payment:
    """`reference` is the number the customer knows it by. Moments not reached are None."""

    key: str
    reference: str
    direction: Direction
    customer_no: str
    account_no: str
    other: Counterparty
    other_masked: str
    other_tail: str
    amount: Money
    fee: Money
    memo: str
    mode: Mode
    route: Route
    hold_no: str
    fee_hold_no: str
    state: State
    outside_reference: str
    why: str
    made: datetime
    due: datetime
    sent: datetime | None = None
    ended: datetime | None = None


def add_payment(tx: Tx, sealer: Sealer, book: str, new: Payment) -> None:
    """Write a new one down."""
    tx.run(
        _ADD, book=book, key=new.key, reference=new.reference, direction=new.direction,
        customer_no=new.customer_no, account_no=new.account_no, bank=new.other.bank,
        payee_sealed=seal_party(sealer, TABLE, "payee_sealed", f"{book}/{new.key}", new.other),
        payee_masked=new.other_masked, payee_tail=new.other_tail, amount_fen=new.amount.fen,
        fee_fen=new.fee.fen, currency=new.amount.currency, memo=new.memo, mode=new.mode,
        route=new.route, hold_no=new.hold_no, fee_hold_no=new.fee_hold_no, state=new.state,
        outside_reference="", why="", made_us=to_us(new.made), due_us=to_us(new.due),
        sent_us=0, ended_us=0,
    )  # fmt: skip


def find_payment(reader: Reader, sealer: Sealer, book: str, key: str) -> Payment | None:
    row = reader.one(_BY_KEY, book=book, key=key)
    return None if row is None else _payment(sealer, book, row)


def payment_of(
    reader: Reader, sealer: Sealer, book: str, customer_no: str, reference: str
) -> Payment:
    """The customer's own. Raises NotFound, alike for missing and another's."""
    row = reader.one(_BY_REFERENCE, book=book, reference=reference, customer_no=customer_no)
    if row is None:
        raise NotFound(f"payment {reference}", heard="没有找到这笔转账，请核对流水号")
    return _payment(sealer, book, row)


def latest_payments(
    reader: Reader, sealer: Sealer, book: str, customer_no: str, limit: int
) -> list[Payment]:
    """What the customer sent, newest first."""
    rows = reader.all(_LATEST, book=book, customer_no=customer_no, room=limit)
    return [_payment(sealer, book, row) for row in rows]


def waiting_payments(
    reader: Reader, sealer: Sealer, book: str, customer_no: str, since: datetime
) -> list[Payment]:
    """Those made since then that are still to be sent, newest first."""
    rows = reader.all(_WAITING, book=book, customer_no=customer_no, since_us=to_us(since))
    return [_payment(sealer, book, row) for row in rows]


def move_payment(
    tx: Tx, book: str, found: Payment, state: State, at: datetime, *,
    outside_reference: str = "", why: str = "",
) -> bool:  # fmt: skip
    """False when somebody else moved it first."""
    sent = at if state is State.SENDING else found.sent
    moved = tx.run(
        _MOVE, book=book, key=found.key, was=found.state, state=state,
        sent_us=0 if sent is None else to_us(sent),
        ended_us=to_us(at) if state in ENDED else 0, why=why,
        outside_reference=outside_reference or found.outside_reference,
    )  # fmt: skip
    return moved == 1


def seal_party(sealer: Sealer, table: str, column: str, row: str, party: Counterparty) -> bytes:
    """Number and name, sealed for their place."""
    words = msgspec.json.encode((party.number, party.name)).decode()
    return sealer.seal(words, table=table, column=column, row=row)


def open_party(
    sealer: Sealer, table: str, column: str, row: str, bank: str, blob: bytes
) -> Counterparty:
    words = sealer.open(bytes(blob), table=table, column=column, row=row)
    number, name = msgspec.json.decode(words, type=tuple[str, str])
    return Counterparty(bank, number, name)


def _payment(sealer: Sealer, book: str, row: tuple[Any, ...]) -> Payment:
    (
        key, reference, direction, customer_no, account_no, bank, sealed, masked, tail, fen,
        fee_fen, currency, memo, mode, route, hold_no, fee_hold_no, state, outside, why, made_us,
        due_us, sent_us, ended_us,
    ) = row  # fmt: skip
    other = open_party(sealer, TABLE, "payee_sealed", f"{book}/{key}", bank, sealed)
    return Payment(
        key, reference, Direction(direction), customer_no, account_no, other, masked, tail,
        Money(fen, currency), Money(fee_fen, currency), memo, Mode(mode), Route(route), hold_no,
        fee_hold_no, State(state), outside, why, from_us(made_us), from_us(due_us),
        from_us(sent_us) if sent_us else None, from_us(ended_us) if ended_us else None,
    )  # fmt: skip
