"""What the two ways of binding a card share: the order, and the doing of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from weiyin.bank.core import Books, Card, CardKind
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.base.clock import SHANGHAI, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.mask import mask_card, mask_phone
from weiyin.base.views import Agreement
from weiyin.functions.agreements import access_agreement
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.safety.cooling import begin_cooling, is_held_by_another
from weiyin.people.who import Who
from weiyin.storage.store import Tx

AGREEMENT = "binding"
Agreed = Annotated[
    bool,
    Input(
        "微信银行服务协议及个人金融信息授权",
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


def perform_binding(order: BindOrder, who: Who, tx: Tx, book: str, now: datetime) -> Answer:
    """Bind every card of the order; all or none, in the confirming transaction.

    A customer whom another WeChat holds already hears of it, and this one moves no money for a day.
    """
    agreed = order.agreement
    owner = order.cards[0].customer_no
    second = who.customer_no is None and is_held_by_another(tx, who.oa, who.openid, owner)
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
    facts: tuple[tuple[str, str], ...] = (("已绑定", tails),)
    if second:
        until = begin_cooling(tx, who.oa, who.openid, now).astimezone(SHANGHAI)
        facts = (*facts, ("转账支付", f"{until:%m月%d日%H:%M}起可用，查询现在可用"))
        _tell_the_others(tx, order, who, book, now)
    credit = order.cards[0].kind is CardKind.CREDIT
    return Answer(
        title="绑定成功",
        lead="绑定成功，账户变动将免费通知您。",
        facts=facts,
        next=("cc_bill_query",) if credit else ("balance_query", "transfer_same_bank"),
    )


def _tell_the_others(tx: Tx, order: BindOrder, who: Who, book: str, now: datetime) -> None:
    put_event(
        tx,
        CustomerEvent(
            book=book,
            customer_no=order.cards[0].customer_no,
            kind="second_binding",
            title="新微信绑定提醒",
            facts=(
                ("绑定卡片", "、".join(mask_card(card.tail) for card in order.cards)),
                ("提示", "如非本人操作，请立即回复“锁卡”并联系客服"),
            ),
            at=now,
            key=f"second-binding:{who.oa}:{who.openid}:{to_us(now)}",
        ),
    )
