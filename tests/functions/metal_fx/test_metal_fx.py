"""贵金属与外汇: looked at, waited for, exchanged, accumulated, reserved and ordered."""

from datetime import timedelta

import pytest

from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.bank.fx.notes import put_stock
from weiyin.bank.metal.bars import Bar, list_bars
from weiyin.bank.quotes.chores import do_quote_chores
from weiyin.bank.quotes.quote import Quote
from weiyin.bank.quotes.taking import take
from weiyin.bank.verify import verify
from weiyin.bank.wealth.suitability import QUESTIONS, put_grade
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.base.reply import OpenPage
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

DEAL = {"currency": "USD", "purpose": "因私旅游", "consent": "yes"}
_TOLD = sql("SELECT key FROM outbox WHERE topic='customer_event' ORDER BY key")


def tell(house: House, dollar: int = 7_150_000, gold: int = 8_000_000) -> None:
    """Quotes of this moment: a yuan to each side of the middle."""

    def work(tx: Tx) -> None:
        told = [
            Quote(symbol, price - 10_000, price + 10_000, price, price - 20_000, house.clock.now())
            for symbol, price in (("USD", dollar), ("XAU", gold), ("JPY", 483_100))
        ]
        take(house.core.office(tx), told)

    house.books.run(work)


def bound(house: House) -> House:
    house.bind("o-wang", WANG)
    tell(house)
    return house


def dare(house: House) -> None:
    """Their risk test says that they bear a falling price."""
    answers = [len(one.answers) for one in QUESTIONS]
    house.books.run(lambda tx: put_grade(house.core.office(tx), "C1", answers))


def test_fx_rate_query_and_metal_price(house: House) -> None:
    assert "暂无" in house.say("o-stranger", "外汇牌价")
    bound(house)
    assert "716.00" in house.say("o-stranger", "外汇牌价")
    assert "需 716.00 元" in house.say("o-stranger", "美元汇率多少")
    tell(house, dollar=7_160_000)
    shown = house.fill("o-wang", "fx_rate_query", currency="USD")
    assert [point.value for point in shown.charts[0].points] == [7_150_000]  # one in ten minutes
    assert "801.00 元/克" in house.say("o-stranger", "今天金价")


def test_fx_buy_sell_and_fx_quota_query(house: House) -> None:
    bound(house)
    form = house.ask_text("o-wang", "购汇")
    assert isinstance(form, OpenPage)
    bought = house.fill("o-wang", "fx_buy_sell", side="buy", amount="1000", **DEAL)
    assert "7,160.00 元买入美元 1,000.00" in bought.lead
    tell(house)
    sold = house.fill("o-wang", "fx_buy_sell", side="sell", amount="400", **DEAL)
    assert dict(sold.facts)["美元余额"] == "600.00"
    heard = house.say("o-wang", "今年还能换多少美元")
    assert "购汇额度还剩等值 49,000.00 美元" in heard
    assert "结汇额度还剩等值 49,600.00 美元" in heard
    assert "10,570.50" in house.say("o-wang", "查余额")  # 14,874.50 - 7,160.00 + 2,856.00
    assert house.books.read(lambda r: verify(r, house.core.book)) == []


def test_refusals_of_exchange(house: House) -> None:
    bound(house)
    for amount, side, rule in (("50001", "buy", "quota"), ("40000", "buy", "funds"),
                               ("1", "sell", "funds")):  # fmt: skip
        with pytest.raises(NotAllowed) as refused:
            house.fill("o-wang", "fx_buy_sell", side=side, amount=amount, **DEAL)
        assert refused.value.rule == rule
    house.clock.advance(timedelta(hours=1))
    with pytest.raises(NotAllowed) as old:
        house.fill("o-wang", "fx_buy_sell", side="buy", amount="1", **DEAL)
    assert "行情" in old.value.heard


def test_fx_alert_rings_once(house: House) -> None:
    bound(house)
    assert "没有等待中" in house.say("o-wang", "我的汇率提醒")
    card = house.ask_text("o-wang", "美元涨到7.2提醒我")
    assert isinstance(card, OpenPage)
    assert "涨到 720.00" in card.description
    assert house.confirm_card("o-wang", card).status == "ok"
    assert "美元涨到 720.00" in house.say("o-wang", "查看到价提醒")
    tell(house, dollar=7_210_000)
    tell(house, dollar=7_220_000)
    told = house.books.read(lambda r: r.all(_TOLD))
    assert len([key for (key,) in told if "price-alert" in key]) == 1
    assert "没有等待中" in house.say("o-wang", "我的汇率提醒")


