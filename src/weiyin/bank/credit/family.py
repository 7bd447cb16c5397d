"""The supplementary cards of a credit account: as its owner sees them, and what they may spend."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weiyin.bank import cards
from weiyin.bank.account.controls import access_card
from weiyin.bank.core import Card, CardStatus
from weiyin.bank.credit.caps import spent_fen
from weiyin.bank.credit.plastics import Plastic, PlasticState, find_plastic, put_plastic
from weiyin.bank.credit.terms import CreditAccount, find_account
from weiyin.bank.service import Office
from weiyin.base.errors import BadInput, NotFound
from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Supplementary:
    """`cap` and `spent` are of the bill to come; `is_new`: still to be activated."""

    card_id: str
    tail: str
    holder: str
    cap: Money
    spent: Money
    is_new: bool
    status: CardStatus


def family_of(office: Office, account: CreditAccount) -> tuple[Supplementary, ...]:
    """Those that were not closed, oldest first."""
    found = []
    for card in cards.cards_of(office.reader, office.book, account.customer_no):
        plastic = find_plastic(office.reader, office.book, card.card_id)
        is_theirs = card.account_no == account.no and card.status is not CardStatus.CLOSED
        if is_theirs and plastic is not None and plastic.holder:
            found.append(_view(office, account, card, plastic))
    return tuple(found)


def set_cap(office: Office, customer_no: str, card_id: str, cap: Money) -> Supplementary:
    """Raises NotFound for another's card and for a main one, BadInput beyond the fixed limit."""
    card = access_card(office.tx, office.book, customer_no, card_id)
    plastic = find_plastic(office.tx, office.book, card_id)
    if plastic is None or not plastic.holder:
        raise NotFound(f"supplementary card {card_id}")
    account = find_account(office.tx, office.book, card.account_no)
    if not 0 < cap.fen <= account.limit_fen:
        most = Money(account.limit_fen)
        raise BadInput("limit", f"附属卡限额须大于零，且不超过主卡固定额度 {most} 元")
    changed = replace(plastic, limit_fen=cap.fen)
    put_plastic(office.tx, office.book, changed)
    return _view(office, account, card, changed)


def _view(office: Office, account: CreditAccount, card: Card, plastic: Plastic) -> Supplementary:
    spent = Money(spent_fen(office, account, card.card_id, office.today))
    return Supplementary(
        card.card_id, card.tail, plastic.holder, Money(plastic.limit_fen), spent,
        plastic.state is PlasticState.NEW, card.status,
    )  # fmt: skip
