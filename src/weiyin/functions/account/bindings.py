"""我的绑定: the cards bound to this WeChat account, masked, with the default marked."""

from __future__ import annotations

from weiyin.bank.core import Books, CardKind
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who

_KINDS = {CardKind.DEBIT: "借记卡", CardKind.CREDIT: "信用卡"}


@function(
    id="binding_list",
    title="我的绑定",
    group="common.account",
    about="查看已绑定的银行卡和默认卡",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
    place=4,
    codes=("BD",),
)
def answer(who: Who, books: Books) -> Answer:
    rows = tuple(
        (
            mask_card(bound.tail),
            _KINDS[CardKind(bound.kind)] + ("（默认）" if bound.is_default else ""),
            books.card(bound.card_id).product,
        )
        for bound in who.bindings
    )
    return Answer(
        title="我的绑定",
        lead=f"您已绑定 {len(rows)} 张卡。",
        table=Table(("卡号", "类型", "产品"), rows),
        next=("account_bind_debit", "account_unbind"),
    )
