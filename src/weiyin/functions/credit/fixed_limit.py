"""固定额度调整: an application that a person of the bank decides."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.credit.cases import CaseKind
from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.bank.services.credit_cases import CreditCases
from weiyin.base.errors import BadInput
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import CreditCard, DraftKey
from weiyin.functions.credit.casework import CaseOrder, asked, opened
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_GROUNDS = (
    ("income", "收入提高"),
    ("asset", "在本行有存款或理财"),
    ("house", "房产车产"),
    ("other", "其他"),
)


@function(
    id="cc_fixed_limit",
    title="固定额度调整",
    group="credit",
    about="申请提高信用卡固定额度，由专人审核",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
)
def answer(
    card: CreditCard,
    books: Books,
    accounts: CreditAccounts,
    amount: Annotated[Money, Input("期望额度", InputKind.MONEY, ask="希望固定额度调到多少？")],
    ground: Annotated[str | None, Input("申请依据", InputKind.CHOICE, options=_GROUNDS)] = None,
) -> DraftRequest:
    now = accounts.limits(card.customer_no, card.account_no)
    if amount <= now.fixed:
        raise BadInput("amount", f"期望额度应高于现固定额度 {now.fixed} 元")
    why = ground or "other"
    return asked(
        card, books, CaseKind.LIMIT, amount, {"amount": str(amount), "ground": dict(_GROUNDS)[why]},
        (
            ("期望额度", f"{amount} 元"),
            ("现固定额度", f"{now.fixed} 元"),
            ("申请依据", dict(_GROUNDS)[why]),
            ("信用卡", mask_card(card.tail)),
            ("办理时间", "一般 3 个工作日"),
        ),
        "提交即授权本行为审核本次申请查询您的个人信用信息。",
    )  # fmt: skip


def perform(order: CaseOrder, cases: CreditCases, key: DraftKey) -> Answer:
    return opened(order, cases, key, "申请已受理，审核结果将通知您。", "cc_limit_query")