def test_an_alert_is_stopped_by_its_owner_alone(house: House) -> None:
    bound(house)
    house.fill("o-wang", "fx_alert", symbol="XAU", target="780")
    [stop] = house.app.counter.offers(house.session("o-wang"), "fx_alert")
    taps = stop.options
    house.bind("o-li", LI)
    with pytest.raises(BadInput):
        house.fill("o-li", "fx_alert", stop=taps[0].value)
    assert "还有 0 个" in house.fill("o-wang", "fx_alert", stop=taps[0].value).lead


def test_fx_cash_reserve(house: House) -> None:
    bound(house)
    house.books.run(lambda tx: put_stock(tx, house.core.book, "B1", Money(100_000, "USD")))
    assert "多少外币" in house.say("o-wang", "预约美元现钞")
    assert "哪个网点" in house.say("o-wang", "600")
    assert "哪天" in house.say("o-wang", "国贸支行")
    card = house.ask_text("o-wang", "明天")
    assert isinstance(card, OpenPage)
    assert "4,296.00 元" in card.description  # 600 dollars at 716.00
    assert "国贸支行" in house.confirm_card("o-wang", card).lead
    with pytest.raises(NotAllowed):
        house.fill("o-wang", "fx_cash_reserve", currency="USD", amount="500", branch="国贸支行",
                   day="2026-07-22")  # fmt: skip


def test_metal_accumulate(house: House) -> None:
    bound(house)
    assert "风险测评" in house.say("o-wang", "积存500元黄金")
    dare(house)
    card = house.ask_text("o-wang", "积存801元黄金")
    assert isinstance(card, OpenPage)
    assert "1.00克" in card.description
    assert "1.00克" in house.confirm_card("o-wang", card).lead
    assert "我的积存黄金：1.00克，按赎回价约 799.00 元" in house.say("o-wang", "今天金价")
    tell(house)
    sold = house.fill("o-wang", "metal_accumulate", action="redeem", grams="0.4")
    assert "得 319.60 元" in sold.lead
    with pytest.raises(BadInput):
        house.fill("o-wang", "metal_accumulate", action="redeem", grams="0.7")
    tell(house)
    house.fill("o-wang", "metal_accumulate", action="redeem", grams="全部")
    with pytest.raises(NotFound):
        house.fill("o-wang", "metal_accumulate", action="redeem", grams="全部")


def test_a_plan_buys_by_itself_until_it_is_stopped(house: House) -> None:
    bound(house)
    dare(house)
    card = house.ask_text("o-wang", "每天买500黄金")
    assert isinstance(card, OpenPage)
    assert "每天自动买入 500.00 元黄金" in house.confirm_card("o-wang", card).lead
    house.clock.advance(timedelta(days=1))
    tell(house)
    assert do_quote_chores(house.books, house.core, None) == 1
    assert "0.6242克" in house.say("o-wang", "今天金价")
    stopped = house.fill("o-wang", "metal_accumulate", action="stop")
    assert "还有 0 个" in stopped.lead


def test_metal_physical_order(house: House) -> None:
    bound(house)
    shelf = [Bar("G10", "投资金条10克", "XAU", 100_000, Money(150_00), 2)]
    house.books.run(lambda tx: list_bars(tx, house.core.book, shelf))
    assert "哪一款" in house.say("o-wang", "买金条")
    assert "哪个网点" in house.say("o-wang", "投资金条10克")
    card = house.ask_text("o-wang", "国贸支行")
    assert isinstance(card, OpenPage)
    assert "合计：8,160.00 元" in card.description  # ten grams at 801.00 and 150.00 for making
    assert "国贸支行提取" in house.confirm_card("o-wang", card).lead
    with pytest.raises(NotAllowed) as none_left:
        house.fill("o-wang", "metal_physical_order", product="投资金条10克", branch="国贸支行",
                   quantity="2")  # fmt: skip
    assert "库存不足" in none_left.value.heard
