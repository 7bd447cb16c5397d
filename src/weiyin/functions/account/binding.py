"""What the two ways of binding a card share: the order, and the doing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.bank.core import Books, Card, CardKind
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.mask import mask_card, mask_phone
from weiyin.base.views import Agreement
from weiyin.functions.agreements import access_agreement
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.who import Who
from weiyin.storage.store import Tx

AGREEMENT = "binding"
Agreed = Annotated[
    bool,
    Input(
        "我已阅读并同意微信银行服务协议及个人金融信息授权",
        InputKind.CONSENT,
        agreement=AGREEMENT,
    ),
]
"""The consent without which nothing is bound."""
_MISMATCH = "您填写的信息与银行留存的不一致，请核对后重试"
"""The same words whichever fact is wrong, and when there is no such card at all."""


@dataclass(frozen=True, slots=True)
class BindOrder:
    cards: tuple[Card, ...]
    agreement: Agreement


@contextmanager
def one_answer_to_any_mismatch() -> Iterator[None]:
    """Around asking the bank who this is."""
    try:
        yield
    except NotFound as refusal:
        raise NotFound(str(refusal), heard=_MISMATCH) from refusal


def request_binding(title: str, cards: tuple[Card, ...], who: Who, books: Books) -> DraftRequest:
    """A draft to bind `cards` of one customer, proven by a code to the bank's own phone number."""
    already = {binding.card_id for binding in who.bindings}
    new = tuple(card for card in cards if card.card_id not in already)
    if not new:
        raise NotAllowed("already_bound", "这张卡已经绑定，无需重复绑定")
    owner = new[0].customer_no
    if who.customer_no not in (None, owner):
        raise NotAllowed("one_customer", "一个微信号只能绑定同一位客户名下的卡")
    phone = books.reserved_phone(owner)
    return DraftRequest(
        title=title,
        facts=(*_shown(new), ("验证手机", mask_phone(phone))),
        order=BindOrder(new, access_agreement(AGREEMENT)),
        step_up=StepUp.CODE,
        phone=phone,
        words=f"绑定{'、'.join(f'尾号{card.tail}' for card in new)}的银行卡",
    )


def _shown(cards: tuple[Card, ...]) -> tuple[tuple[str, str], ...]:
    """What may be told before the code: nothing of a card whose number was not typed."""
    if any(card.kind is CardKind.CREDIT for card in cards):
        return (("绑定卡片", "您名下的信用卡"),)
    return (
        ("绑定卡片", "、".join(mask_card(card.tail) for card in cards)),
        ("卡片类型", "、".join(dict.fromkeys(card.product for card in cards))),
    )


def perform_binding(order: BindOrder, who: Who, tx: Tx, now: datetime) -> Answer:
    """Bind every card of the order; all or none, in the confirming transaction."""
    agreed = order.agreement
    give_consent(
        tx,
        oa=who.oa,
        openid=who.openid,
        purpose=Purpose.BINDING,
        version=agreed.version,
        text="\n".join((agreed.title, *agreed.paragraphs)),
        at=now,
    )
    for card in order.cards:
        bind(
            tx,
            oa=who.oa,
            openid=who.openid,
            card=card,
            consent_version=agreed.version,
            at=now,
        )
    tails = "、".join(mask_card(card.tail) for card in order.cards)
    credit = order.cards[0].kind is CardKind.CREDIT
    return Answer(
        title="绑定成功",
        lead="绑定成功，账户变动将免费通知您。",
        facts=(("已绑定", tails),),
        next=("cc_bill_query",) if credit else ("balance_query", "transfer_same_bank"),
    )
