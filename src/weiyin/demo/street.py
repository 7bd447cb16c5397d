"""What is around the demo's branches: merchants with offers, coins to book, codes of banks.

All of it is invented. A few merchants have a desk that redeems coupons with `DESK_PIN`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from weiyin.base.ask import Point
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.holidays import is_workday
from weiyin.demo.dice import Dice
from weiyin.demo.queues import waits
from weiyin.places.bank_codes import BankCode, put_codes, with_check_digit
from weiyin.places.booking.issue import Issue, open_issue
from weiyin.places.gazetteer import CITIES, Area
from weiyin.places.hours import OpeningHours, Span
from weiyin.places.offers.merchant import Merchant, open_desk, put_merchants
from weiyin.places.offers.offer import Offer, put_offers
from weiyin.places.place import Place, PlaceKind
from weiyin.places.queues.pace import fit, put_paces
from weiyin.storage.store import Tx

DESK_PIN = "2026002026"
DESKS = 20
_EACH_AREA = 8
_SPREAD_UDEG = 6_000
_DAY = (Span(9 * 60, 22 * 60),)
_HOURS = OpeningHours(_DAY, _DAY)
_SHOPS = {
    "餐饮": ("江南饭庄", "蜀香小厨", "家常小馆", "轻食厨房"),
    "咖啡茶饮": ("一杯咖啡", "暖阳茶饮"),
    "超市便利": ("邻里生鲜", "城东超市"),
    "电影娱乐": ("光影影城", "欢唱时光"),
    "加油出行": ("城北加油站", "顺路打车"),
    "运动健康": ("乐活健身", "惠民大药房"),
}
_TERMS = ((3_000, 1_000), (5_000, 1_500), (10_000, 3_000), (20_000, 5_000))
"""From so many fen on, so many off."""
_OTHER_BANKS = (("901", "北岸银行"), ("904", "云山商业银行"), ("905", "江海农村商业银行"))
_OWN_NUMBER, _OWN_NAME = "902", "示范银行"
_FIT_ON = 3
"""Branches whose last two weeks the paces of the whole bank are fitted on."""


def open_street(tx: Tx, book: str, seed: int, places: Sequence[Place], now: datetime) -> None:
    """Put it all in by the doors a real bank would use."""
    branches = [place for place in places if place.kind is PlaceKind.BRANCH]
    shops = make_merchants(seed)
    put_merchants(tx, book, shops)
    put_offers(tx, book, make_offers(seed, shops, now))
    for shop in shops[:DESKS]:
        open_desk(tx, book, shop.merchant_id, DESK_PIN, Dice(seed, "desk", shop.merchant_id))
    for issue in make_issues(now):
        open_issue(tx, book, issue, {one.place_id: 200 for one in branches})
    put_codes(tx, book, make_codes(branches))
    days = [shanghai_day(now) - timedelta(days=back) for back in range(14, 0, -1)]
    seen = [
        one
        for branch in branches[:_FIT_ON]
        for one in waits(seed, branch, filter(is_workday, days))
    ]
    put_paces(tx, book, fit(seen))


def make_merchants(seed: int) -> list[Merchant]:
    """`_EACH_AREA` merchants around each well-known area."""
    areas = [area for city in CITIES for area in city.areas]
    return [
        _merchant(seed, area, 1 + index * _EACH_AREA + number)
        for index, area in enumerate(areas)
        for number in range(_EACH_AREA)
    ]


def make_offers(seed: int, shops: Sequence[Merchant], now: datetime) -> list[Offer]:
    """An offer at three merchants in four; every third is for credit cards."""
    starts = shanghai_midnight(shanghai_day(now))
    return [
        _offer(shop, Dice(seed, "offer", shop.merchant_id), starts)
        for number, shop in enumerate(shops)
        if number % 4
    ]


def make_issues(now: datetime) -> tuple[Issue, ...]:
    """A commemorative coin by lot, and packets of small change first come first served."""
    opens = shanghai_midnight(shanghai_day(now))
    closes, pickup = opens + timedelta(days=5), opens + timedelta(days=12, hours=9)
    return (
        Issue("coin", "示范生肖纪念币", "draw", 20, 1_000, opens, closes, pickup),
        Issue("change", "零钞包（1元5元）", "first", 10, 10_000, opens, closes, pickup),
    )


def make_codes(branches: Sequence[Place]) -> list[BankCode]:
    """A code for each branch of ours, and for a few of each other bank in each city."""
    areas = {city.name: f"{1000 + 37 * n:04d}" for n, city in enumerate(CITIES)}
    ours = [
        BankCode(_code(_OWN_NUMBER, areas[one.city], n), _OWN_NAME, one.name, one.city)
        for n, one in enumerate(branches, start=1)
    ]
    others = [
        BankCode(_code(number, areas[city.name], n), bank, f"{bank}{city.name}{area.name}支行",
                 city.name)
        for number, bank in _OTHER_BANKS
        for city in CITIES
        for n, area in enumerate(city.areas[:3], start=1)
    ]  # fmt: skip
    return ours + others


def _code(bank: str, area: str, number: int) -> str:
    return with_check_digit(f"{bank}{area}{number:04d}")


def _merchant(seed: int, area: Area, number: int) -> Merchant:
    dice = Dice(seed, "merchant", number)
    category = dice.pick(list(_SHOPS))
    return Merchant(
        merchant_id=f"M{number:04d}",
        name=f"{dice.pick(_SHOPS[category])}（{area.name}店）",
        category=category,
        address=f"{area.city}市{area.district}{area.name}{dice.between(1, 300)}号",
        lat_udeg=area.lat_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        lon_udeg=area.lon_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        hours=_HOURS,
    )


def _offer(shop: Merchant, dice: Dice, starts: datetime) -> Offer:
    least, off = dice.pick(_TERMS)
    return Offer(
        offer_id=f"Y{shop.merchant_id[1:]}",
        title=f"满{least // 100}减{off // 100}",
        card="credit" if dice.percent(33) else "",
        min_fen=least,
        off_fen=off,
        stock=dice.between(50, 500),
        claimed=0,
        per_day=50,
        per_person=1,
        starts=starts,
        ends=starts + timedelta(days=60),
        coupon_days=14,
        merchant_id=shop.merchant_id,
        merchant=shop.name,
        category=shop.category,
        address=shop.address,
        point=Point(shop.lat_udeg / 1e6, shop.lon_udeg / 1e6, shop.name),
        open_hours="",
    )
