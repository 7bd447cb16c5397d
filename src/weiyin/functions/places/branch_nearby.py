"""附近网点: by a shared place or by words, with distance, opening state and people waiting."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from weiyin.base.ask import AskKind, Point
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.places.gazetteer import locate
from weiyin.places.hours import state_at
from weiyin.places.place import Found, PlaceKind
from weiyin.places.queues.line import Line, lines_of
from weiyin.places.search import nearby
from weiyin.storage.store import Reader

SHOWN = 5
_BANK = re.compile(r"^\S{2,8}?银行(?=.)")
"""What every branch's name begins with, and nobody needs to be told in a list of them."""
ASK_WHERE = "请点右下角“+”发送您的位置，或者告诉我在哪儿，例如“国贸附近”“杭州西湖区”"


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
        Point | str, Input("位置", InputKind.PLACE, ask=ASK_WHERE, help="例如：国贸、西湖区")
    ],
) -> Answer:
    point = where if isinstance(where, Point) else _locate(where)
    found = nearby(reader, book, point, PlaceKind.BRANCH, limit=SHOWN)
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
    )


def _row(one: Found, lines: tuple[Line, ...], now: datetime) -> tuple[str, ...]:
    place = one.place
    state = state_at(place.hours, now)
    open_state = state.words(now)
    waiting = lines[0].words() if lines and state.open else ""
    return (_BANK.sub("", place.name), one.distance_words, open_state, waiting, place.address)


def _locate(words: str) -> Point:
    areas = locate(words)
    if not areas:
        raise BadInput("where", f"没有找到“{words}”。{ASK_WHERE}")
    if len(areas) > 1:
        cities = "、".join(f"{area.city}{area.name}" for area in areas)
        raise BadInput("where", f"您说的是哪一个：{cities}？")
    return areas[0].point
