"""商城优惠: what the bank's mall has on offer, for everybody to browse."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.bills import Bills
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life import picking


@function(
    id="mall_deals",
    title="商城优惠",
    group="ysh.life",
    about="浏览商城的优惠商品",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    bills: Bills,
    rows: RowsShown,
    words: Annotated[str | None, Input("找什么", InputKind.WORDS, help="不填则看全部")] = None,
) -> Answer:
    found = [one for _, one in picking.shelf(bills, "mall") if not words or words in one.title]
    if not found:
        return Answer("商城优惠", f"没有找到“{words}”。" if words else "暂时没有优惠商品。")
    shown = tuple(
        (one.title, f"{one.amount} 元", dict(one.facts).get("优惠", "")) for one in found[:rows]
    )
    table = Table(("商品", "价格", "优惠"), shown, len(found))
    return Answer("商城优惠", f"共 {len(found)} 件优惠商品，以下单时价格为准。", table=table)
