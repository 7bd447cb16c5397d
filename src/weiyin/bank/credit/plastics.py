"""The pieces of plastic to a credit account: activated or not, whose in the family, with what cap.

A card without a row here is a main card in use. The security code of a card is never stored: it is
computed from the card's number and expiry under the bank's key, as a security module would.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from weiyin.base.errors import BadInput, NotAllowed
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

YEARS_VALID = 5

_FIND = sql(
    "SELECT holder, state, limit_fen, issued FROM credit_plastics"
    " WHERE book=:book AND card_id=:card_id"
)
_PUT = sql(
    "INSERT INTO credit_plastics (book, card_id, holder, state, limit_fen, issued)"
    " VALUES (:book, :card_id, :holder, :state, :limit_fen, :issued)"
    " ON CONFLICT (book, card_id) DO UPDATE SET state=excluded.state, limit_fen=excluded.limit_fen"
)


class PlasticState(StrEnum):
    NEW = "new"
    """On its way: to be activated by its holder."""
    IN_USE = "in_use"


@dataclass(frozen=True, slots=True)
class Plastic:
    """`holder`: the masked name of a supplementary cardholder, empty on a main card."""

    card_id: str
    holder: str
    state: PlasticState
    limit_fen: int
    """What a supplementary card may spend in a bill's month; 0: up to the line."""
    issued: str


def find_plastic(reader: Reader, book: str, card_id: str) -> Plastic | None:
    row = reader.one(_FIND, book=book, card_id=card_id)
    return None if row is None else Plastic(card_id, row[0], PlasticState(row[1]), row[2], row[3])


def put_plastic(tx: Tx, book: str, plastic: Plastic) -> None:
    tx.run(
        _PUT, book=book, card_id=plastic.card_id, holder=plastic.holder, state=plastic.state,
        limit_fen=plastic.limit_fen, issued=plastic.issued,
    )  # fmt: skip


def check_usable(reader: Reader, book: str, card_id: str) -> None:
    """Raises NotAllowed("card") for a card that waits to be activated."""
    plastic = find_plastic(reader, book, card_id)
    if plastic is not None and plastic.state is PlasticState.NEW:
        raise NotAllowed("card", "该卡尚未激活，请先激活")


def expiry_of(issued: date) -> str:
    """As printed on the card: month and year, `0731`."""
    return f"{issued.month:02d}{(issued.year + YEARS_VALID) % 100:02d}"


def security_code(sealer: Sealer, number: str, expiry: str) -> str:
    """The three digits on the back."""
    return f"{int(sealer.blind(f'{number}/{expiry}', 'bank.cvv2')[:12], 16) % 1000:03d}"


def check_code(sealer: Sealer, number: str, expiry: str, told: tuple[str, str]) -> None:
    """`told` is (expiry, code). Raises the same BadInput whichever of them is wrong."""
    known = f"{expiry}/{security_code(sealer, number, expiry)}"
    if not hmac.compare_digest(known, "/".join(told)):
        raise BadInput("cvv2", "有效期或安全码不正确，请核对卡片后重新填写")
