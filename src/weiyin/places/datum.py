"""The three ways in which coordinates are told in mainland China, and from one to another.

WGS-84 is what a GPS receiver says. GCJ-02 is WGS-84 shifted by some hundred metres, different at
every place, as Chinese maps and WeChat must show it. BD-09 is Baidu's further shift of GCJ-02.
The shifts are those long published (Krasovsky 1940 ellipsoid); the way back from GCJ-02 is found by
iterating, since it has no closed form. Outside the mainland's box nothing is shifted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from weiyin.base.ask import Point

_A = 6_378_245.0
_EE = 0.006_693_421_622_965_943
_X_PI = math.pi * 3000.0 / 180.0
_ROUNDS = 6
"""Each brings the way back about a thousand times closer."""

_Shift = Callable[[float, float], tuple[float, float]]


def wgs84_to_gcj02(point: Point) -> Point:
    return _moved(point, _to_gcj02)


def gcj02_to_wgs84(point: Point) -> Point:
    return _moved(point, lambda lat, lon: _back(_to_gcj02, lat, lon))


def gcj02_to_bd09(point: Point) -> Point:
    return _moved(point, _to_bd09)


def bd09_to_gcj02(point: Point) -> Point:
    return _moved(point, lambda lat, lon: _back(_to_bd09, lat, lon))


def is_shifted(lat: float, lon: float) -> bool:
    """Whether GCJ-02 differs from WGS-84 there: in the box that the published shift is made for."""
    return 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def _moved(point: Point, shift: _Shift) -> Point:
    lat, lon = shift(point.latitude, point.longitude)
    return replace(point, latitude=lat, longitude=lon)


def _back(shift: _Shift, lat: float, lon: float) -> tuple[float, float]:
    """Where `shift` leads to (lat, lon) from."""
    back_lat, back_lon = lat, lon
    for _ in range(_ROUNDS):
        there_lat, there_lon = shift(back_lat, back_lon)
        back_lat += lat - there_lat
        back_lon += lon - there_lon
    return back_lat, back_lon


def _to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    if not is_shifted(lat, lon):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    phi = math.radians(lat)
    magic = 1 - _EE * math.sin(phi) ** 2
    metres_lat, metres_lon = _lat_shift(x, y), _lon_shift(x, y)
    per_lat = _A * (1 - _EE) / (magic * math.sqrt(magic))
    per_lon = _A / math.sqrt(magic) * math.cos(phi)
    return lat + math.degrees(metres_lat / per_lat), lon + math.degrees(metres_lon / per_lon)


def _lat_shift(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return plain + _waves(x, (20, 6), (20, 2)) + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12),
                                                        (320, 1 / 30))  # fmt: skip


def _lon_shift(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return plain + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))


def _waves(at: float, *waves: tuple[float, float]) -> float:
    """Two thirds of the sum of sines: (height in metres, half-waves a degree)."""
    return sum(height * math.sin(count * at * math.pi) for height, count in waves) * 2 / 3


def _to_bd09(lat: float, lon: float) -> tuple[float, float]:
    z = math.hypot(lon, lat) + 0.000_02 * math.sin(lat * _X_PI)
    theta = math.atan2(lat, lon) + 0.000_003 * math.cos(lon * _X_PI)
    return z * math.sin(theta) + 0.006, z * math.cos(theta) + 0.0065
