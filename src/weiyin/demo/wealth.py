"""Wealth in the demo: terms and net values of the whole shelf, funds, bonds, insurance, holders."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from weiyin.bank.core import WealthProduct
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CASH
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.wealth import bonds, orders
from weiyin.bank.wealth.bonds import BondKind, Issue
from weiyin.bank.wealth.dealing import NAV_ONE
from weiyin.bank.wealth.insurance import Insurance, list_insurances
from weiyin.bank.wealth.navs import Nav, publish
from weiyin.bank.wealth.shelf import Kind, Terms, products, put_terms
from weiyin.bank.wealth.suitability import put_grade
from weiyin.base.clock import ManualClock, shanghai_day
from weiyin.base.money import Money
from weiyin.demo.managers import DemoManagers
from weiyin.demo.people import PLAYERS
from weiyin.demo.products import WEALTH_PRODUCTS
from weiyin.storage.store import Tx

_FUNDS = (
    WealthProduct("SFJ001", "示范成长混合", "R3", 0, "沪深300×60%", Money(10_00), "交易日15:00前"),
    WealthProduct("SFJ002", "示范沪深300指数", "R4", 0, "沪深300", Money(10_00), "交易日15:00前"),
    WealthProduct("SFJ003", "示范纯债债券", "R2", 0, "中债综合", Money(10_00), "交易日15:00前"),
)
_FIRST_INCOME = 4_000
_BALANCED = (4, 2, 3, 2, 3, 2, 2, 2, 2, 2)
_HELD = ((0, "SF2601", 12_000), (0, "SF2604", 20_000), (0, "SFJ001", 8_000), (3, "SF2603", 30_000))
"""Place of the player, the product, and yuan put into it when the bank opened."""
_INSURANCES = (
    ("DI01", "示范百万医疗险", "health", "住院医疗费用按约定报销。", "18至60岁", 388, "一年"),
    ("DI02", "示范综合意外险", "accident", "意外身故、伤残和医疗。", "经常出行的人", 100, "一年"),
    ("DI03", "示范终身寿险", "life", "身故或全残给付。", "家庭经济支柱", 3_000, "终身"),
    ("DI04", "示范养老年金险", "annuity", "约定年龄起每年领取。", "准备养老的人", 5_000, "至85岁"),
    ("DI05", "示范家财险", "property", "火灾、水管爆裂损失。", "自有或租住住房", 60, "一年"),
)


def open_wealth(tx: Tx, *, core: EmbeddedCore, seed: int, opened: datetime, now: datetime) -> None:
    """On the day the bank opens; what is held is confirmed by the closes that follow."""
    first, today = shanghai_day(opened), shanghai_day(now)
    shelf, managers = (*WEALTH_PRODUCTS, *_FUNDS), DemoManagers(seed)
    Officer(core).list_products(tx, shelf)
    for product in shelf:
        put_terms(tx, core.book, product.code, _terms(product, first), opened)
    for dealt_in in products(tx, core.book):
        issued = Nav(first, NAV_ONE, NAV_ONE, _FIRST_INCOME * (dealt_in.terms.kind is Kind.CASH))
        since = managers.following(dealt_in, issued, now)
        publish(tx, core.book, dealt_in.code, (issued, *since))
    office = core.office(tx, quiet=True)
    for issue in _issues(today):
        bonds.issue(tx, office, issue)
    list_insurances(
        tx,
        core.book,
        [
            Insurance(code, name, "示范保险公司", kind, about, suits, Money(yuan * 100), term)
            for code, name, kind, about, suits, yuan, term in _INSURANCES
        ],
    )
    _hold(tx, core, opened)


def _hold(tx: Tx, core: EmbeddedCore, opened: datetime) -> None:
    """The players bring the money to the counter, and buy with it the same day."""
    then = EmbeddedCore(core.book, ManualClock(opened), core.sealer, bank=core.bank, rng=core.rng)
    office = then.office(tx, quiet=True)
    for place in sorted({place for place, _, _ in _HELD}):
        put_grade(office, PLAYERS[place].customer_no, _BALANCED)
    for number, (place, code, yuan) in enumerate(_HELD, start=1):
        player = PLAYERS[place]
        account_no, amount = player.account_no(player.debit), Money(yuan * 100)
        brought = Movement(
            f"wealth-{number}", "deposit", opened, CASH, account_no, amount, "现金存入"
        )
        Officer(core).book(tx, [brought])
        orders.buy(office, player.customer_no, account_no, code, amount)


def _terms(product: WealthProduct, first: date) -> Terms:
    if product in _FUNDS:
        return Terms(
            Kind.FUND, "示范基金管理有限公司", "开放式基金。", first,
            buy_fees=((100_000_000, 15), (0, 10)), redeem_fees=((7, 150), (365, 50), (0, 0)),
        )  # fmt: skip
    if product.code == "SF2601":
        return Terms(Kind.CASH, "示范理财有限责任公司", "现金管理类。", first, pay_days=1)
    cooling = 24 if product.risk >= "R4" else 0
    return Terms(
        Kind.WEALTH, "示范理财有限责任公司", "非保本浮动收益。", first,
        hold_days=product.term_days, cooling_hours=cooling,
    )  # fmt: skip


def _issues(today: date) -> tuple[Issue, ...]:
    months = today.replace(day=10)
    open_now, none = today - timedelta(days=3), Money.zero()
    coming = (months.replace(day=28) + timedelta(days=4)).replace(day=10)
    return (
        Issue(
            f"{today:%y%m}1", "示范电子式储蓄国债三年期", BondKind.YEARLY, 36, 163, open_now,
            today + timedelta(days=7), open_now, Money(5_000_000_00), none, Money(3_000_000_00),
        ),
        Issue(
            f"{today:%y%m}2", "示范凭证式储蓄国债五年期", BondKind.WHOLE, 60, 170, coming,
            coming + timedelta(days=9), coming, Money(5_000_000_00), none, Money(3_000_000_00),
        ),
    )  # fmt: skip
