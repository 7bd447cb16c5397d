"""外汇牌价: what the bank buys and sells a hundred units of a currency for."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.quotes.quote import CURRENCIES, Quote, price_words
from weiyin.bank.services.market import Market
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import (
    CURRENCIES_SAID,
    CURRENCY_CHOICES,
    course_chart,
    moment_words,
)


@function(
    id="fx_rate_query",
    title="外汇牌价",
    group="weifin.metal_fx",
    about="各币种每100外币的现汇、现钞买入价和卖出价",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
    codes=("WH",),
)
def answer(
    market: Market,
    currency: Annotated[
        str | None,
        Input("币种", InputKind.CHOICE, options=CURRENCY_CHOICES, said=CURRENCIES_SAID),
    ] = None,
) -> Answer:
    if currency is not None:
        return _one(market, market.quote(currency))
    quotes = market.currencies()
    if not quotes:
        return Answer("外汇牌价", "暂无外汇行情，请稍后再试。")
    rows = tuple(
        (
            CURRENCIES[one.symbol],
            price_words(one.bid),
            price_words(one.ask),
            price_words(one.cash_bid),
        )
        for one in quotes
    )
    return Answer(
        title="外汇牌价",
        lead=f"每100外币合人民币（元），{moment_words(quotes[0].at)}更新，成交以确认时为准。",
        table=Table(("币种", "现汇买入", "卖出价", "现钞买入"), rows),
        next=("fx_buy_sell", "fx_alert", "fx_rate_query"),
    )


def _one(market: Market, one: Quote) -> Answer:
    name = CURRENCIES[one.symbol]
    return Answer(
        title="外汇牌价",
        lead=f"{name}：每100外币，您购汇需 {price_words(one.ask)} 元，"
        f"结汇得 {price_words(one.bid)} 元。",
        facts=(
            ("现汇买入价", price_words(one.bid)),
            ("卖出价", price_words(one.ask)),
            ("现钞买入价", price_words(one.cash_bid)),
            ("中间价", price_words(one.middle)),
            ("更新时间", moment_words(one.at)),
        ),
        charts=(course_chart(name, one.symbol, market.course(one.symbol)),),
        next=("fx_buy_sell", "fx_alert", "fx_cash_reserve"),
    )
