"""积分查询: how many points, and which of them end soon."""

from __future__ import annotations

from weiyin.bank.services.credit_points import CreditPoints
from weiyin.base.mask import mask_card
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import CreditCard
from weiyin.functions.declare import Menu, Needs, Risk, function

_SHOWN = 6


@function(
    id="cc_points_query",
    title="积分查询",
    group="credit",
    about="查询信用卡积分余额和到期日",
    risk=Risk.READ,
    needs=Needs.CREDIT_CARD,
    menu=Menu.CREDIT,
    codes=("JF",),
)
def answer(card: CreditCard, points: CreditPoints) -> Answer:
    lots = points.lots(card.customer_no, card.account_no)
    total = sum(lot.left for lot in lots)
    soonest = (("最早到期", f"{lots[0].left:,} 分，{lots[0].expires}"),) if lots else ()
    return Answer(
        title="信用卡积分",
        lead=f"信用卡（{mask_card(card.tail)}）现有积分 {total:,} 分。",
        facts=(*soonest, ("积分规则", "随账单入账，先到期的先使用")),
        table=Table(
            ("账单月", "剩余积分", "到期日"),
            tuple((lot.month, f"{lot.left:,}", str(lot.expires)) for lot in lots[:_SHOWN]),
            total=len(lots),
        )
        if lots
        else None,
        next=("cc_points_redeem",),
    )
