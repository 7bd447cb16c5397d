"""余额查询: balance, available and held of the asked or default debit card, from the ledger."""

from __future__ import annotations

from weiyin.bank.core import Books
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer
from weiyin.functions.calling import DebitCard
from weiyin.functions.declare import Menu, Needs, Risk, function


@function(
    id="balance_query",
    title="余额查询",
    group="common.account",
    about="查询借记卡账户余额、可用余额和冻结金额",
    risk=Risk.READ,
    needs=Needs.DEBIT_CARD,
    menu=Menu.WEIFIN,
    place=1,
    codes=("YE",),
)
def answer(card: DebitCard, books: Books) -> Answer:
    balance = books.balance(card.account_no)
    facts = [("账户余额", f"{balance.posted} 元")]
    if balance.held:
        facts.append(("冻结金额", f"{balance.held} 元"))
    return Answer(
        title="余额查询",
        lead=f"您的借记卡（{mask_card(card.tail)}）可用余额 {balance.available} 元。",
        facts=tuple(facts),
        next=("transaction_query", "transfer_same_bank"),
    )
