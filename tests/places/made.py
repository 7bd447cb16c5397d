"""Places made for tests: spread over a town, or over the world."""

from __future__ import annotations

from weiyin.places.hours import ALWAYS, OpeningHours, Span
from weiyin.places.place import Place, PlaceKind

OFFICE = OpeningHours((Span(540, 1020),), (Span(570, 960),))


def place(number: int, lat: int, lon: int, kind: PlaceKind = PlaceKind.BRANCH, **other) -> Place:
    facts = {
        "place_id": f"P{number:05d}",
        "name": f"示范银行第{number}支行",
        "city": "杭州",
        "district": "西湖区",
        "address": f"文三路{number}号",
        "phone": "0571-88880000",
        "hours": OFFICE if kind is PlaceKind.BRANCH else ALWAYS,
        "services": ("现金", "外币"),
    } | other
    return Place(kind=kind, lat_udeg=lat, lon_udeg=lon, **facts)
