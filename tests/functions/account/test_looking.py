"""What a customer looks at: account, deposits, assets, the year."""

from __future__ import annotations

from datetime import datetime

from tests.house.bank import BOOK, WANG
from tests.house.made import House
from weiyin.bank.account.facts import put_facts
from weiyin.bank.account.term_deposits import NewDeposit, put_away
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money


def _deposit(house: House) -> None:
    at = datetime(2026, 6, 12, 10, tzinfo=SHANGHAI)
    new = NewDeposit(
        "td1", "T0000001", WANG.customer_no, WANG.account, "整存整取一年", Money(500_000), 12, 95,
        renews=True,
    )  # fmt: skip
    house.books.run(lambda tx: put_away(tx, BOOK, new, at, house.core.rng, quiet=True))


def test_class_branch_and_standing(house: House) -> None:
    house.books.run(lambda tx: put_facts(tx, BOOK, WANG.account, "国贸支行"))
    house.bind("o-wang", WANG)
    heard = house.say("o-wang", "我的卡是几类户")
    assert "Ⅰ类户" in heard
    assert "国贸支行" in heard
    assert "2026-01-01" in heard
    assert WANG.account not in heard


def test_term_deposits(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "没有定期" in house.say("o-wang", "我的定期存款")
    _deposit(house)
    view = house.app.counter.view(house.session("o-wang"), "term_deposit_query", {})
    assert "5,000.00" in view.lead
    assert view.table is not None
    assert view.table.rows == (("整存整取一年", "5,000.00", "0.95%", "2027-06-12", "自动转存"),)
    assert ("到期利息合计", "47.50 元") in view.facts


def test_assets_owned_and_owed(house: House) -> None:
    house.bind("o-wang", WANG)
    _deposit(house)
    heard = house.say("o-wang", "我的总资产多少")
    assert "总资产 14,874.50 元" in heard
    assert "负债 8,214.55 元" in heard
    assert "净资产 6,659.95 元" in heard
    view = house.app.counter.view(house.session("o-wang"), "asset_overview", {})
    [chart] = view.charts
    assert [(point.label, point.value) for point in chart.points] == [
        ("活期存款", 987_450),
        ("定期存款", 500_000),
    ]


def test_a_year_by_month_and_category(house: House) -> None:
    house.bind("o-wang", WANG)
    _deposit(house)  # money put away is not spent
    view = house.app.counter.view(house.session("o-wang"), "annual_bill", {})
    assert "共支出 2 笔，花得最多的是购物" in view.lead
    assert ("支出合计", "8,340.05 元") in view.facts
    assert ("收入合计", "15,000.00 元") in view.facts
    assert view.table is not None
    assert view.table.rows == (("购物", "8,214.55", "1", "98%"), ("超市生鲜", "125.50", "1", "1%"))
    bars = next(chart for chart in view.charts if chart.kind == "bars")
    assert [point.value for point in bars.points][4:7] == [0, 834_005, 0]
    assert "没有收支记录" in house.say("o-wang", "去年的年度账单")


def test_the_default_card(house: House) -> None:
    house.bind("o-wang", WANG)
    assert "默认卡" in house.say("o-wang", "设置默认卡")
    assert "已经是默认卡" in house.say("o-wang", "把尾号0012设为默认卡")
