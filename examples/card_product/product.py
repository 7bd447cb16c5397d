"""卡片产品: the product, state and owner of the asked or default debit card, masked."""

from __future__ import annotations

from weiyin.bank.core import Books, CardStatus
from weiyin.base.mask import mask_card, mask_name
from weiyin.functions.answers import Answer
from weiyin.functions.calling import DebitCard
from weiyin.functions.declare import Needs, Risk, function

_STATES = {
    CardStatus.ACTIVE: "正常",
    CardStatus.FROZEN: "已冻结",
    CardStatus.LOST: "已挂失",
    CardStatus.CLOSED: "已销户",
}


@function(
    id="card_product",
    title="卡片产品",
    group="common.account",
    about="查询借记卡是什么产品、户名是谁",
    risk=Risk.READ,
    needs=Needs.DEBIT_CARD,
    codes=("KZ",),
)
def answer(card: DebitCard, books: Books) -> Answer:
    found = books.card(card.card_id)
    owner = books.customer(card.customer_no)
    return Answer(
        title="卡片产品",
        lead=f"您的借记卡（{mask_card(card.tail)}）状态{_STATES[found.status]}。",
        facts=(("户名", mask_name(owner.name)), ("产品", found.product)),
        next=("balance_query",),
    )
