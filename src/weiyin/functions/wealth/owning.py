"""What is held, as the pages of wealth products and of funds show it."""

from __future__ import annotations

from weiyin.bank.services.wealth_orders import WealthOrders
from weiyin.bank.services.wealth_positions import CurvePoint, WealthPositions
from weiyin.bank.wealth.dealing import shown_nav, shown_units
from weiyin.bank.wealth.positions import Position
from weiyin.bank.wealth.shelf import Kind
from weiyin.base.money import Money
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.functions.answers import Answer, Table

_CURVE_DAYS = 60


def holdings_answer(
    customer_no: str, positions: WealthPositions, orders: WealthOrders, title: str,
    kinds: frozenset[Kind], ways_on: tuple[str, ...],
) -> Answer:  # fmt: skip
    """Positions of these kinds with what is on its way, and the curve of what they are worth."""
    mine = [one for one in positions.positions(customer_no) if one.kind in kinds]
    if not mine:
        return Answer(title, f"您目前没有持有{title.removeprefix('我的')}。", next=ways_on[1:])
    value = _sum([one.value for one in mine])
    codes = {one.code for one in mine}
    waiting = [
        one for one in orders.mine(customer_no, 50) if one.code in codes and one.state == "placed"
    ]
    return Answer(
        title=title,
        lead=f"持有 {len(mine)} 只，市值 {value} 元，"
        f"持有收益 {signed(_sum([one.profit for one in mine]))} 元。{_on_its_way(mine)}",
        facts=(
            ("最新日收益", f"{signed(_sum([one.yesterday for one in mine]))} 元"),
            ("累计收益", f"{signed(_sum([one.total_profit for one in mine]))} 元"),
            *((("待确认委托", f"{len(waiting)} 笔"),) if waiting else ()),
        ),
        table=Table(
            ("产品", "市值", "持有收益", "份额", "净值", "到期/可赎日"),
            tuple(map(_row, mine)),
            keys=tuple(one.code for one in mine),
            opens="fund_list" if Kind.FUND in kinds else "wealth_detail",
        ),
        charts=_charts(positions.curve(customer_no, tuple(sorted(kinds)), _CURVE_DAYS), mine),
        next=ways_on,
    )


def signed(money: Money) -> str:
    return f"+{money}" if money.fen > 0 else str(money)


def _on_its_way(mine: list[Position]) -> str:
    """Money that has left the account and is not yet units: it must not look lost."""
    incoming = _sum([one.incoming for one in mine])
    return f"另有 {incoming} 元待确认份额。" if incoming else ""


def _row(one: Position) -> tuple[str, ...]:
    more = f"（待确认 {one.incoming} 元）" if one.incoming else ""
    return (
        f"{one.name}{more}", str(one.value), signed(one.profit), shown_units(one.units),
        shown_nav(one.nav_e4), _open_from(one),
    )  # fmt: skip


def _open_from(one: Position) -> str:
    if one.next_day is not None:
        return str(one.next_day)
    return "现可赎回" if one.units else "—"


def _charts(curve: tuple[CurvePoint, ...], mine: list[Position]) -> tuple[Chart, ...]:
    charts: list[Chart] = []
    if len(curve) > 1:
        points = (ChartPoint(f"{p.day:%m-%d}", p.value.fen, f"{p.value} 元") for p in curve)
        charts.append(Chart("line", "持仓市值走势", tuple(points)))
    worth = [one for one in mine if one.value]
    if len(worth) > 1:
        shares = (ChartPoint(one.name, one.value.fen, f"{one.value} 元") for one in worth)
        charts.append(Chart("share", "持仓构成", tuple(shares)))
    return tuple(charts)


def _sum(amounts: list[Money]) -> Money:
    return sum(amounts, Money.zero())
