"""年度便利化额度查询: what of the yearly quota is used and left, and for what."""

from __future__ import annotations

from weiyin.bank.fx.dealing import Deal
from weiyin.bank.fx.quota import Side
from weiyin.bank.quotes.quote import CURRENCIES
from weiyin.bank.services.foreign_exchange import ForeignExchange
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.metal_fx.wording import customer_of, moment_words
from weiyin.people.who import Who


@function(
    id="fx_quota_query",
    title="年度便利化额度查询",
    group="weifin.metal_fx",
    about="今年购汇、结汇额度用了多少、还剩多少",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(who: Who, exchange: ForeignExchange) -> Answer:
    customer = customer_of(who)
    found, held = exchange.quotas(customer), exchange.held(customer)
    rows = tuple(map(_row, found.deals))
    return Answer(
        title="外汇年度额度",
        lead=f"{found.buy.year}年购汇额度还剩等值 {found.buy.left} 美元，"
        f"结汇额度还剩等值 {found.sell.left} 美元。",
        facts=(
            ("购汇已用", f"{found.buy.used} / {found.buy.most} 美元"),
            ("结汇已用", f"{found.sell.used} / {found.sell.most} 美元"),
            *((f"{CURRENCIES[one.currency]}余额", str(one)) for one in held),
            ("说明", "额度每年1月1日恢复，以外汇管理局系统为准"),
        ),
        table=Table(("时间", "业务", "外币", "人民币", "用途"), rows) if rows else None,
        next=("fx_buy_sell", "fx_rate_query"),
    )


def _row(one: Deal) -> tuple[str, ...]:
    return (
        moment_words(one.at),
        "购汇" if one.side is Side.BUY else "结汇",
        f"{CURRENCIES[one.amount.currency]} {one.amount}",
        str(one.paid),
        one.purpose,
    )
