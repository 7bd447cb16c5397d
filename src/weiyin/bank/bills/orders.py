"""Orders to outside providers written down: one row an order, from the making to the end.

    held ──> asked ──> done ──> returning ──> returned    (given back at the customer's wish)
               │         └─────────┘                      (or not)
               └──> declined ──> late                     (done after all, when money was back)

Each arrow is one guarded update: of two that race, one happens. The money is in the ledger under
the order's key; what the provider is told (numbers, names) is sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_COLUMNS = (
    "key, reference, kind, biller, customer_no, account_no, number_masked, told_sealed, ref,"
    " title, facts, amount_fen, currency, state, outside_reference, outside_fen, code_sealed,"
    " why, checked, starts_us, made_us, asked_us, ended_us"
)
_NAMES = _COLUMNS.replace("\n", "").split(", ")
_ADD = sql(
    f"INSERT INTO bill_orders (book, claim, {_COLUMNS})"
    f" VALUES (:book, :claim, {', '.join(f':{name}' for name in _NAMES)})"
    " ON CONFLICT (book, claim) DO NOTHING"
)
_CLAIMED = sql(
    "SELECT claim FROM bill_orders WHERE book=:book"
    " AND claim IN (SELECT value FROM json_each(:keys))",
    postgresql="SELECT claim FROM bill_orders WHERE book=:book"
    " AND claim = ANY(ARRAY(SELECT json_array_elements_text(CAST(:keys AS json))))",
)
_BY_KEY = sql(f"SELECT {_COLUMNS} FROM bill_orders WHERE book=:book AND key=:key")
_BY_REFERENCE = sql(
    f"SELECT {_COLUMNS} FROM bill_orders WHERE reference=:reference AND book=:book"
    " AND customer_no=:customer_no"
)
_LATEST = sql(
    f"SELECT {_COLUMNS} FROM bill_orders WHERE customer_no=:customer_no AND book=:book"
    " AND made_us>=:since_us AND made_us<:until_us"
    " ORDER BY made_us DESC, key DESC LIMIT CAST(:room AS INTEGER)"
)
_MOVE = sql(
    "UPDATE bill_orders SET state=:state, outside_reference=:outside_reference,"
    " outside_fen=:outside_fen, code_sealed=:code_sealed, why=:why, asked_us=:asked_us,"
    " ended_us=:ended_us, claim=CASE WHEN CAST(:is_free AS INTEGER)=1 THEN key ELSE claim END"
    " WHERE book=:book AND key=:key AND state=:was"
)


class State(StrEnum):
    HELD = "held"
    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"
    LATE = "late"
    RETURNING = "returning"
    RETURNED = "returned"


OPEN = frozenset({State.HELD, State.ASKED, State.RETURNING})
"""A provider's answer is awaited."""
_FREE = frozenset({State.DECLINED, State.RETURNED})
"""The same thing may be ordered again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider is told, in clear: the number, and whatever else it needs by name."""

    number: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """`reference` is the number the customer knows it by, and of the hold. Moments not reached are
    None; `outside` is what the provider says it has credited.
    """

    key: str
    reference: str
    kind: str
    biller: str
    customer_no: str
    account_no: str
    number_masked: str
    told: Told
    ref: str
    title: str
    facts: tuple[tuple[str, str], ...]
    amount: Money
    state: State
    outside_reference: str
    outside: Money | None
    code: str
    why: str
    checked: str
    """The day whose statement showed it, or empty."""
    starts: datetime | None
    made: datetime
    asked: datetime | None = None
    ended: datetime | None = None


def add_order(tx: Tx, sealer: Sealer, book: str, new: Order, claim: str) -> None:
    """Write a new one down. `claim` names what is paid: there is one living order for it.

    Raises NotAllowed("paid").
    """
    told = msgspec.json.encode(new.told).decode()
    added = tx.run(
        _ADD, book=book, claim=claim or new.key, key=new.key, reference=new.reference,
        kind=new.kind, biller=new.biller, customer_no=new.customer_no, account_no=new.account_no,
        number_masked=new.number_masked, told_sealed=sealer.seal(told, **_place(book, new.key)),
        ref=new.ref, title=new.title, facts=msgspec.json.encode(new.facts).decode(),
        amount_fen=new.amount.fen, currency=new.amount.currency, state=new.state,
        outside_reference="", outside_fen=0, why="", checked="",
        code_sealed=sealer.seal("", **_place(book, new.key, "code_sealed")),
        starts_us=_us(new.starts), made_us=to_us(new.made), asked_us=0, ended_us=0,
    )  # fmt: skip
    if not added:
        raise NotAllowed("paid", "这笔费用已经缴纳或正在处理中，请勿重复缴费，可查看缴费记录")


