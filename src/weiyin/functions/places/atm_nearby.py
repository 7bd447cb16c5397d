"""附近ATM: machines and self-service banks around, with what they can do now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from weiyin.base.ask import Point
from weiyin.base.clock import Clock
from weiyin.base.pictures import Map
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.branch_nearby import spot
from weiyin.functions.places.choosing import ASK_WHERE, point_of, short_name
from weiyin.places.hours import state_at
from weiyin.places.place import Found, PlaceKind
from weiyin.places.queues.machine import states_of
from weiyin.places.search import nearby
from weiyin.storage.store import Reader

SHOWN = 5


@function(
    id="atm_nearby",
    title="附近ATM",
    group="common.lbs",
    about="发送位置或说出地点，查看附近的自动取款机和自助银行及其状态",
    risk=Risk.READ,
    needs=Needs.ANYONE,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    where: Annotated[
        Point | str, Input("位置", InputKind.HERE, ask=ASK_WHERE, help="例如：国贸、西湖区")
    ],
) -> Answer:
    point = point_of(reader, book, where)
    kinds = (PlaceKind.ATM, PlaceKind.SELF_SERVICE)
    found = [one for kind in kinds for one in nearby(reader, book, point, kind, limit=SHOWN)]
    found = sorted(found, key=lambda one: one.distance_m)[:SHOWN]
    label = f"“{point.label}”" if point.label else "您"
    if not found:
        return Answer(title="附近ATM", lead=f"{label}附近20公里内没有我行自助设备。")
    now = clock.now()
    states = states_of(reader, book, [one.place.place_id for one in found], now)
    rows = tuple(_row(one, states.get(one.place.place_id, ""), now) for one in found)
    return Answer(
        title="附近ATM",
        lead=f"离{label}最近的 {len(rows)} 处自助设备：",
        table=Table(("地点", "距离", "状态", "可办理", "地址"), rows),
        map=Map(point, tuple(spot(one, now) for one in found)),
        next=("branch_nearby",),
    )


def _row(one: Found, state: str, now: datetime) -> tuple[str, ...]:
    place = one.place
    told = state or state_at(place.hours, now).words(now)
    return (
        short_name(place),
        one.distance_words,
        told,
        "、".join(place.services),
        place.address,
    )
