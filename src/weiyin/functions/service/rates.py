"""利率/费率查询: deposits, the credit card, other services; as in force today."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.core import Books
from weiyin.bank.services.charges import Charges
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind

_KINDS = (("deposit", "存款利率"), ("credit", "信用卡息费"), ("transfer", "转账收费与限额"))
_SAID = (
    ("credit", "信用卡|透支|违约金|分期|年费|取现"),
    ("transfer", "转账|汇款|跨行|手续费"),
    ("deposit", "存款|定期|活期"),
)
_MORE = ("deposit_rate_query", "fx_rate_query", "metal_price", "loan_calculator")


@function(
    id="rate_query",
    title="利率费率",
    group="common.service",
    about="存款利率、信用卡息费、转账收费，按当天执行的标准",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
    codes=("FL",),
)
def answer(
    books: Books,
    charges: Charges,
    kind: Annotated[
        str | None, Input("查询种类", InputKind.CHOICE, options=_KINDS, said=_SAID)
    ] = None,
) -> Answer:
    what = kind or "deposit"
    rows = _deposits(books) if what == "deposit" else charges.of_area(what)
    return Answer(
        title=dict(_KINDS)[what],
        lead="以下为今天执行的标准，如有调整以公告为准。",
        table=Table(("项目", "标准"), rows, total=len(rows)),
        next=_MORE,
    )


def _deposits(books: Books) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, f"年利率 {one.annual_bp // 100}.{one.annual_bp % 100:02d}%")
        for one in books.deposit_rates()
    )
