"""网点搜索: by name, street, district, city or number."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.errors import NotFound
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName, RowsShown
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import short_name
from weiyin.places.gazetteer import CITY_NAMES
from weiyin.places.hours import state_at
from weiyin.places.place import Place, PlaceKind
from weiyin.places.search import by_city, by_words, get
from weiyin.storage.store import Reader

_MOST = 50


@function(
    id="branch_search",
    title="网点搜索",
    group="common.lbs",
    about="按名称、街道、城市或网点号查找网点",
    risk=Risk.READ,
    needs=Needs.ANYONE,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    shown: RowsShown,
    words: Annotated[
        str,
        Input(
            "关键词",
            InputKind.PLACE,
            ask="请说网点名称、街道或城市，例如“杭州”“人民路”",
            help="名称、街道、城市或网点号",
        ),
    ],
) -> Answer:
    found = _find(reader, book, words)
    if not found:
        return Answer(
            title="网点搜索",
            lead=f"没有找到“{words}”的网点，可以换个说法或发送位置查附近网点。",
            next=("branch_nearby",),
        )
    now = clock.now()
    rows = tuple(
        (short_name(one), state_at(one.hours, now).words(now), one.phone, one.address)
        for one in found[:shown]
    )
    return Answer(
        title="网点搜索",
        lead=f"找到 {len(found)} 个网点：",
        table=Table(("网点", "营业状态", "电话", "地址"), rows, total=len(found)),
        next=("branch_detail",),
    )


def _find(reader: Reader, book: str, words: str) -> list[Place]:
    with suppress(NotFound):
        return [get(reader, book, words)]
    if words.removesuffix("市") in CITY_NAMES:
        return by_city(reader, book, words, _MOST, PlaceKind.BRANCH)
    for city in CITY_NAMES:
        words = words.replace(city, f"{city} ", 1) if words.startswith(city) else words
    return by_words(reader, book, words, _MOST, PlaceKind.BRANCH)
