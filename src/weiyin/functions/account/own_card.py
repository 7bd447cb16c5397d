"""Which of the asker's own cards a function is about."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import CardKind
from weiyin.base.errors import BadInput, NotBound
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.who import Binding, Who

Tail = Annotated[
    str | None,
    Input("卡号尾号", InputKind.CARD_TAIL, help="不填则为默认卡", ask="哪张卡？请告诉我卡号后四位"),
]
"""Of a function that takes a card of either kind."""


def own_card(who: Who, tail: str | None) -> Binding:
    """The bound card with `tail`; without one the default debit card, or else credit card.

    Raises NotBound when there is none, BadInput for a tail that is not theirs or that two share.
    """
    if not who.bindings:
        raise NotBound
    named = [one for one in who.bindings if tail is None or one.tail == tail]
    if tail is None:
        named.sort(key=lambda one: (one.kind is not CardKind.DEBIT, not one.is_default))
        return named[0]
    if len(named) != 1:
        tails = "、".join(one.tail for one in who.bindings)
        raise BadInput("tail", f"您绑定的卡中没有这张，请从这些尾号中选择：{tails}")
    return named[0]


def customer_of(who: Who) -> str:
    """Raises NotBound for a stranger."""
    if who.customer_no is None:
        raise NotBound
    return who.customer_no
