"""汇率到价提醒: told once when a currency or a metal reaches the price that was waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.bank.quotes.alerts import Alert
from weiyin.bank.quotes.quote import METALS, NAMES, Quote, price_words
from weiyin.bank.services.market import Market
from weiyin.bank.services.price_alerts import PriceAlerts
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.views import Choice, Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.calling import DraftKey
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.metal_fx.wording import (
    CURRENCIES_SAID,
    CURRENCY_CHOICES,
    METAL_CHOICES,
    METALS_SAID,
    customer_of,
    lot_words,
)
from weiyin.people.who import Who

_SAMPLE = "例如“美元到720提醒我”“黄金跌到780提醒我”"
_LOT = 100


@dataclass(frozen=True, slots=True)
class Wait:
    """`alert_no`: the one to stop; empty: a new one for `symbol` at `target`."""

    customer_no: str
    symbol: str
    target: int
    alert_no: str = ""


@function(
    id="fx_alert",
    title="汇率到价提醒",
    group="weifin.metal_fx",
    about="外币或贵金属到了目标价就提醒一次，可查看和取消",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
    menu=Menu.WEIFIN,
)
def answer(
    who: Who,
    market: Market,
    alerts: PriceAlerts,
    symbol: Annotated[
        str | None,
        Input(
            "品种",
            InputKind.CHOICE,
            options=(*CURRENCY_CHOICES, *METAL_CHOICES),
            said=(*CURRENCIES_SAID, *METALS_SAID),
        ),
    ] = None,
    target: Annotated[
        Money | None,
        Input("目标价", InputKind.MONEY, help="外币按每100单位，贵金属按每克，例如 720"),
    ] = None,
    stop: Annotated[
        str | None, Input("要取消的提醒", InputKind.WORDS, help="不填则查看或新设")
    ] = None,
) -> Answer | DraftRequest:
    customer = customer_of(who)
    mine = alerts.mine(customer)
    if stop is not None:
        return _stopping(customer, mine, stop)
    if symbol is None and target is None:
        return _listed(mine)
    if symbol is None or target is None:
        raise BadInput("target" if symbol else "symbol", f"请说出品种和目标价，{_SAMPLE}")
    quote = market.quote(symbol)
    price = _price(quote, target)
    rises = price > quote.middle
    shown = f"{price_words(price)} {lot_words(symbol)}"
    return DraftRequest(
        title="设置到价提醒",
        facts=(
            ("品种", NAMES[symbol]),
            ("提醒条件", f"中间价{'涨到' if rises else '跌到'} {shown}"),
            ("当前中间价", f"{price_words(quote.middle)} {lot_words(symbol)}"),
            ("提醒方式", "到价后微信提醒一次"),
        ),
        order=Wait(customer, symbol, price),
        step_up=StepUp.NONE,
    )  # fmt: skip


def offer(who: Who, alerts: PriceAlerts) -> tuple[Offer, ...]:
    mine = alerts.mine(customer_of(who))
    return (Offer("stop", options=tuple(Choice(one.alert_no, _said(one)) for one in mine)),)


def perform(order: Wait, alerts: PriceAlerts, key: DraftKey) -> Answer:
    if order.alert_no:
        left = alerts.stop(key, order.customer_no, order.alert_no)
        return Answer("已取消", f"提醒已取消，还有 {left} 个在等待。", next=("fx_alert",))
    made = alerts.add(key, order.customer_no, order.symbol, order.target)
    return Answer(
        "提醒已设置", f"{_said(made)}时会提醒您一次。", next=("fx_alert", "fx_rate_query")
    )


def _price(quote: Quote, target: Money) -> int:
    """As `Quote` counts. People say 7.2 and 720 of the same dollar: the nearer one is meant."""
    said = target.fen * 100
    if quote.symbol in METALS:
        return said
    return min((said, said * _LOT), key=lambda price: abs(price - quote.middle))


def _said(one: Alert) -> str:
    way = "涨到" if one.rising else "跌到"
    return f"{NAMES[one.symbol]}{way} {price_words(one.target)}"


def _listed(mine: tuple[Alert, ...]) -> Answer:
    if not mine:
        return Answer("到价提醒", f"没有等待中的提醒。想设提醒请说出品种和价格，{_SAMPLE}。",
                      next=("fx_alert",))  # fmt: skip
    rows = tuple((_said(one), lot_words(one.symbol)) for one in mine)
    return Answer(
        "到价提醒", f"有 {len(mine)} 个提醒在等待。", table=Table(("提醒", "单位"), rows),
        next=("fx_alert", "fx_rate_query", "metal_price"),
    )  # fmt: skip


def _stopping(customer: str, mine: tuple[Alert, ...], alert_no: str) -> DraftRequest:
    for one in mine:
        if one.alert_no == alert_no:
            return DraftRequest(
                title="取消到价提醒",
                facts=(("提醒", _said(one)),),
                order=Wait(customer, one.symbol, one.target, alert_no),
                step_up=StepUp.NONE,
            )
    raise BadInput("stop", "没有找到这个提醒，可能已经触发或取消")
