"""额度查询: the line of credit, what is left of it, and how much of that as cash."""

from __future__ import annotations

from weiyin.bank.services.credit_accounts import CreditAccounts
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer
from weiyin.functions.calling import CreditCard
from weiyin.functions.credit.wording import day_words
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="cc_limit_query",
    title="信用卡额度",
    group="credit",
    about="查询信用卡总额度、可用额度和取现额度",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
    codes=("ED",),
)
def answer(card: CreditCard, accounts: CreditAccounts) -> Answer:
    found = accounts.limits(card.customer_no, card.account_no)
    temporary: tuple[tuple[str, str], ...] = ()
    if found.until is not None:
        temporary = (("临时额度", f"{found.temporary} 元，{day_words(found.until)}到期"),)
    return Answer(
        title="信用卡额度",
        lead=f"信用卡（{mask_card(card.tail)}）可用额度 {found.available} 元。",
        facts=(
            ("固定额度", f"{found.fixed} 元"),
            *temporary,
            ("已用额度", f"{found.used} 元"),
            ("取现额度", f"{found.cash} 元"),
        ),
        next=("cc_temp_limit", "cc_bill_query", "cc_repay"),
    )
