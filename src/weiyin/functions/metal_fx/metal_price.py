"""贵金属行情: what a gram costs and brings now, its day as a chart, and what one has."""

from __future__ import annotations

from typing import Annotated

from weiyin.bank.metal.dealing import gram_words
from weiyin.bank.quotes.quote import METALS, Quote, fen_of, price_words
from weiyin.bank.services.market import Market
from weiyin.bank.services.metals import Metals
from weiyin.base.money import Money
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import (
    METAL_CHOICES,
    METALS_SAID,
    course_chart,
    moment_words,
)
from weiyin.people.who import Who


@function(
    id="metal_price",
    title="贵金属行情",
    group="weifin.metal_fx",
    about="黄金、白银的买入赎回价和今日走势",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    market: Market,
    metals: Metals,
    metal: Annotated[
        str | None,
        Input("品种", InputKind.CHOICE, options=METAL_CHOICES, said=METALS_SAID),
    ] = None,
) -> Answer:
    quotes = {one.symbol: one for one in market.metals()}
    shown = [one for one in quotes.values() if metal in (None, one.symbol)]
    if not shown:
        return Answer("贵金属行情", "暂无贵金属行情，请稍后再试。")
    held = dict(metals.held(who.customer_no)) if who.customer_no else {}
    rows = tuple(
        (METALS[one.symbol], price_words(one.ask), price_words(one.bid), price_words(one.middle))
        for one in shown
    )
    first = shown[0]
    return Answer(
        title="贵金属行情",
        lead=f"{METALS[first.symbol]}积存买入 {price_words(first.ask)} 元/克，"
        f"赎回 {price_words(first.bid)} 元/克（{moment_words(first.at)}）。",
        facts=tuple(_held(quotes[symbol], held[symbol]) for symbol in held if symbol in quotes),
        table=Table(("品种（元/克）", "买入价", "赎回价", "中间价"), rows),
        charts=tuple(
            course_chart(METALS[one.symbol], one.symbol, market.course(one.symbol)) for one in shown
        ),
        next=("metal_accumulate", "metal_physical_order", "fx_alert"),
    )


def _held(quote: Quote, quantity: int) -> tuple[str, str]:
    worth = Money(fen_of(quantity, quote.bid))
    return f"我的积存{METALS[quote.symbol]}", f"{gram_words(quantity)}，按赎回价约 {worth} 元"
