"""临时额度调整: asked for and decided at once, in force for a number of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.wording import day_words
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind


@dataclass(frozen=True, slots=True)
class TemporaryLimit:
    customer_no: str
    account_no: str
    amount: Money


@function(
    id="cc_temp_limit",
    title="临时额度调整",
    group="credit",
    about="申请临时额度，实时审批，到期自动恢复",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    amount: Annotated[Money, Input("临时额度", InputKind.MONEY, ask="想把额度临时调到多少？")],
) -> DraftRequest:
    until = accounts.judge_temporary(card.customer_no, card.account_no, amount)
    now = accounts.limits(card.customer_no, card.account_no)
    return DraftRequest(
        title="临时额度调整",
        facts=(
            ("调整后额度", f"{amount} 元"),
            ("固定额度", f"{now.fixed} 元"),
            ("信用卡", mask_card(card.tail)),
            ("有效期至", day_words(until)),
            ("费用", "免费"),
        ),
        order=TemporaryLimit(card.customer_no, card.account_no, amount),
        step_up=StepUp.CODE,
        phone=books.reserved_phone(card.customer_no),
        words=f"信用卡尾号{card.tail}临时额度调至{amount}元",
        warning="到期后额度自动恢复为固定额度。",
    )


def perform(order: TemporaryLimit, accounts: CreditAccounts, key: DraftKey) -> Answer:
    granted = accounts.temporary_limit(key, order.customer_no, order.account_no, order.amount)
    assert granted.until is not None, "a limit that was granted is in force"
    return Answer(
        title="调整成功",
        lead=f"临时额度 {granted.temporary} 元已生效。",
        facts=(
            ("可用额度", f"{granted.available} 元"),
            ("有效期至", day_words(granted.until)),
        ),
        next=("cc_limit_query",),
    )
