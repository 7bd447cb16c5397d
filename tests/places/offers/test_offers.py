"""Offers around: ranked in the open, claimed within every bound, redeemed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.places.made import OFFICE
from weiyin.base.ask import Point
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.places.hours import to_json
from weiyin.places.offers.coupon import (
    CouponState,
    Verdict,
    access_coupon,
    access_coupons,
    claim,
    past_categories,
    redeem,
)
from weiyin.places.offers.merchant import TRIES, Merchant, new_pin, open_desk, put_merchants
from weiyin.places.offers.offer import Offer, Taste, offers_near, put_offers, rank
from weiyin.places.telling import Person
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

BOOK = "demo"
HERE = Point(30.2741, 120.1551)


def person(number: int) -> Person:
    return Person("main", f"o-{number}", f"C{number}")


def merchant(number: int, category: str = "餐饮", metres: int = 100) -> Merchant:
    lat = 30_274_100 + metres * 9
    return Merchant(f"M{number}", f"示范餐厅{number}", category, "文三路", lat, 120_155_100, OFFICE)


def offer(number: int, clock, **other) -> Offer:
    facts = {
        "offer_id": f"O{number}", "title": "满100减30", "card": "", "min_fen": 10_000,
        "off_fen": 3_000, "stock": 100, "claimed": 0, "per_day": 1000, "per_person": 1,
        "starts": clock.now() - timedelta(days=1), "ends": clock.now() + timedelta(days=20),
        "coupon_days": 7, "merchant_id": f"M{number}", "merchant": "", "category": "",
        "address": "", "point": HERE, "open_hours": to_json(OFFICE),
    }  # fmt: skip
    return Offer(**(facts | other))


@pytest.fixture
def street(store: Store, clock) -> Store:
    shops = [merchant(1), merchant(2, "咖啡茶饮", 900), merchant(3, "餐饮", 8_000)]
    store.run(lambda tx: put_merchants(tx, BOOK, shops))
    offers = [offer(1, clock), offer(2, clock, card="credit"), offer(3, clock)]
    store.run(lambda tx: put_offers(tx, BOOK, offers))
    return store


def near(store: Store, clock, **asked):
    asked = {"cards": ("debit",), "taste": Taste()} | asked
    found = store.read(lambda r: offers_near(r, BOOK, HERE, clock.now(), **asked))
    return [one.offer.offer_id for one in found]


def take(store: Store, number: int, clock, offer_id: str = "O1"):
    return store.run(lambda tx: claim(tx, BOOK, person(number), offer_id, clock.now()))


def test_a_thousand_claims_at_once_of_a_hundred_coupons_are_a_hundred(street, clock) -> None:
    def ask(number: int) -> bool:
        try:
            take(street, number, clock)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        got = list(pool.map(ask, range(1000)))
    assert sum(got) == 100
    counts = street.read(
        lambda r: r.one(
            sql("""SELECT (SELECT count(*) FROM coupons), (SELECT claimed FROM offers
                WHERE offer_id = 'O1'), (SELECT claimed FROM offer_days)""")
        )
    )
    assert counts == (100, 100, 100)


def test_one_persons_claims_at_once_are_one(street, clock) -> None:
    def ask(_: int) -> bool:
        try:
            take(street, 1, clock)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 1


def test_near_open_left_and_for_the_cards_held(street, clock) -> None:
    assert near(street, clock) == ["O1"]
    assert near(street, clock, cards=("debit", "credit")) == ["O1", "O2"]
    assert near(street, clock, cards=("credit",), category="咖啡茶饮") == ["O2"]
    clock.advance(timedelta(hours=9))
    assert near(street, clock) == []  # closed
    clock.advance(timedelta(days=30))
    assert near(street, clock) == []  # over


def test_the_reasons_are_said(clock) -> None:
    dear = offer(1, clock, card="credit", category="餐饮")
    plain = rank(dear, 234, Taste())
    known = rank(dear, 234, Taste(frozenset({"credit"}), {"餐饮": 3, "超市": 1}))
    assert plain.why == "离您230米 · 信用卡满100减30"
    assert known.why == "离您230米 · 信用卡满100减30 · 您常用餐饮优惠"
    assert known.score > plain.score > rank(dear, 2000, Taste()).score


def test_daily_and_personal_bounds(street, clock) -> None:
    street.run(lambda tx: put_offers(tx, BOOK, [
        offer(9, clock, merchant_id="M1", per_day=2, per_person=2)]))  # fmt: skip
    take(street, 1, clock, "O9")
    take(street, 1, clock, "O9")
    with pytest.raises(NotAllowed, match="sold_out_today"):
        take(street, 2, clock, "O9")
    clock.advance(timedelta(days=1))
    with pytest.raises(NotAllowed, match="per_person"):
        take(street, 1, clock, "O9")
    take(street, 2, clock, "O9")
    with pytest.raises(NotFound):
        take(street, 2, clock, "no such")
    assert street.read(lambda r: past_categories(r, BOOK, person(1), clock.now())) == {"餐饮": 2}


def test_redeemed_once_at_its_own_merchant_in_time(street, clock) -> None:
    pins = {number: new_pin() for number in (1, 2)}
    for number, pin in pins.items():
        street.run(lambda tx, n=number, p=pin: open_desk(tx, BOOK, f"M{n}", p))
    coupon = take(street, 1, clock)

    def use(number: int, code: str = coupon.code) -> Verdict:
        return street.run(
            lambda tx: redeem(tx, BOOK, f"M{number}", pins[number], code, clock.now())
        ).verdict

    assert use(2) is Verdict.NOT_GOOD
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda _: use(1), range(4)))
    assert sorted(verdicts) == ["not_good"] * 3 + ["redeemed"]
    mine = street.read(lambda r: access_coupons(r, BOOK, person(1), clock.now()))
    assert [one.state for one in mine] == [CouponState.REDEEMED]
    late = take(street, 2, clock)
    clock.advance(timedelta(days=8))
    assert use(1, late.code) is Verdict.NOT_GOOD
    assert (
        street.read(lambda r: access_coupon(r, BOOK, person(2), late.code, clock.now())).state
        is CouponState.EXPIRED
    )
    with pytest.raises(NotFound):
        street.read(lambda r: access_coupon(r, BOOK, person(1), late.code, clock.now()))


def test_a_pin_is_guessed_five_times(street, clock) -> None:
    pin = new_pin()
    street.run(lambda tx: open_desk(tx, BOOK, "M1", pin))
    coupon = take(street, 1, clock)

    def ask(typed: str) -> Verdict:
        return street.run(
            lambda tx: redeem(tx, BOOK, "M1", typed, coupon.code, clock.now())
        ).verdict

    assert [ask("0") for _ in range(TRIES)] == [Verdict.WRONG_PIN] * TRIES
    assert ask(pin) is Verdict.WRONG_PIN
    clock.advance(timedelta(minutes=16))
    assert ask(f" {pin} ") is Verdict.REDEEMED
