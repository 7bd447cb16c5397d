"""余额查询: balance, available and held of the asked or default debit card, and of the others."""

from __future__ import annotations

from weiyin.bank.core import Books, CardKind
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import DebitCard
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who


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
def answer(card: DebitCard, who: Who, books: Books) -> Answer:
    balance = books.balance(card.account_no)
    facts = [("账户余额", f"{balance.posted} 元")]
    if balance.held:
        facts.append(("冻结金额", f"{balance.held} 元"))
    return Answer(
        title="余额查询",
        lead=f"您的借记卡（{mask_card(card.tail)}）可用余额 {balance.available} 元。",
        facts=tuple(facts),
        table=_others(card, who, books),
        next=("transaction_query", "transfer_same_bank"),
    )


def _others(card: DebitCard, who: Who, books: Books) -> Table | None:
    """The person's other debit accounts; two cards to one account are one balance."""
    cards = {
        one.account_no: one
        for one in who.bindings
        if one.kind is CardKind.DEBIT and one.account_no != card.account_no
    }
    if not cards:
        return None
    rows = []
    for one in cards.values():
        balance = books.balance(one.account_no)
        rows.append((mask_card(one.tail), str(balance.available), str(balance.held)))
    return Table(("其他借记卡", "可用余额", "冻结"), tuple(rows))
