"""A card's number and code proved, a new card activated, a lost one stopped and made anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank import cards, house, tariffs
from weiyin.bank.cards import NewCard
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.credit.plastics import (
    Plastic,
    PlasticState,
    check_code,
    expiry_of,
    find_plastic,
    put_plastic,
)
from weiyin.bank.credit.terms import set_line
from weiyin.bank.ledger import post
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_day
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import digits, row_id
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_HEAD = 8
"""Digits that say whose card it is: the new number keeps them."""
_SINCE = sql("SELECT since_us, pan_sealed FROM cards WHERE book=:book AND card_id=:card_id")


@dataclass(frozen=True, slots=True)
class Loss:
    """`new_tail` is empty when no new card was asked for."""

    tail: str
    new_tail: str
    fee: Money


def match(office: Office, customer_no: str, number: str, expiry: str, code: str) -> Card:
    """The own credit card all three facts belong to; the same NotFound whatever is wrong."""
    card = cards.by_number(office.reader, office.blinds, office.book, number)
    if card is None or card.customer_no != customer_no or card.kind is not CardKind.CREDIT:
        raise NotFound("no such card", heard="卡片信息不符，请核对卡号、有效期和安全码")
    known = expiry_of(_issued(office, card.card_id))
    try:
        check_code(office.sealer, _number(office, card.card_id), known, (expiry, code))
    except BadInput as error:
        raise NotFound("wrong code", heard="卡片信息不符，请核对卡号、有效期和安全码") from error
    return card


def check_new(office: Office, card: Card) -> Plastic:
    """Raises NotAllowed("card") unless it waits to be activated."""
    plastic = find_plastic(office.reader, office.book, card.card_id)
    if plastic is None or plastic.state is not PlasticState.NEW:
        raise NotAllowed("card", "该卡已激活，可以直接使用")
    if card.status is not CardStatus.ACTIVE:
        raise NotAllowed("card", "该卡已挂失或停用，不能激活")
    return plastic


def activate(office: Office, card: Card) -> None:
    plastic = check_new(office, card)
    used = Plastic(
        card.card_id, plastic.holder, PlasticState.IN_USE, plastic.limit_fen, plastic.issued
    )
    put_plastic(office.tx, office.book, used)


def lose(office: Office, key: str, card: Card, *, reissue: bool) -> Loss:
    """Stopped at once. A new card has a new number, waits to be activated, and costs a fee."""
    if card.status is CardStatus.CLOSED:
        raise NotAllowed("card", "该卡已注销，无需挂失")
    if card.status is CardStatus.LOST:
        raise NotAllowed("card", "该卡已挂失")
    cards.set_status(office.tx, office.book, card.card_id, CardStatus.LOST)
    if not reissue:
        return Loss(card.tail, "", Money.zero())
    made = _make_anew(office, card)
    return Loss(card.tail, made.tail, _charge(office, key, card))


def _make_anew(office: Office, card: Card) -> Card:
    old = _number(office, card.card_id)
    body = old[:_HEAD] + digits(len(old) - _HEAD - 1, office.rng)
    new = NewCard(
        row_id(office.now, office.rng), CardKind.CREDIT, body + luhn_digit(body), card.product,
        card.account_no, card.customer_no,
    )  # fmt: skip
    cards.issue(office.tx, office.sealer, office.book, new, office.now)
    waits = Plastic(new.card_id, "", PlasticState.NEW, 0, office.today.isoformat())
    put_plastic(office.tx, office.book, waits)
    return cards.card(office.reader, office.book, new.card_id)


def _charge(office: Office, key: str, card: Card) -> Money:
    name = "credit.reissue_fee_fen"
    fee = Money(tariffs.at(office.reader, office.book, name, office.today))
    if fee:
        set_line(office.tx, office.book, card.account_no, office.today, fee.fen)
        legs = (Leg(card.account_no, -fee.fen, other="补卡工本费"), Leg(house.FEES, fee.fen))
        posting = Posting(
            key=f"{key}:fee", kind="reissue_fee", at=office.now, memo="补卡工本费", legs=legs
        )
        post(office.tx, office.book, posting, office.rng)
    return fee


def _issued(office: Office, card_id: str) -> date:
    return shanghai_day(from_us(_row(office, card_id)[0]))


def _number(office: Office, card_id: str) -> str:
    blob, place = _row(office, card_id)[1], f"{office.book}/{card_id}"
    return office.sealer.open(bytes(blob), table="cards", column="pan_sealed", row=place)


def _row(office: Office, card_id: str) -> tuple[int, bytes]:
    row = office.reader.one(_SINCE, book=office.book, card_id=card_id)
    if row is None:
        raise NotFound(f"card {card_id}")
    return row[0], row[1]
