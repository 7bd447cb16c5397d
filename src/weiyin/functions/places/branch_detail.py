"""网点详情: telephone, hours, what is offered there, the lines now, and where it is."""

from __future__ import annotations

from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.pictures import Map, Spot
from weiyin.functions.answers import Answer
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import ASK_BRANCH, choose_place, short_name
from weiyin.places.hours import state_at
from weiyin.places.queues.line import lines_of
from weiyin.storage.store import Reader


@function(
    id="branch_detail",
    title="网点详情",
    group="common.lbs",
    about="查看网点的电话、营业时间、可办业务、排队情况和路线",
    risk=Risk.READ,
    needs=Needs.ANYONE,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    branch: Annotated[str, Input("网点", InputKind.PLACE, ask=ASK_BRANCH, help="例如：国贸支行")],
) -> Answer:
    place = choose_place(reader, book, branch, None)
    now = clock.now()
    state = state_at(place.hours, now)
    lines = lines_of(reader, book, [place.place_id], now).get(place.place_id, ())
    queues = tuple((one.business.label, one.words()) for one in lines if state.open)
    return Answer(
        title=short_name(place),
        lead=f"{short_name(place)}{state.words(now)}。",
        facts=(
            ("地址", place.address),
            *((("电话", place.phone),) if place.phone else ()),
            ("营业时间", place.hours.words()),
            *((("可办业务", "、".join(place.services)),) if place.services else ()),
            *queues,
        ),
        map=Map(None, (Spot(place.point, short_name(place), "", live=state.open),)),
        next=("queue_take_number", "booking_business"),
    )
