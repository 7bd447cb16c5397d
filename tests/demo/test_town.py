"""The town is the same for the same seed, plausible, and belongs to nobody."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from weiyin.bank.numbers import luhn_holds
from weiyin.base.clock import SHANGHAI
from weiyin.demo.branches import BRANCHES, make_places
from weiyin.demo.dice import Dice
from weiyin.demo.life import Bill, Move, MoveKind, first_day, live
from weiyin.demo.people import CUSTOMERS, FRIENDSHIPS, PLAYERS, make_customers
from weiyin.demo.products import WEALTH_PRODUCTS, deposit_rates
from weiyin.demo.queues import day_reports, standing, visits
from weiyin.demo.street import make_codes, make_merchants, make_offers
from weiyin.places.bank_codes import is_code
from weiyin.places.distance import distance_m
from weiyin.places.gazetteer import CITIES
from weiyin.places.place import PlaceKind

SEED = 2026
NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def events():
    return live(make_customers(SEED), SEED, NOW)


def test_dice_repeat_and_are_even() -> None:
    rows = [[Dice(1, label).getrandbits(160) for _ in range(3)] for label in ("a", "a", "b")]
    assert rows[0] == rows[1] != rows[2]
    dice = Dice(7, "even")
    counts = Counter(dice.below(6) for _ in range(6000))
    assert set(counts) == set(range(6))
    assert all(850 < count < 1150 for count in counts.values())
    assert sorted(dice.sample(range(9), 9)) == list(range(9))


def test_every_customer_is_distinct_and_well_formed() -> None:
    customers = make_customers(SEED)
    assert len(customers) == CUSTOMERS
    assert customers[: len(PLAYERS)] == PLAYERS
    assert customers == make_customers(SEED)
    assert customers != make_customers(SEED + 1)
    cards = [card.number for customer in customers for card in customer.cards]
    for facts in (cards, [c.name for c in customers], [c.id_number for c in customers]):
        assert len(set(facts)) == len(facts)
    assert all(luhn_holds(number) and number.startswith("62299") for number in cards)
    assert all(len(c.id_number) == 18 and c.id_number.startswith("990000") for c in customers)
    assert all(len(c.phone) == 11 and c.phone.startswith("154") for c in customers)


def test_the_heroes_hold_what_the_story_needs() -> None:
    wang, li = PLAYERS[:2]
    assert (wang.name, li.name) == ("王小明", "李雷")
    assert wang.credit is not None
    assert li.credit is None
    assert (wang.serial, li.serial, "老李") in FRIENDSHIPS


def test_three_hundred_branches_stand_in_their_cities() -> None:
    places = make_places(SEED)
    branches = [place for place in places if place.kind is PlaceKind.BRANCH]
    assert len(branches) == BRANCHES
    assert len({p.place_id for p in places}) == len(places)
    assert len({p.name for p in branches}) == BRANCHES
    assert {p.city for p in branches} == {city.name for city in CITIES}
    centre = {city.name: (city.lat_udeg, city.lon_udeg) for city in CITIES}
    assert all(distance_m(*centre[p.city], p.lat_udeg, p.lon_udeg) < 50_000 for p in places)
    assert places == make_places(SEED)


def test_queues_follow_the_doors_and_the_clock() -> None:
    branch = next(p for p in make_places(SEED) if p.kind is PlaceKind.BRANCH)
    monday = datetime(2026, 7, 20, tzinfo=SHANGHAI)
    found = visits(SEED, branch, monday.date())
    assert found == visits(SEED, branch, monday.date())
    assert all(9 <= one.taken_at.astimezone(SHANGHAI).hour < 17 for one in found)
    assert all(one.taken_at <= one.called_at < one.ended_at for one in found)
    assert 30 < len(found) < 600
    reports = day_reports(SEED, branch, monday.date())
    assert [r.seq for r in reports] == sorted({r.seq for r in reports})
    assert standing(reports, monday) == []


def test_life_repeats_and_a_later_day_only_adds(events) -> None:
    again = live(make_customers(SEED), SEED, NOW)
    assert again == events
    later = live(make_customers(SEED), SEED, NOW + timedelta(days=3))
    assert later[: len(events)] == events
    assert len(later) > len(events)


def test_life_is_in_order_and_nobody_overspends(events) -> None:
    assert [e.at for e in events] == sorted(e.at for e in events)
    assert events[0].at.date() == first_day(NOW)
    assert events[-1].at < NOW
    floor = {c.number: -c.limit_yuan * 100 for p in make_customers(SEED) for c in p.cards}
    balance = dict.fromkeys(floor, 0)
    for move in events:
        if isinstance(move, Bill):
            continue
        assert move.amount_fen > 0
        assert bool(move.outside) == (not (move.payer and move.payee)) or move.memo == "期初存入"
        if move.payer:
            balance[move.payer] -= move.amount_fen
            assert balance[move.payer] >= floor[move.payer]
        if move.payee:
            balance[move.payee] += move.amount_fen


def test_everything_people_do_with_money_happens(events) -> None:
    kinds = Counter(e.kind for e in events if isinstance(e, Move))
    assert set(kinds) == set(MoveKind)
    assert kinds[MoveKind.SALARY] >= 5 * (CUSTOMERS - 2)
    assert sum(len(e.cards) for e in events if isinstance(e, Bill)) >= 6 * 20


def test_the_shelf() -> None:
    assert len({p.code for p in WEALTH_PRODUCTS}) == 12
    assert {p.risk for p in WEALTH_PRODUCTS} == {"R1", "R2", "R3", "R4", "R5"}
    rates = deposit_rates(first_day(NOW))
    assert len({(r.name, r.since) for r in rates}) == len(rates)
    assert all(rate.since < NOW.date() for rate in rates)


def test_the_street_is_invented_alike_every_time() -> None:
    shops = make_merchants(SEED)
    assert shops == make_merchants(SEED)
    assert len(make_offers(SEED, shops, NOW)) * 4 == len(shops) * 3
    branches = [p for p in make_places(SEED) if p.kind is PlaceKind.BRANCH]
    codes = make_codes(branches)
    assert len({one.code for one in codes}) == len(codes) > len(branches)
    assert all(is_code(one.code) for one in codes)
