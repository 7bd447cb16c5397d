"""The small bank's shelf: a product of each kind, with the net values of the last days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from weiyin.bank.core import WealthProduct
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.officer import Officer
from weiyin.bank.wealth import bonds
from weiyin.bank.wealth.bonds import BondKind, Issue
from weiyin.bank.wealth.insurance import Insurance, list_insurances
from weiyin.bank.wealth.navs import Nav, publish
from weiyin.bank.wealth.shelf import Kind, Terms, put_terms
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money
from weiyin.storage.store import Tx

_OPENS = date(2026, 1, 5)
_ISSUER = "示范理财有限责任公司"

SHELF = (
    (
        WealthProduct("W1", "示范稳利90天", "R2", 90, "2.60%", Money(1_000_000), "每日可购"),
        Terms(Kind.WEALTH, _ISSUER, "固定收益类，", _OPENS, hold_days=90),
    ),
    (
        WealthProduct("W2", "示范日日盈", "R1", 0, "七日年化1.45%", Money(1), "每日可购"),
        Terms(Kind.CASH, _ISSUER, "现金管理类，", _OPENS, pay_days=1),
    ),
    (
        WealthProduct("W3", "示范进取混合", "R4", 0, "3.50%-6.00%", Money(10_000), "每日可购"),
        Terms(Kind.WEALTH, _ISSUER, "混合类，", _OPENS, cooling_hours=24),
    ),
    (
        WealthProduct("W4", "示范封闭半年", "R2", 182, "2.40%", Money(10_000), "募集期内"),
        Terms(
            Kind.WEALTH, _ISSUER, "封闭式，", date(2026, 7, 13), date(2026, 7, 22),
            date(2026, 7, 23), date(2027, 1, 21),
        ),
    ),
    (
        WealthProduct("F1", "示范成长混合", "R3", 0, "沪深300×60%", Money(1_000), "交易日15:00前"),
        Terms(
            Kind.FUND, "示范基金管理有限公司", "混合型，", _OPENS,
            buy_fees=((100_000_000, 150), (0, 100)), redeem_fees=((7, 150), (365, 50), (0, 0)),
        ),
    ),
)  # fmt: skip


_NONE = Money(0)
ISSUES = (
    Issue(
        "2607", "2026年第七期电子式国债", BondKind.YEARLY, 36, 163, date(2026, 7, 10),
        date(2026, 7, 21), date(2026, 7, 10), Money(20_000_00), _NONE, Money(3_000_000_00),
    ),
    Issue(
        "2609", "2026年第九期凭证式国债", BondKind.WHOLE, 60, 170, date(2026, 8, 10),
        date(2026, 8, 19), date(2026, 8, 10), Money(50_000_00), _NONE, Money(3_000_000_00),
    ),
)  # fmt: skip
INSURANCES = (
    Insurance(
        "I1", "示范百万医疗险", "示范人寿", "health", "住院医疗费用报销。", "18至60岁",
        Money(388_00), "一年",
    ),
    Insurance(
        "I2", "示范家财险", "示范财险", "property", "火灾、水管爆裂损失。", "自有或租住住房",
        Money(60_00), "一年",
    ),
)  # fmt: skip


def stock_wealth(tx: Tx, core: EmbeddedCore) -> None:
    Officer(core).list_products(tx, [product for product, _ in SHELF])
    opened = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
    for product, terms in SHELF:
        put_terms(tx, core.book, product.code, terms, opened)
    publish_navs(tx, core, date(2026, 7, 13), date(2026, 7, 19))
    office = core.office(tx)
    for issue in ISSUES:
        bonds.issue(tx, office, issue)
    list_insurances(tx, core.book, INSURANCES)


def publish_navs(tx: Tx, core: EmbeddedCore, first: date, last: date) -> None:
    """A step up each day: W1 by 0.0001, W3 and F1 by 0.0010; W2 brings 0.4000 on 10,000 units."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        since = (day - date(2026, 7, 1)).days
        for code, nav in (("W1", 10_000 + since), ("W3", 10_000 + 10 * since),
                          ("F1", 12_000 + 10 * since)):  # fmt: skip
            publish(tx, core.book, code, [Nav(day, nav, nav)])
        publish(tx, core.book, "W2", [Nav(day, 10_000, 10_000, 4_000)])
