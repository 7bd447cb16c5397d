"""A map as plain SVG: no tiles of anybody's, no script. North is up; the middle is where one is.

Everything is in the units of the drawing's view box. Rings of round distances give the scale, and
names of well-known areas around the bearings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import quote

from weiyin.base.ask import Point
from weiyin.base.pictures import Map, Spot
from weiyin.places.distance import EARTH_M
from weiyin.places.gazetteer import CITIES

WIDTH, HEIGHT = 320, 260
_MARGIN = 26
_RINGS_M = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_LEAST_M = 150
"""A map never shows less around its middle than this."""
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered spot; `route` opens it in the phone's map app."""

    number: int
    x: float
    y: float
    label: str
    words: str
    live: bool
    route: str


@dataclass(frozen=True, slots=True)
class Ring:
    radius: float
    label: str
    y: float


@dataclass(frozen=True, slots=True)
class Name:
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """`here`: whether the middle is where the asker is."""

    pins: tuple[Pin, ...]
    rings: tuple[Ring, ...]
    names: tuple[Name, ...]
    here: bool


def drawn(shown: Map) -> Drawn:
    """The geometry of a map."""
    middle = shown.here or shown.spots[0].point
    away = [_metres(middle, spot.point) for spot in shown.spots]
    room = min(WIDTH, HEIGHT) / 2 - _MARGIN
    reach = max([_LEAST_M, *(_needed(east, north, room) for east, north in away)])
    scale = room / reach
    pins = tuple(
        _pin(number, spot, east * scale, north * scale)
        for number, (spot, (east, north)) in enumerate(zip(shown.spots, away, strict=True), start=1)
    )
    rings = tuple(_ring(metres, scale) for metres in _RINGS_M if 24 < metres * scale <= room)
    return Drawn(pins, rings[-3:], _names(middle, scale), shown.here is not None)


def _metres(middle: Point, point: Point) -> tuple[float, float]:
    """East and north of the middle, on the plane that touches the earth there."""
    east = math.radians(point.longitude - middle.longitude) * EARTH_M
    north = math.radians(point.latitude - middle.latitude) * EARTH_M
    return east * math.cos(math.radians(middle.latitude)), north


def _needed(east: float, north: float, room: float) -> float:
    """Metres to the edge of the shorter side such that the point is on the map."""
    wide = WIDTH / 2 - _MARGIN
    return max(abs(north), abs(east) * room / wide)


def _pin(number: int, spot: Spot, east: float, north: float) -> Pin:
    x, y = round(WIDTH / 2 + east, 1), round(HEIGHT / 2 - north, 1)
    return Pin(number, x, y, spot.label, spot.words, spot.live, _route(spot))


def _route(spot: Spot) -> str:
    """The address by which phones hand a place (GCJ-02) to a map app."""
    at = f"{spot.point.latitude:.6f},{spot.point.longitude:.6f}"
    marker = quote(f"coord:{at};title:{spot.label};addr:{spot.label}", safe=":;,")
    return f"https://apis.map.qq.com/uri/v1/marker?marker={marker}&referer=weiyin"


def _ring(metres: int, scale: float) -> Ring:
    label = f"{metres}米" if metres < 1000 else f"{metres // 1000}公里"
    radius = round(metres * scale, 1)
    return Ring(radius, label, round(HEIGHT / 2 - radius - 3, 1))


def _names(middle: Point, scale: float) -> tuple[Name, ...]:
    found: list[Name] = []
    for area in (area for city in CITIES for area in city.areas):
        east, north = _metres(middle, area.point)
        x, y = WIDTH / 2 + east * scale, HEIGHT / 2 - north * scale
        if 24 < x < WIDTH - 24 and 12 < y < HEIGHT - 6 and abs(east) + abs(north) < 60_000:
            found.append(Name(round(x, 1), round(y, 1), area.name))
    return tuple(found[:_MOST_NAMES])
