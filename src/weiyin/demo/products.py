"""What 示范银行 sells: wealth products, and deposit rates by the day they changed. All invented."""

from __future__ import annotations

from datetime import date, timedelta

from weiyin.bank.core import DepositRate, WealthProduct
from weiyin.base.money import Money

_ANY_DAY = "全天可购，交易日15:00前按当日净值"
_WEEKDAY = "交易日15:00前按当日净值"


def _product(
    code: str, name: str, risk: str, term_days: int, benchmark: str, yuan: int, window: str
) -> WealthProduct:
    return WealthProduct(code, name, risk, term_days, benchmark, Money(yuan * 100), window)


WEALTH_PRODUCTS: tuple[WealthProduct, ...] = (
    _product("SF2601", "示范·日日盈现金管理", "R1", 0, "七日年化 1.45%", 1, _ANY_DAY),
    _product("SF2602", "示范·周周享", "R1", 7, "1.60%-1.90%", 1, _ANY_DAY),
    _product("SF2603", "示范·安心月月", "R2", 30, "1.90%-2.30%", 1, _ANY_DAY),
    _product("SF2604", "示范·安心季季", "R2", 90, "2.10%-2.60%", 1, _ANY_DAY),
    _product("SF2605", "示范·稳进半年", "R2", 182, "2.30%-2.80%", 10_000, _WEEKDAY),
    _product("SF2606", "示范·稳进一年", "R2", 365, "2.50%-3.10%", 10_000, _WEEKDAY),
    _product("SF2607", "示范·固收增强14月", "R3", 425, "2.70%-3.60%", 10_000, _WEEKDAY),
    _product("SF2608", "示范·固收增强两年", "R3", 730, "3.00%-4.00%", 10_000, _WEEKDAY),
    _product("SF2609", "示范·绿色主题一年", "R2", 365, "2.40%-3.00%", 1, _WEEKDAY),
    _product("SF2610", "示范·养老稳健五年", "R3", 1826, "3.20%-4.20%", 1, _WEEKDAY),
    _product("SF2611", "示范·混合成长三年", "R4", 1095, "3.50%-6.00%", 50_000, _WEEKDAY),
    _product("SF2612", "示范·权益先锋", "R5", 0, "中证800指数收益率", 100_000, _WEEKDAY),
)

_RATES: tuple[tuple[str, int, int, int], ...] = (
    ("活期存款", 0, 10, 5),
    ("整存整取三个月", 3, 80, 65),
    ("整存整取六个月", 6, 100, 85),
    ("整存整取一年", 12, 110, 95),
    ("整存整取二年", 24, 120, 105),
    ("整存整取三年", 36, 150, 125),
    ("整存整取五年", 60, 155, 130),
    ("一天通知存款（5万元起）", 0, 45, 10),
    ("七天通知存款（5万元起）", 0, 55, 30),
    ("零存整取一年", 12, 80, 65),
    ("零存整取三年", 36, 100, 85),
    ("零存整取五年", 60, 100, 85),
    ("大额存单一年（20万元起）", 12, 125, 110),
    ("大额存单三年（20万元起）", 36, 165, 145),
)
"""Name, months, and basis points a year: before, and since the last change."""


def deposit_rates(first: date) -> tuple[DepositRate, ...]:
    """The rates in force on the `first` day of the history, and those of 103 days later."""
    changes = (first - timedelta(days=197), first + timedelta(days=103))
    return tuple(
        DepositRate(name, months, annual_bp, since)
        for name, months, *steps in _RATES
        for since, annual_bp in zip(changes, steps, strict=True)
    )
