"""Three hundred branches and their machines in twenty real cities. The houses are invented."""

from __future__ import annotations

from weiyin.demo.dice import Dice
from weiyin.places.gazetteer import CITIES, Area, City
from weiyin.places.hours import ALWAYS, OpeningHours, Span
from weiyin.places.place import Place, PlaceKind

BRANCHES = 300

_ROADS = (  # noqa: SIM905 - a row of words
    "人民路 解放路 建设路 和平路 文化路 新华路 长江路 黄河路 青年路 学院路 体育路 花园路 友谊路 "
    "朝阳路 光明路 胜利路 东风路 迎宾路 科技路 创业路 滨河路 公园路 幸福路 民主路 前进路 育才路"
).split()
_SERVICES = ("外币兑换", "贵宾理财", "保管箱", "对公业务", "社保卡", "无障碍通道")
_WORKDAY = (Span(9 * 60, 17 * 60),)
_HOURS = (
    OpeningHours(_WORKDAY, (Span(9 * 60, 16 * 60),)),
    OpeningHours(_WORKDAY, (Span(9 * 60 + 30, 16 * 60 + 30),)),
    OpeningHours(_WORKDAY, ()),
)
_LOBBY = OpeningHours((Span(6 * 60, 23 * 60),), (Span(6 * 60, 23 * 60),))
_SPREAD_UDEG = 9_000
"""Up to about a kilometre from the middle of the area."""


def make_places(seed: int) -> tuple[Place, ...]:
    """`BRANCHES` branches; by about every second an ATM, by every fourth a self-service bank."""
    places: list[Place] = []
    spots = [(city, area) for city in CITIES for area in city.areas]
    each, more = divmod(BRANCHES, len(spots))
    serials: dict[str, int] = {}
    for index, (city, area) in enumerate(spots):
        for turn in range(each + (index < more)):
            serial = serials[city.name] = serials.get(city.name, 0) + 1
            dice = Dice(seed, "branch", city.name, serial)
            branch = _branch(city, area, turn, serial, dice)
            places += [branch, *_machines(branch, area, dice)]
    return tuple(places)


def _branch(city: City, area: Area, turn: int, serial: int, dice: Dice) -> Place:
    road = _ROADS[(serial * 7 + len(city.name) + turn) % len(_ROADS)]
    head = serial == 1
    own = area.name if turn == 0 else f"{area.name}{road.removesuffix('路')}"
    number = f"{city.area_code}{serial:02d}"
    return Place(
        place_id=f"B{number}",
        kind=PlaceKind.BRANCH,
        name=f"示范银行{city.name}分行营业部" if head else f"示范银行{city.name}{own}支行",
        city=city.name,
        district=area.district,
        address=f"{city.name}市{area.district}{road}{dice.between(1, 399)}号",
        phone=f"{city.area_code}-5550{serial:04d}",
        lat_udeg=area.lat_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        lon_udeg=area.lon_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        hours=_HOURS[0] if head else dice.pick(_HOURS),
        services=("现金业务", *(s for s in _SERVICES if head or dice.percent(50))),
    )


def _machines(branch: Place, area: Area, dice: Dice) -> list[Place]:
    machines = []
    if dice.percent(50):
        machines.append(_machine(branch, area, dice, PlaceKind.ATM))
    if dice.percent(25):
        machines.append(_machine(branch, area, dice, PlaceKind.SELF_SERVICE))
    return machines


def _machine(branch: Place, area: Area, dice: Dice, kind: PlaceKind) -> Place:
    site = dice.pick(("地铁站", "购物中心", "社区中心", "医院", "大学城", "写字楼"))
    atm = kind is PlaceKind.ATM
    return Place(
        place_id=f"{'A' if atm else 'S'}{branch.place_id[1:]}",
        kind=kind,
        name=f"示范银行{area.name}{site}{'ATM' if atm else '自助银行'}",
        city=branch.city,
        district=branch.district,
        address=f"{branch.city}市{branch.district}{area.name}{site}{dice.between(1, 3)}层",
        phone="",
        lat_udeg=area.lat_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        lon_udeg=area.lon_udeg + dice.between(-_SPREAD_UDEG, _SPREAD_UDEG),
        hours=ALWAYS if atm else _LOBBY,
        services=("取款", "查询") if atm else ("取款", "存款", "转账", "缴费"),
    )