def claim_of(sealer: Sealer, biller: str, number: str, ref: str) -> str:
    """What is due can be paid once; of what the payer chooses (a top-up) there may be any number:
    no claim.
    """
    return f"{biller}:{sealer.blind(number, 'bank.biller_number')}:{ref}" if ref else ""


def claimed(reader: Reader, book: str, claims: Iterable[str]) -> set[str]:
    """Those of the claims that a living order holds."""
    keys = msgspec.json.encode(list(claims)).decode()
    return {claim for (claim,) in reader.all(_CLAIMED, book=book, keys=keys)}


def mask_number(number: str) -> str:
    """`**** 0012`: a number at a biller as it lies open in lists; a short one not at all."""
    return f"**** {tail(number)}" if len(number) > 6 else "****"


def find_order(reader: Reader, sealer: Sealer, book: str, key: str) -> Order | None:
    row = reader.one(_BY_KEY, book=book, key=key)
    return None if row is None else _order(sealer, book, row)


def order_of(reader: Reader, sealer: Sealer, book: str, customer_no: str, reference: str) -> Order:
    """The customer's own. Raises NotFound, alike for missing and another's."""
    row = reader.one(_BY_REFERENCE, book=book, reference=reference, customer_no=customer_no)
    if row is None:
        raise NotFound(f"order {reference}", heard="没有找到这笔缴费，请核对流水号")
    return _order(sealer, book, row)


def latest_orders(
    reader: Reader, sealer: Sealer, book: str, customer_no: str, since: datetime, until: datetime,
    limit: int,
) -> list[Order]:  # fmt: skip
    """The customer's made in a span of time, newest first."""
    rows = reader.all(
        _LATEST, book=book, customer_no=customer_no, since_us=to_us(since), until_us=to_us(until),
        room=limit,
    )  # fmt: skip
    return [_order(sealer, book, row) for row in rows]


def move_order(
    tx: Tx, sealer: Sealer, book: str, found: Order, state: State, at: datetime, *,
    reference: str = "", outside: Money | None = None, code: str = "", why: str = "",
) -> bool:  # fmt: skip
    """False when somebody else moved it first."""
    credited, kept = outside or found.outside, code or found.code
    asked = at if state is State.ASKED else found.asked
    sealed = sealer.seal(kept, **_place(book, found.key, "code_sealed"))
    moved = tx.run(
        _MOVE, book=book, key=found.key, was=found.state, state=state, is_free=int(state in _FREE),
        outside_reference=reference or found.outside_reference,
        outside_fen=0 if credited is None else credited.fen, code_sealed=sealed,
        why=why, asked_us=_us(asked), ended_us=0 if state in OPEN else to_us(at),
    )  # fmt: skip
    return moved == 1


def _place(book: str, key: str, column: str = "told_sealed") -> dict[str, str]:
    return {"table": "bill_orders", "column": column, "row": f"{book}/{key}"}


def _us(moment: datetime | None) -> int:
    return 0 if moment is None else to_us(moment)


def _moment(us: int) -> datetime | None:
    return from_us(us) if us else None


def _order(sealer: Sealer, book: str, row: tuple[Any, ...]) -> Order:
    (
        key, reference, kind, biller, customer_no, account_no, masked, told, ref, title, facts, fen,
        currency, state, outside, outside_fen, code, why, checked, starts, made, asked, ended,
    ) = row  # fmt: skip
    opened = sealer.open(bytes(told), **_place(book, key))
    return Order(
        key, reference, kind, biller, customer_no, account_no, masked,
        msgspec.json.decode(opened, type=Told), ref, title,
        msgspec.json.decode(facts, type=tuple[tuple[str, str], ...]), Money(fen, currency),
        State(state), outside, Money(outside_fen, currency) if outside_fen else None,
        sealer.open(bytes(code), **_place(book, key, "code_sealed")), why, checked,
        _moment(starts), from_us(made), _moment(asked), _moment(ended),
    )  # fmt: skip
