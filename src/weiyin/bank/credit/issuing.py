"""A new piece of plastic to a credit account: numbered, sealed, on its way to be activated."""

from __future__ import annotations

from weiyin.bank import cards
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind
from weiyin.bank.credit.plastics import Plastic, PlasticState, put_plastic
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.service import Office
from weiyin.base.errors import Broken, NotFound
from weiyin.base.ids import digits, row_id
from weiyin.storage.sql import sql

PRODUCTS = (("standard", "标准信用卡"), ("gold", "金卡"), ("young", "青年卡"), ("car", "车主卡"))
"""What is applied for, by its word in a case."""
HEAD = 8
"""Digits that say whose card it is and which product: a new number keeps them."""
_TRIES = 20
_NUMBER = sql("SELECT pan_sealed FROM cards WHERE book=:book AND card_id=:card_id")


def issue_like(office: Office, card: Card, holder: str = "", cap_fen: int = 0) -> Card:
    """A further card to the same account. `holder`: masked, of a supplementary card."""
    like = number_of(office, card.card_id)
    return issue_new(
        office, like[:HEAD], len(like), card.product, card.account_no, card.customer_no, holder,
        cap_fen,
    )  # fmt: skip


def issue_new(
    office: Office, head: str, length: int, product: str, account_no: str, customer_no: str,
    holder: str = "", cap_fen: int = 0,
) -> Card:  # fmt: skip
    """A card whose number begins with `head` and has `length` digits."""
    number = _free_number(office, head, length)
    card_id = row_id(office.now, office.rng)
    new = NewCard(card_id, CardKind.CREDIT, number, product, account_no, customer_no)
    cards.issue(office.tx, office.sealer, office.book, new, office.now)
    waits = Plastic(card_id, holder, PlasticState.NEW, cap_fen, office.today.isoformat())
    put_plastic(office.tx, office.book, waits)
    return cards.card(office.tx, office.book, card_id)


def number_of(office: Office, card_id: str) -> str:
    """The full number, unsealed: for making and proving cards, and nothing else."""
    row = office.reader.one(_NUMBER, book=office.book, card_id=card_id)
    if row is None:
        raise NotFound(f"card {card_id}")
    place = f"{office.book}/{card_id}"
    return office.sealer.open(bytes(row[0]), table="cards", column="pan_sealed", row=place)


def _free_number(office: Office, head: str, length: int) -> str:
    for _ in range(_TRIES):
        body = head + digits(length - len(head) - 1, office.rng)
        number = body + luhn_digit(body)
        if cards.by_number(office.tx, office.blinds, office.book, number) is None:
            return number
    raise Broken("no card number is free")
