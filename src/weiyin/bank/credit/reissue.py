"""A card's number and code proved, a new card activated, a lost one stopped and made anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank import cards, house, tariffs
from weiyin.bank.core import Card, CardKind, CardStatus
from weiyin.bank.credit.issuing import issue_like, number_of
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
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.base.clock import from_us, shanghai_day
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_SINCE = sql("SELECT since_us FROM cards WHERE book=:book AND card_id=:card_id")


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
        check_code(office.sealer, number_of(office, card.card_id), known, (expiry, code))
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
    plastic = find_plastic(office.tx, office.book, card.card_id)
    holder, cap = (plastic.holder, plastic.limit_fen) if plastic else ("", 0)
    made = issue_like(office, card, holder, cap)
    return Loss(card.tail, made.tail, _charge(office, key, card))


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
    row = office.reader.one(_SINCE, book=office.book, card_id=card_id)
    if row is None:
        raise NotFound(f"card {card_id}")
    return shanghai_day(from_us(row[0]))
