"""违章查询: what the police has against a car, by plate and the end of its engine number."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.services.bills import Bills
from weiyin.base.errors import BadInput
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.life.picking import merchant


@function(
    id="traffic_fine_query",
    title="交通违章查询",
    group="ysh.life",
    about="按车牌号和发动机号查未处理违章",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.LIFE,
)
def answer(
    bills: Bills,
    plate: Annotated[str, Input("车牌号", InputKind.USER_NUMBER, help="如 京A12345")],
    engine: Annotated[str, Input("发动机号后4位", InputKind.USER_NUMBER)],
) -> Answer:
    if len(engine) != 4 or not engine.isalnum():
        raise BadInput("engine", "请填写发动机号的后4位")
    police = merchant(bills, "violation")
    try:
        found = bills.find(police.code, plate, {"engine": engine.upper()})
    except BadInput as refusal:
        raise BadInput("plate", refusal.heard) from refusal
    if not found.charges:
        return Answer("交通违章查询", "没有未处理的违章。")
    rows = tuple(
        (one.title, dict(one.facts).get("地点", ""), f"{one.amount}", one.ref)
        for one in found.charges
    )
    return Answer(
        title="交通违章查询",
        lead=f"有 {len(rows)} 条未处理违章，凭决定书编号可缴罚款。",
        table=Table(("违章", "地点", "罚款（元）", "决定书编号"), rows),
        next=("traffic_fine_pay",),
    )
