"""周边优惠: merchants' offers around that are open, left, and meant for the cards one holds.

Which cards are bound and what was claimed before count only for who agreed to personal marketing;
to everybody else it is a list by distance and value.
"""

from __future__ import annotations

from typing import Annotated

from weiyin.base.ask import Point
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput
from weiyin.base.pictures import Map, Spot
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import BookName
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.functions.places.choosing import person_of, point_of
from weiyin.people.consents import Purpose, standing_consent
from weiyin.people.who import Who
from weiyin.places.offers.coupon import past_categories
from weiyin.places.offers.offer import Ranked, Taste, offers_near
from weiyin.places.place import distance_words
from weiyin.places.whereabouts import access_whereabouts
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader

SHOWN = 6
_ASK = "您在哪儿？例如“国贸附近的优惠”“西湖区有什么优惠”"
CATEGORIES = ("餐饮", "咖啡茶饮", "超市便利", "电影娱乐", "加油出行", "运动健康")
_OPTIONS = tuple((name, name) for name in CATEGORIES)
_NOT_KNOWN = "按距离和力度排序。在“授权与隐私管理”中同意营销授权后，会结合您的持卡和常用类别推荐。"


@function(
    id="offers_nearby",
    title="周边优惠",
    group="common.lbs",
    about="看看身边正在营业的商户优惠，按距离、力度和您的持卡排序",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    codes=("YH",),
)
def answer(
    reader: Reader,
    book: BookName,
    clock: Clock,
    who: Who,
    sealer: Sealer,
    where: Annotated[
        Point | str | None, Input("位置", InputKind.HERE, help="例如：国贸、西湖区")
    ] = None,
    category: Annotated[str | None, Input("类别", InputKind.CHOICE, options=_OPTIONS)] = None,
) -> Answer:
    now = clock.now()
    point = point_of(reader, book, where) if where else access_whereabouts(
        reader, sealer, who.oa, who.openid, now
    )  # fmt: skip
    if point is None:
        raise BadInput("where", _ASK)
    taste = _taste(reader, book, who, clock)
    held = {binding.kind.value for binding in who.bindings} or {"debit", "credit"}
    found = offers_near(
        reader,
        book,
        point,
        now,
        cards=held,
        taste=taste,
        category=category if category in CATEGORIES else "",
        limit=SHOWN,
    )
    if not found:
        return Answer(
            title="周边优惠",
            lead="附近5公里内现在没有营业中的优惠商户，请晚些再看看。",
            next=("offer_claim",),
        )
    return Answer(
        title="周边优惠",
        lead="您身边的优惠：" if taste.categories is not None else f"您身边的优惠。{_NOT_KNOWN}",
        table=Table(("优惠", "商户", "为您推荐", "编号"), tuple(_row(one) for one in found)),
        map=Map(point, tuple(_spot(one) for one in found)),
        next=("offer_claim",),
    )


def _taste(reader: Reader, book: str, who: Who, clock: Clock) -> Taste:
    agreed = standing_consent(reader, who.oa, who.openid, Purpose.MARKETING)
    if who.customer_no is None or agreed is None:
        return Taste()
    cards = frozenset(binding.kind.value for binding in who.bindings)
    return Taste(cards, past_categories(reader, book, person_of(who), clock.now()))


def _row(one: Ranked) -> tuple[str, ...]:
    return (one.offer.title, one.offer.merchant, one.why, one.offer.offer_id)


def _spot(one: Ranked) -> Spot:
    words = f"{one.offer.terms} · {distance_words(one.distance_m)}"
    return Spot(one.offer.point, one.offer.merchant, words, live=True)
