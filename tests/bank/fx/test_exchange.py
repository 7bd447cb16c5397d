"""Currency and metal as units of the ledger: arithmetic by hand, and laws that always hold."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bank import town
from weiyin.bank.close.machine import close_in
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.fx.notes import put_stock
from weiyin.bank.fx.quota import Side
from weiyin.bank.metal import plans
from weiyin.bank.quotes.chores import do_quote_chores
from weiyin.bank.quotes.quote import Quote, fen_of, price_words, quantity_for
from weiyin.bank.quotes.taking import take
from weiyin.bank.service import Office
from weiyin.bank.services.foreign_exchange import ForeignExchange
from weiyin.bank.services.foreign_notes import ForeignNotes
from weiyin.bank.services.metals import Metals
from weiyin.bank.services.price_alerts import PriceAlerts
from weiyin.bank.verify import verify
from weiyin.bank.wealth.suitability import QUESTIONS, put_grade
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict, NotAllowed, Refused
from weiyin.base.money import Money
from weiyin.demo.market import DemoMarket
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

WHO, ACCOUNT = town.LEI.customer_no, town.LEI.account_no
_EVENTS = sql("SELECT key FROM outbox WHERE topic='customer_event' ORDER BY key")


def quote(symbol: str, middle: int, at: datetime) -> Quote:
    return Quote(symbol, middle - 10_000, middle + 10_000, middle, middle - 20_000, at)


def tell(tx: Tx, core: EmbeddedCore, dollar: int = 7_150_000, gold: int = 8_000_000) -> int:
    now = core.clock.now()
    euro = quote("EUR", 8_200_000, now)
    return take(core.office(tx), (quote("USD", dollar, now), quote("XAU", gold, now), euro))


@pytest.fixture
def market(store: Store, core: EmbeddedCore) -> EmbeddedCore:
    """Quotes of 715.00 a hundred dollars and 800.00 a gram; whoever asks may take some risk."""

    def work(tx: Tx) -> None:
        tell(tx, core)
        put_grade(core.office(tx), WHO, [len(one.answers) for one in QUESTIONS])

    store.run(work)
    return core


def office(core: EmbeddedCore, tx: Tx) -> Office:
    return core.office(tx)


def buy(tx: Tx, core: EmbeddedCore, key: str, dollars: int, price: int = 7_160_000) -> Money:
    service, amount = ForeignExchange(office(core, tx)), Money(dollars * 100, "USD")
    return service.deal(key, WHO, ACCOUNT, Side.BUY, amount, "旅游", price).paid


def test_by_hand() -> None:
    """716.00 a hundred dollars: 250.00 dollars cost 1,790.00. 801.00 a gram: 2.4968 for 2,000."""
    assert fen_of(25_000, 7_160_000) == 179_000
    assert quantity_for(200_000, 8_010_000) == 24_968
    assert fen_of(24_968, 7_990_000) == 199_494
    assert [price_words(one) for one in (7_160_000, 48_312)] == ["716.00", "4.8312"]


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**9), st.integers(1_000, 10**8))
def test_what_is_bought_never_costs_more_than_was_given(fen: int, price: int) -> None:
    assert fen_of(quantity_for(fen, price), price) <= fen


def test_bought_sold_and_balanced_in_each_unit(market: EmbeddedCore, store: Store) -> None:
    assert store.run(lambda tx: buy(tx, market, "b", 250)) == Money(1_790_00)
    assert store.run(lambda tx: buy(tx, market, "b", 250)) == Money(1_790_00)

    def sell(tx: Tx, dollars: int) -> Money:
        service, amount = ForeignExchange(office(market, tx)), Money(dollars * 100, "USD")
        return service.deal(f"s{dollars}", WHO, ACCOUNT, Side.SELL, amount, "薪金", 7_140_000).paid

    assert store.run(lambda tx: sell(tx, 50)) == Money(357_00)
    with pytest.raises(NotAllowed):
        store.run(lambda tx: sell(tx, 201))
    quotas = store.run(lambda tx: ForeignExchange(office(market, tx)).quotas(WHO))
    assert (str(quotas.buy.used), str(quotas.sell.used)) == ("250.00", "50.00")
    assert store.run(lambda tx: ForeignExchange(office(market, tx)).held(WHO)) == (
        Money(200_00, "USD"),
    )
    assert store.read(lambda r: verify(r, market.book)) == []


def test_a_price_that_moved_away_or_grew_old_is_not_dealt_on(
    market: EmbeddedCore, store: Store, clock: ManualClock
) -> None:
    with pytest.raises(Conflict):
        store.run(lambda tx: buy(tx, market, "far", 10, price=7_000_000))
    clock.advance(timedelta(minutes=16))
    with pytest.raises(NotAllowed) as old:
        store.run(lambda tx: buy(tx, market, "old", 10))
    assert old.value.rule == "stale"


def test_other_currencies_count_in_dollars(market: EmbeddedCore, store: Store) -> None:
    """100 euros at 820.00 against 715.00 are 114.69 dollars, a cent up."""

    def work(tx: Tx) -> Money:
        service = ForeignExchange(office(market, tx))
        return service.offer(WHO, Side.BUY, Money(100_00, "EUR"), "旅游").dollars

    assert store.run(work) == Money(114_69, "USD")


def test_the_quota_is_never_passed_by_many_at_once(market: EmbeddedCore, store: Store) -> None:
    rich = Money(100_000_000)
    store.run(lambda tx: town.add_money(tx, market, ACCOUNT, rich))

    def one(number: int) -> bool:
        try:
            store.run(lambda tx: buy(tx, market, f"q{number}", 9_000))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(one, range(8)))
    assert sum(done) == 5
    quotas = store.run(lambda tx: ForeignExchange(office(market, tx)).quotas(WHO))
    assert str(quotas.buy.used) == "45,000.00"
    assert len(quotas.deals) == 5
    assert store.read(lambda r: verify(r, market.book)) == []


def test_an_alert_rings_once(market: EmbeddedCore, store: Store) -> None:
    store.run(lambda tx: PriceAlerts(office(market, tx)).add("a", WHO, "USD", 7_200_000))
    store.run(lambda tx: PriceAlerts(office(market, tx)).add("b", WHO, "XAU", 7_900_000))
    rung = [
        store.run(partial(tell, core=market, dollar=dollar, gold=gold))
        for dollar, gold in (
            (7_199_999, 7_900_001), (7_200_000, 7_950_000), (7_100_000, 7_800_000),
            (7_300_000, 7_700_000),
        )
    ]  # fmt: skip
    assert rung == [0, 1, 1, 0]
    assert len(store.read(lambda r: r.all(_EVENTS))) == 2
    assert store.run(lambda tx: PriceAlerts(office(market, tx)).mine(WHO)) == ()


def test_a_plan_buys_once_a_day_and_waits_for_quotes(
    market: EmbeddedCore, store: Store, clock: ManualClock
) -> None:
    def sign(tx: Tx) -> None:
        Metals(office(market, tx)).plan("p", WHO, ACCOUNT, "XAU", Money(500_00), "day")

    def grams() -> dict[str, int]:
        return dict(store.run(lambda tx: Metals(office(market, tx)).held(WHO)))

    store.run(sign)
    clock.set(datetime(2026, 7, 21, 9, 59, tzinfo=SHANGHAI))
    feed = DemoMarket(1)
    assert do_quote_chores(store, market, feed) == 0
    clock.advance(timedelta(hours=2))
    assert do_quote_chores(store, market, None) == 0  # the last quote is two hours old
    assert do_quote_chores(store, market, feed) == 1
    assert do_quote_chores(store, market, feed) == 0
    bought = grams()["XAU"]
    assert bought == quantity_for(500_00, feed.quotes(clock.now())[9].ask)
    clock.advance(timedelta(days=5))
    assert do_quote_chores(store, market, feed) == 1  # days slept over are not made up for
    [plan] = store.run(lambda tx: plans.plans_of(office(market, tx), WHO))
    assert (plan.runs, plan.next) == (2, date(2026, 7, 27))
    assert store.read(lambda r: verify(r, market.book)) == []


def test_a_plan_that_cannot_pay_is_told(
    market: EmbeddedCore, store: Store, clock: ManualClock
) -> None:
    def sign(tx: Tx) -> None:
        Metals(office(market, tx)).plan("p", WHO, ACCOUNT, "XAU", Money(90_000_00), "month")

    store.run(sign)
    clock.advance(timedelta(days=1))
    assert do_quote_chores(store, market, DemoMarket(1)) == 1
    assert "metal-plan" in store.read(lambda r: r.all(_EVENTS))[0][0]
    [plan] = store.run(lambda tx: plans.plans_of(office(market, tx), WHO))
    assert plan.next == date(2026, 8, 21)
    assert "不足" in plan.why


def test_notes_are_promised_once_and_go_back(
    market: EmbeddedCore, store: Store, clock: ManualClock
) -> None:
    def take_some(tx: Tx, key: str) -> None:
        amount, day = Money(600_00, "USD"), market.office(tx).today + timedelta(days=1)
        ForeignNotes(office(market, tx)).reserve(key, WHO, "B1", "国贸支行", amount, day)

    store.run(lambda tx: put_stock(tx, market.book, "B1", Money(1_000_00, "USD")))
    store.run(lambda tx: take_some(tx, "n1"))
    with pytest.raises(NotAllowed):
        store.run(lambda tx: take_some(tx, "n2"))
    clock.advance(timedelta(days=2))
    for day in (date(2026, 7, 20), date(2026, 7, 21)):
        store.run(partial(close_in, core=market, day=day))
    store.run(lambda tx: take_some(tx, "n3"))


def test_the_demo_market_moves_and_repeats() -> None:
    noon = datetime(2026, 7, 20, 12, tzinfo=SHANGHAI)
    first, again = DemoMarket(7), DemoMarket(7)
    assert first.quotes(noon) == again.quotes(noon)
    day = [first.quotes(noon + timedelta(minutes=10 * n))[0].middle for n in range(72)]
    assert len(set(day)) > 60
    assert max(day) - min(day) < day[0] // 50
