"""附近网点: by a shared place or by words, with distance, opening state and people waiting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from weiyin.base.ask import AskKind, Point
from weiyin.base.clock import Clock
from weiyin.base.pictures import Map, Spot
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import ASK_WHERE, point_of, short_name
from weiyin.places.hours import state_at
from weiyin.places.place import Found, PlaceKind
from weiyin.places.queues.line import Line, lines_of
from weiyin.places.search import nearby
from weiyin.storage.store import Reader

SHOWN = 5
_SERVICES = (
    ("外币兑换", "外币兑换"),
    ("贵宾理财", "贵宾理财"),
    ("保管箱", "保管箱"),
    ("对公业务", "对公业务"),
    ("社保卡", "社保卡"),
    ("无障碍通道", "无障碍通道"),
)


@function(
    id="branch_nearby",
    title="附近网点",
    group="common.lbs",
    about="发送位置或说出地点，查看附近网点的距离、营业时间和排队人数",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
    place=2,
    codes=("WD",),
    opens_on=(AskKind.PLACE,),
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    where: Annotated[
        Point | str, Input("位置", InputKind.HERE, ask=ASK_WHERE, help="例如：国贸、西湖区")
    ],
    service: Annotated[
        str | None, Input("业务", InputKind.CHOICE, options=_SERVICES, help="不选则为全部网点")
    ] = None,
) -> Answer:
    point = point_of(reader, book, where)
    found = nearby(reader, book, point, PlaceKind.BRANCH, limit=SHOWN, service=service or "")
    label = f"“{point.label}”" if point.label else "您"
    if not found:
        return Answer(title="附近网点", lead=f"{label}附近20公里内没有我行网点。")
    now = clock.now()
    lines = lines_of(reader, book, [one.place.place_id for one in found], now)
    rows = tuple(_row(one, lines.get(one.place.place_id, ()), now) for one in found)
    return Answer(
        title="附近网点",
        lead=f"离{label}最近的 {len(rows)} 个网点：",
        table=Table(("网点", "距离", "营业状态", "排队", "地址"), rows),
        map=Map(point, tuple(spot(one, now) for one in found)),
        next=("queue_take_number", "branch_detail", "offers_nearby"),
    )


def spot(one: Found, now: datetime) -> Spot:
    """How a place stands on the map."""
    open_now = state_at(one.place.hours, now).open
    return Spot(one.place.point, short_name(one.place), one.distance_words, live=open_now)


def _row(one: Found, lines: tuple[Line, ...], now: datetime) -> tuple[str, ...]:
    state = state_at(one.place.hours, now)
    waiting = lines[0].words() if lines and state.open else ""
    return (
        short_name(one.place),
        one.distance_words,
        state.words(now),
        waiting,
        one.place.address,
    )
