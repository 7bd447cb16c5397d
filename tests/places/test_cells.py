"""A cover holds every cell within the radius, wherever on earth."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from weiyin.places.cells import cell, cover
from weiyin.places.distance import EARTH_M, distance_m

LATS = st.integers(-90_000_000, 90_000_000)
LONS = st.integers(-180_000_000, 180_000_000)


@st.composite
def pairs(draw):
    """A point, and another at most about `radius` away in a drawn direction."""
    lat, lon = draw(LATS), draw(LONS)
    radius = draw(st.floats(1, 3_000_000))
    angle, bearing = draw(st.floats(0, 1)) * radius / EARTH_M, draw(st.floats(0, 2 * math.pi))
    phi = math.radians(lat / 1e6)
    to_phi = math.asin(
        math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
    )
    turn = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(phi),
        math.cos(angle) - math.sin(phi) * math.sin(to_phi),
    )
    to_lon = (math.degrees(turn) + lon / 1e6 + 540) % 360 - 180
    return (lat, lon), (round(math.degrees(to_phi) * 1e6), round(to_lon * 1e6)), radius


@given(pairs())
def test_a_point_within_the_radius_is_in_the_cover(drawn) -> None:
    here, there, radius = drawn
    if distance_m(*here, *there) > radius:
        return
    ranges = cover(*here, radius)
    assert 1 <= len(ranges) <= 16
    assert ranges == sorted(ranges)
    assert any(first <= cell(*there) <= last for first, last in ranges)


@given(LATS, LONS)
def test_a_cell_is_a_whole_number_of_forty_bits(lat: int, lon: int) -> None:
    assert 0 <= cell(lat, lon) < 2**40


def test_a_small_circle_covers_a_small_part_of_the_world() -> None:
    covered = sum(last - first + 1 for first, last in cover(30_274_100, 120_155_100, 500))
    assert 0 < covered < 2**20


def test_distance_is_known_between_two_known_points() -> None:
    # One degree of latitude on the mean sphere, and half a turn of the equator.
    assert round(distance_m(0, 0, 1_000_000, 0)) == 111_195
    assert round(distance_m(0, 0, 0, 180_000_000)) == round(math.pi * EARTH_M)
