"""Cards: issuing, looking up, and telling whose a card is without telling why not.

The full number is sealed; it is found again by its blind index only.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.customers import Blinds, CustomerStatus
from weiyin.bank.numbers import read_card_number
from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.mask import tail
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_COLUMNS = (
    "cards.card_id, cards.kind, cards.tail, cards.product, cards.account_no, cards.customer_no,"
    " cards.status"
)
_OWNER = (
    f"SELECT {_COLUMNS}, customers.name_blind, customers.id_blind, customers.phone_blind,"
    " customers.status FROM cards JOIN customers"
    " ON customers.book=cards.book AND customers.customer_no=cards.customer_no"
)
_ADD = sql(
    "INSERT INTO cards (book, card_id, kind, product, tail, pan_sealed, pan_blind, account_no,"
    " customer_no, status, since_us) VALUES (:book, :card_id, :kind, :product, :tail, :pan_sealed,"
    " :pan_blind, :account_no, :customer_no, 'active', :since_us)"
)
_BY_ID = sql(f"SELECT {_COLUMNS} FROM cards WHERE book=:book AND card_id=:card_id")
_BY_CUSTOMER = sql(
    f"SELECT {_COLUMNS} FROM cards WHERE book=:book AND customer_no=:customer_no"
    " ORDER BY since_us, card_id"
)
_BY_PAN = sql(f"{_OWNER} WHERE cards.book=:book AND cards.pan_blind=:pan_blind")
_BY_PERSON = sql(
    f"{_OWNER} WHERE customers.book=:book AND customers.id_blind=:id_blind"
    " AND cards.kind='credit' ORDER BY cards.since_us, cards.card_id"
)
_SET_STATUS = sql("UPDATE cards SET status=:status WHERE book=:book AND card_id=:card_id")
_STOP_PAYING = sql(
    "UPDATE ledger_accounts SET status='frozen' WHERE book=:book"
    " AND status IN ('active', 'locked') AND no="
    "(SELECT account_no FROM cards WHERE book=:book AND card_id=:card_id AND kind='debit'"
    " AND NOT EXISTS (SELECT 1 FROM cards AS twin WHERE twin.book=:book AND twin.kind='debit'"
    " AND twin.account_no=cards.account_no AND twin.status='active'))"
)


@dataclass(frozen=True, slots=True)
class NewCard:
    """`number` is the full one: it goes no further than the sealed column."""

    card_id: str
    kind: CardKind
    number: str
    product: str
    account_no: str
    customer_no: str


def issue(tx: Tx, sealer: Sealer, book: str, new: NewCard, at: datetime) -> None:
    """Raises BadInput for an impossible number, Conflict for one that is taken."""
    number = read_card_number(new.number)
    tx.run(
        _ADD, book=book, card_id=new.card_id, kind=new.kind, product=new.product,
        tail=tail(number), account_no=new.account_no, customer_no=new.customer_no,
        pan_sealed=sealer.seal(
            number, table="cards", column="pan_sealed", row=f"{book}/{new.card_id}"
        ),
        pan_blind=Blinds(sealer).pan(number), since_us=to_us(at),
    )  # fmt: skip


def card(reader: Reader, book: str, card_id: str) -> Card:
    """Raises NotFound."""
    row = reader.one(_BY_ID, book=book, card_id=card_id)
    if row is None:
        raise NotFound(f"card {card_id}")
    return _card(row)


def cards_of(reader: Reader, book: str, customer_no: str) -> tuple[Card, ...]:
    return tuple(map(_card, reader.all(_BY_CUSTOMER, book=book, customer_no=customer_no)))


def by_number(reader: Reader, blinds: Blinds, book: str, number: str) -> Card | None:
    """The card with this full number, typed in whatever way."""
    try:
        digits = read_card_number(number)
    except BadInput:
        return None
    row = reader.one(_BY_PAN, book=book, pan_blind=blinds.pan(digits))
    return None if row is None else _card(row)


def identify_debit(
    reader: Reader, blinds: Blinds, book: str, number: str, name: str, id_number: str, phone: str
) -> Card:
    """The card, if all four facts are of one person; the same NotFound whatever is wrong.

    Every call computes every blind and compares every fact, so that time tells nothing either.
    """
    try:
        digits = read_card_number(number)
    except BadInput:
        digits = ""
    row = reader.one(_BY_PAN, book=book, pan_blind=blinds.pan(digits))
    told = "/".join((blinds.name(name), blinds.id_number(id_number), blinds.phone(phone)))
    known = "/".join(row[7:10]) if row else "-" * len(told)
    if not hmac.compare_digest(told, known) or row is None or not _usable(row, CardKind.DEBIT):
        raise NotFound("no such person with such a card")
    return _card(row)


def identify_credit(
    reader: Reader, blinds: Blinds, book: str, id_number: str, phone: str
) -> tuple[Card, ...]:
    """The usable credit cards of the person with both facts; NotFound when there is none."""
    rows = reader.all(_BY_PERSON, book=book, id_blind=blinds.id_number(id_number))
    told = blinds.phone(phone)
    known = rows[0][9] if rows else "-" * len(told)
    same = hmac.compare_digest(told, known)
    found = tuple(_card(row) for row in rows if same and _usable(row, CardKind.CREDIT))
    if not found:
        raise NotFound("no such person with a credit card")
    return found


def set_status(tx: Tx, book: str, card_id: str, status: CardStatus) -> None:
    """An account whose last usable debit card is lost, frozen or closed pays nobody any more.

    Making a card usable again does not free the account: that is `accounts.set_status`, by whoever
    knows why it was frozen.
    """
    if not tx.run(_SET_STATUS, book=book, card_id=card_id, status=status):
        raise NotFound(f"card {card_id}")
    if status is not CardStatus.ACTIVE:
        tx.run(_STOP_PAYING, book=book, card_id=card_id)


def _usable(row: tuple[Any, ...], kind: CardKind) -> bool:
    return bool(row[1] == kind and row[6] == CardStatus.ACTIVE and row[10] == CustomerStatus.ACTIVE)


def _card(row: tuple[Any, ...]) -> Card:
    card_id, kind, end, product, account_no, customer_no, status = row[:7]
    return Card(card_id, CardKind(kind), end, product, account_no, customer_no, CardStatus(status))
