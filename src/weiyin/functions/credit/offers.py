"""特惠商户/活动: what the credit card saves in a city, by category."""

from __future__ import annotations

from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import point_of
from weiyin.places.offers.offer import Ranked, Taste, offers_near
from weiyin.storage.store import Reader

_CATEGORIES = ("餐饮", "咖啡茶饮", "超市便利", "电影娱乐", "加油出行", "运动健康")
_SHOWN = 10


@function(
    id="cc_offers",
    title="特惠商户",
    group="credit",
    about="按城市和类别查信用卡特惠商户与活动",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.CREDIT,
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    city: Annotated[str, Input("城市", InputKind.CITY, ask="想看哪个城市或商圈的特惠？")],
    category: Annotated[
        str | None,
        Input(
            "类别",
            InputKind.CHOICE,
            options=tuple((name, name) for name in _CATEGORIES),
            said=(
                ("餐饮", "吃|餐|火锅|美食"),
                ("咖啡茶饮", "咖啡|奶茶|茶"),
                ("超市便利", "超市|便利"),
                ("电影娱乐", "电影|影院"),
                ("加油出行", "加油|打车|停车"),
                ("运动健康", "健身|运动"),
            ),
        ),
    ] = None,
) -> Answer:
    found = offers_near(
        reader, book, point_of(reader, book, city), clock.now(),
        cards=("credit",), taste=Taste(), category=category or "", limit=_SHOWN,
    )  # fmt: skip
    if not found:
        return Answer("特惠商户", f"{city}暂时没有可用的信用卡特惠，换个城市或类别看看。")
    return Answer(
        title=f"{city}特惠商户",
        lead=f"{city}有 {len(found)} 个信用卡特惠：",
        table=Table(("优惠", "商户", "条件"), tuple(map(_row, found))),
        next=("offer_claim",),
    )


def _row(one: Ranked) -> tuple[str, ...]:
    return one.offer.title, one.offer.merchant, one.offer.terms
