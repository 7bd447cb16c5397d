"""Phone top-up: money is held at once, the carrier asked later, the hold posted or let go.

    order ──> held ──> asked ──> done | declined
                         │ ↑
                         └─┘ unknown: looked up by key, never asked blindly again

The order and the parcel that has it carried out are one unit of work. The phone number is sealed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from weiyin.bank.core import HoldOrder, Receipt, ReceiptStatus, TopupOrder
from weiyin.bank.customers import plain
from weiyin.bank.house import TOPUP
from weiyin.bank.ledger import find_by_key
from weiyin.bank.postings import hash_of
from weiyin.bank.receipts import receipt_of
from weiyin.bank.spending import hold_for
from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.base.mask import mask_phone
from weiyin.base.money import Money
from weiyin.storage import outbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TOPIC = "topup"

_PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)

_ADD = sql(
    "INSERT INTO topups (book, key, hold_no, customer_no, account_no, phone_sealed, carrier,"
    " amount_fen, currency, state, reference, asked_us, settled_us) VALUES (:book, :key, :hold_no,"
    " :customer_no, :account_no, :phone_sealed, :carrier, :amount_fen, :currency, 'held', '',"
    " :at_us, 0)"
)
_FIND = sql(
    "SELECT key, hold_no, customer_no, phone_sealed, carrier, amount_fen, currency, state"
    " FROM topups WHERE book=:book AND key=:key"
)
_LATEST = sql(
    "SELECT key, phone_sealed, amount_fen, currency, state, asked_us, settled_us FROM topups"
    " WHERE customer_no=:customer_no AND book=:book ORDER BY asked_us DESC"
    " LIMIT CAST(:room AS INTEGER)"
)
_MOVE = sql(
    "UPDATE topups SET state=:state, reference=:reference, settled_us=:at_us"
    " WHERE book=:book AND key=:key AND state=:was"
)


class TopupState(StrEnum):
    HELD = "held"
    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class ToppedUp:
    """`reference` is the carrier's own number of it."""

    reference: str


@dataclass(frozen=True, slots=True)
class Declined:
    why: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No clear answer came: it may or may not have happened."""

    why: str


class TopupProvider(Protocol):
    """A carrier or an aggregator. `key` names the order, the same however often it is asked."""

    def top_up(
        self, key: str, phone: str, amount: Money, carrier: str
    ) -> ToppedUp | Declined | NotKnown: ...

    def look(self, key: str) -> ToppedUp | Declined | NotKnown | None:
        """What became of `key`; None when it never arrived there."""
        ...


@dataclass(frozen=True, slots=True)
class Topup:
    key: str
    hold_no: str
    customer_no: str
    phone: str
    carrier: str
    amount: Money
    state: TopupState


@dataclass(frozen=True, slots=True)
class TopupLine:
    """One top-up as its payer looks back on it; `settled` is None while the carrier is silent."""

    phone_masked: str
    amount: Money
    state: TopupState
    asked: datetime
    settled: datetime | None


def topup(
    tx: Tx, book: str, sealer: Sealer, order: TopupOrder, at: datetime, rng: Rng = SYSTEM_RNG
) -> Receipt:
    """Hold the amount and queue the asking. Raises as a transfer does; the receipt is pending."""
    phone = plain(order.phone)
    if not _PHONE.fullmatch(phone):
        raise BadInput("phone", "请输入11位手机号码")
    held, new = hold_for(
        tx,
        book,
        HoldOrder(
            order.key, order.customer_no, order.from_account, TOPUP, order.amount,
            memo=f"手机充值 {mask_phone(phone)}",
        ),
        at,
        rng,
        question=_question(order, phone),
        other="手机充值",
    )  # fmt: skip
    if new:
        _add(tx, book, sealer, order, held.entry_no, phone, at)
    return receipt_of(held)


def find_topup(reader: Reader, book: str, sealer: Sealer, key: str) -> Topup | None:
    row = reader.one(_FIND, book=book, key=key)
    if row is None:
        return None
    key, hold_no, customer_no, sealed, carrier, fen, currency, state = row
    phone = sealer.open(bytes(sealed), table="topups", column="phone_sealed", row=f"{book}/{key}")
    return Topup(key, hold_no, customer_no, phone, carrier, Money(fen, currency), TopupState(state))


def latest_topups(
    reader: Reader, book: str, sealer: Sealer, customer_no: str, limit: int
) -> list[TopupLine]:
    """The customer's, newest first."""
    rows = reader.all(_LATEST, book=book, customer_no=customer_no, room=limit)
    found = []
    for key, sealed, fen, currency, state, asked_us, settled_us in rows:
        place = f"{book}/{key}"
        phone = sealer.open(bytes(sealed), table="topups", column="phone_sealed", row=place)
        found.append(
            TopupLine(
                mask_phone(phone), Money(fen, currency), TopupState(state), from_us(asked_us),
                from_us(settled_us) if settled_us else None,
            )
        )  # fmt: skip
    return found


def move_topup(
    tx: Tx, book: str, found: Topup, state: TopupState, at: datetime, reference: str = ""
) -> bool:
    """False when somebody else moved it first."""
    moved = tx.run(
        _MOVE, book=book, key=found.key, was=found.state, state=state, at_us=to_us(at),
        reference=reference,
    )  # fmt: skip
    return moved == 1


def topup_status(reader: Reader, book: str, found: Topup) -> Receipt:
    """The latest word on an order."""
    ended = find_by_key(reader, book, settling_key(found.key))
    held = find_by_key(reader, book, found.key)
    assert held is not None, f"top-up {found.key} has lost its hold"
    if ended is None:
        return receipt_of(held)
    if found.state is TopupState.DONE:
        return receipt_of(ended)
    payer = ended.legs[0]
    balance = Money(payer.balance_fen, ended.currency)
    return Receipt(
        ended.entry_no, ended.at, found.amount, balance, ReceiptStatus.REFUSED,
        "充值未成功，款项已退回",
    )  # fmt: skip


def settling_key(key: str) -> str:
    return f"{key}:settled"


def _question(order: TopupOrder, phone: str) -> bytes:
    amount = order.amount
    return hash_of((TOPIC, order.customer_no, order.from_account, phone, amount.fen, order.carrier))


def _add(
    tx: Tx, book: str, sealer: Sealer, order: TopupOrder, hold_no: str, phone: str, at: datetime
) -> None:
    row = f"{book}/{order.key}"
    tx.run(
        _ADD, book=book, key=order.key, hold_no=hold_no, customer_no=order.customer_no,
        account_no=order.from_account, carrier=order.carrier, amount_fen=order.amount.fen,
        currency=order.amount.currency, at_us=to_us(at),
        phone_sealed=sealer.seal(phone, table="topups", column="phone_sealed", row=row),
    )  # fmt: skip
    payload = {"book": book, "key": order.key}
    outbox.put(tx, oa="", topic=TOPIC, key=f"{book}:{order.key}", payload=payload, due=at)
