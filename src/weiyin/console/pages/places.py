"""Branches, self-service banks and machines: found, mended, added, taken out."""

from __future__ import annotations

import re
from dataclasses import replace

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
from weiyin.places import search
from weiyin.places.hours import OpeningHours, Span
from weiyin.places.place import Place, PlaceKind
from weiyin.places.register import put_places, remove_place

KINDS = {
    PlaceKind.BRANCH: Words("网点", "Branch"),
    PlaceKind.SELF_SERVICE: Words("自助银行", "Self-service"),
    PlaceKind.ATM: Words("ATM", "ATM"),
}
_SHOWN = 50
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)


def show(visit: Visit) -> Response:
    asked = visit.query.get("q", "")[:40]
    if asked:
        found = visit.read(lambda r: search.by_words(r, visit.book, asked, limit=_SHOWN))
    else:
        found = visit.read(lambda r: search.some(r, visit.book, limit=_SHOWN))
    return visit.page("places.html", asked=asked, found=found, kinds=KINDS)


def edit(visit: Visit) -> Response:
    place_id = visit.parts["place_id"]
    one = None
    if place_id != "new":
        one = visit.read(lambda reader: search.get(reader, visit.book, place_id))
    return visit.page("place.html", one=one, kinds=KINDS)


def save(visit: Visit) -> Response:
    place = _place(visit)
    visit.do(f"place:{place.place_id}", lambda tx: put_places(tx, visit.book, [place]))
    return visit.go("/places", "saved", q=place.name[:40])


def remove(visit: Visit) -> Response:
    place_id = visit.parts["place_id"]
    visit.read(lambda reader: search.get(reader, visit.book, place_id))
    visit.do(f"place:{place_id}", lambda tx: remove_place(tx, visit.book, place_id))
    return visit.go("/places", "removed")


def _place(visit: Visit) -> Place:
    posted = visit.posted
    if posted.get("kind") not in set(PlaceKind):
        raise BadInput("kind", "请选择类型")
    if not _NUMBER.fullmatch(posted.get("place_id", "")):
        raise BadInput("place_id", "编号由1至20位字母、数字或短横组成")
    if not posted.get("name"):
        raise BadInput("name", "请填写名称")
    made = Place(
        place_id=posted["place_id"],
        kind=PlaceKind(posted["kind"]),
        name=posted["name"][:60],
        city=posted.get("city", "")[:20],
        district=posted.get("district", "")[:20],
        address=posted.get("address", "")[:120],
        phone=posted.get("phone", "")[:20],
        lat_udeg=_udeg(posted.get("lat", ""), "lat", 90),
        lon_udeg=_udeg(posted.get("lon", ""), "lon", 180),
        hours=OpeningHours(
            _spans(posted.get("weekday", ""), "weekday"),
            _spans(posted.get("weekend", ""), "weekend"),
        ),
    )
    services = re.split(r"[、,，\s]+", posted.get("services", ""))
    return replace(made, services=tuple(one for one in services if one))


def _udeg(told: str, field: str, most: int) -> int:
    """Whole microdegrees out of degrees as typed."""
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,6})?", told, re.ASCII):
        raise BadInput(field, "请填写经纬度，最多六位小数")
    whole, _, part = told.lstrip("-").partition(".")
    found = int(whole) * 1_000_000 + int(part.ljust(6, "0"))
    if found > most * 1_000_000:
        raise BadInput(field, "经纬度超出范围")
    return -found if told.startswith("-") else found


def _spans(told: str, field: str) -> tuple[Span, ...]:
    """`9:00-12:00、13:00-17:00`; nothing: shut all day."""
    spans = []
    for one in re.split(r"[、,，\s]+", told.strip()):
        if not one:
            continue
        match = _SPAN.fullmatch(one)
        if match is None:
            raise BadInput(field, "营业时间请写成 9:00-17:00")
        first_h, first_m, last_h, last_m = map(int, match.groups())
        try:
            spans.append(Span(first_h * 60 + first_m, last_h * 60 + last_m))
        except ValueError:
            raise BadInput(field, "营业时间的先后不对") from None
    return tuple(spans)


PAGE = ConsolePage(
    id="ops_geo",
    words=Words("网点与机具", "Places"),
    section=Section.OPERATION,
    scope=Scope.PLACES,
    path="/places",
    routes=(
        get("/places", show),
        get("/places/{place_id}", edit),
        post("/places/save", save, "place.save"),
        post("/places/{place_id}/remove", remove, "place.remove"),
    ),
    place=5,
)
