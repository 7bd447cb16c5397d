"""How far two points are apart, and the box that surely holds everything within a distance."""

from __future__ import annotations

import math

EARTH_M = 6_371_008.8
"""Mean radius. A sphere is within half a percent of the real shape, far finer than a street."""


def distance_m(lat_a: int, lon_a: int, lat_b: int, lon_b: int) -> float:
    """Great-circle distance in metres between two points in microdegrees (haversine)."""
    phi_a, phi_b = math.radians(lat_a / 1e6), math.radians(lat_b / 1e6)
    half_lat = (phi_b - phi_a) / 2
    half_lon = math.radians((lon_b - lon_a) / 1e6) / 2
    h = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(h, 1.0)))


def reach_udeg(lat: int, radius_m: float) -> tuple[int, int] | None:
    """Microdegrees of latitude and of longitude that hold every point within `radius_m`.

    None where a box has no meaning: the circle holds a pole.
    """
    angle = radius_m / EARTH_M
    reach_lat = math.degrees(angle)
    if abs(lat) / 1e6 + reach_lat >= 90:
        return None
    reach_lon = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(lat / 1e6))))
    return math.ceil(reach_lat * 1e6), math.ceil(reach_lon * 1e6)
