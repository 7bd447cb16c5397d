"""A field that asks for a card offers the cards that are bound, instead of asking for digits."""

from __future__ import annotations

from dataclasses import replace

from weiyin.bank.core import CardKind
from weiyin.base.views import Choice, Field, FieldKind, Form
from weiyin.people.who import Binding, Who

_KINDS: dict[FieldKind, tuple[CardKind, ...]] = {
    "any_card": (CardKind.DEBIT, CardKind.CREDIT),
    "debit_card": (CardKind.DEBIT,),
    "credit_card": (CardKind.CREDIT,),
}
_NAMES = {CardKind.DEBIT: "借记卡", CardKind.CREDIT: "信用卡"}


def asks_for_a_card(form: Form) -> bool:
    return any(field.kind in _KINDS for field in form.fields)


def offer_own_cards(form: Form, who: Who) -> Form:
    """The same form with each card field as a choice, or without it when there is none."""
    fields = (_offer(field, who) if field.kind in _KINDS else field for field in form.fields)
    return replace(form, fields=tuple(field for field in fields if field is not None))


def _offer(field: Field, who: Who) -> Field | None:
    cards = [binding for binding in who.bindings if binding.kind in _KINDS[field.kind]]
    if len(cards) < 2 and not field.required:
        return None
    return replace(
        field,
        label=field.label.removesuffix("尾号"),
        kind="choice",
        help="",
        options=tuple(Choice(card.tail, _name(card)) for card in cards),
        value=next((card.tail for card in cards if card.is_default), ""),
    )


def _name(card: Binding) -> str:
    return f"{_NAMES[card.kind]} 尾号{card.tail}{'（默认）' if card.is_default else ''}"
