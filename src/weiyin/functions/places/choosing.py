"""Which branch, which day, which hour somebody means, by the words they used."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.base.ask import Point
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.dates import DateRange
from weiyin.base.errors import BadInput, NotFound
from weiyin.people.who import Who
from weiyin.places.booking.service import HOURS, check_branch, check_start, starts_on
from weiyin.places.datum import wgs84_to_gcj02
from weiyin.places.gazetteer import locate
from weiyin.places.place import Place, PlaceKind
from weiyin.places.search import by_words, get, nearby
from weiyin.places.telling import Person
from weiyin.storage.store import Reader

ASK_WHERE = "请点右下角“+”发送您的位置，或者告诉我在哪儿，例如“国贸附近”“杭州西湖区”"
ASK_BRANCH = "哪个网点？请告诉我网点名称，例如“国贸支行”"
_NAMES_SHOWN = 4
_BANK = re.compile(r"^\S{2,8}?银行(?=.)")
"""What every branch's name begins with, and nobody needs to be told in a list of them."""
_OF_PHONE = re.compile(r"^(我的|当前)位置.?(-?\d{1,2}\.\d{1,8}),(-?\d{1,3}\.\d{1,8})", re.ASCII)
"""As a page's button fills it in: 我的 from the browser, in WGS-84; 当前 from WeChat, in GCJ-02."""
_DAYS_OFFERED = 5
_HOUR = re.compile(r"(\d{1,2})(?::00|点|时)?(?!\d)")
_AFTERNOON = re.compile(r"下午|傍晚")
_FIRST_AFTERNOON = 5
_NUMERALS = {word: number for number, word in enumerate("零一二三四五六七八九十")}


def person_of(who: Who) -> Person:
    """Whose ticket, appointment or coupon it will be. Raises NotFound for a stranger."""
    if who.customer_no is None:
        raise NotFound
    return Person(who.oa, who.openid, who.customer_no)


def short_name(place: Place) -> str:
    """`国贸支行` of 示范银行北京国贸支行."""
    return _BANK.sub("", place.name)


def point_of(reader: Reader, book: str, where: Point | str) -> Point:
    """The point meant: one shared, a phone's own coordinates, an area, or a place of ours.

    Raises BadInput when words mean no point, or several.
    """
    if isinstance(where, Point):
        return where
    if found := _OF_PHONE.search(where):
        point = Point(float(found[2]), float(found[3]))
        return point if found[1] == "当前" else wgs84_to_gcj02(point)
    areas = locate(where)
    if len(areas) > 1:
        cities = "、".join(f"{area.city}{area.name}" for area in areas)
        raise BadInput("where", f"您说的是哪一个：{cities}？")
    if areas:
        return areas[0].point
    ours = by_words(reader, book, where, 1)
    if not ours:
        raise BadInput("where", f"没有找到“{where}”。{ASK_WHERE}")
    return replace(ours[0].point, label=where)


def choose_place(
    reader: Reader, book: str, words: str, kind: PlaceKind | None = PlaceKind.BRANCH
) -> Place:
    """A place by its number, its name, or the area it is the nearest of.

    Raises BadInput naming a few when several may be meant.
    """
    try:
        return get(reader, book, words)
    except NotFound:
        found = by_words(reader, book, words, _NAMES_SHOWN + 1, kind)
    named = [one for one in found if words in one.name] or found
    if not named and (areas := locate(words)):
        near = nearby(reader, book, areas[0].point, kind, limit=1)
        named = [one.place for one in near]
    if not named:
        raise BadInput("branch", f"没有找到“{words}”。{ASK_BRANCH}")
    branches = [one for one in named if one.kind is PlaceKind.BRANCH]
    if len(named) > 1 and len(branches) == 1:
        return branches[0]
    if len(named) > 1:
        names = "、".join(short_name(one) for one in named[:_NAMES_SHOWN])
        raise BadInput("branch", f"请说得更具体一些：{names}")
    return named[0]


def choose_branch(reader: Reader, book: str, words: str) -> Place:
    """As `choose_place`, for what only people at counters do."""
    place = choose_place(reader, book, words)
    check_branch(place)
    return place


def coming_day(said: DateRange, now: datetime) -> date:
    """The one day that is meant; spoken without its year or month it is the next such day.

    Words are read as of the past elsewhere (周五 is last Friday); nobody books the past.
    """
    if said.first != said.last:
        raise BadInput("day", "请说一个具体的日期，例如明天、下周三、7月21日")
    day, today = said.first, shanghai_day(now)
    if day >= today:
        return day
    gap = (today - day).days
    if gap <= 7:
        return day + timedelta(days=7)
    if gap <= 31:
        month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return _in_month(month, day.day)
    return _in_month(day.replace(year=day.year + 1, day=1), day.day)


def choose_start(place: Place, day: date, words: str, now: datetime) -> datetime:
    """The hour on that day, checked; `words`: 10, 10:00-11:00, 下午三点.

    Raises BadInput naming the hours there are, NotAllowed when nobody is there then.
    """
    hour = _hour(words)
    if hour not in HOURS:
        starts = "、".join(f"{at.hour}点" for at in starts_on(place, day))
        raise BadInput("time", f"请选择时间：{starts or '当天网点不营业，请换一天'}")
    start = shanghai_midnight(day).replace(hour=hour)
    check_start(place, start, now)
    return start


def days_to_offer(first: date, now: datetime) -> tuple[tuple[str, str], ...]:
    """(value, label) of the next days: 7月21日 周二."""
    first = max(first, shanghai_day(now))
    days = (first + timedelta(days=n) for n in range(_DAYS_OFFERED))
    return tuple((day.isoformat(), day_words(day)) for day in days)


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"


def moment_words(at: datetime) -> str:
    """`7月21日 周二 10:00`."""
    local = at.astimezone(shanghai_midnight(shanghai_day(at)).tzinfo)
    return f"{day_words(local.date())} {local:%H:%M}"


def _hour(words: str) -> int:
    for word, number in _NUMERALS.items():
        words = words.replace(f"{word}点", f"{number}点")
    found = _HOUR.search(words)
    hour = int(found[1]) if found else -1
    return hour + 12 if _AFTERNOON.search(words) and 1 <= hour <= _FIRST_AFTERNOON else hour


def _in_month(month: date, day: int) -> date:
    try:
        return month.replace(day=day)
    except ValueError:
        raise BadInput("day", "没有这一天，请换一个日期") from None
