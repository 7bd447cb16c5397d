"""A place of the bank as a customer looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from weiyin.base.ask import Point
from weiyin.places.hours import OpeningHours


class PlaceKind(StrEnum):
    BRANCH = "branch"
    """网点: people at counters."""
    SELF_SERVICE = "self_service"
    """自助银行: machines in a room of their own."""
    ATM = "atm"


@dataclass(frozen=True, slots=True)
class Place:
    """`place_id` is the bank's own number of it. Coordinates: whole microdegrees, GCJ-02."""

    place_id: str
    kind: PlaceKind
    name: str
    city: str
    district: str
    address: str
    phone: str
    """Empty for a machine."""
    lat_udeg: int
    lon_udeg: int
    hours: OpeningHours
    services: tuple[str, ...] = ()
    """As printed: 现金, 外币, 贵宾理财, 无障碍 …"""

    @property
    def point(self) -> Point:
        return Point(self.lat_udeg / 1_000_000, self.lon_udeg / 1_000_000, self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """A place and how far away it is, in metres as the crow flies."""

    place: Place
    distance_m: int

    @property
    def distance_words(self) -> str:
        return distance_words(self.distance_m)


def distance_words(metres: int) -> str:
    """`350米`, `1.2公里`: as precise as a straight line deserves."""
    if metres < 1000:
        return f"{max(metres // 10 * 10, 10)}米"
    return f"{metres // 1000}.{metres % 1000 // 100}公里"


def udeg(degrees: float) -> int:
    """Degrees to whole microdegrees (a tenth of a metre)."""
    return round(degrees * 1_000_000)
