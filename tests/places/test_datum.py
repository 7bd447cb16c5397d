"""Coordinates from one datum to another, against what a public library says and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.base.ask import Point
from weiyin.places.datum import bd09_to_gcj02, gcj02_to_bd09, gcj02_to_wgs84, wgs84_to_gcj02
from weiyin.places.distance import distance_m
from weiyin.places.place import udeg

IN_CHINA = st.builds(Point, st.floats(18.2, 53.5), st.floats(73.6, 134.7))


def apart(a: Point, b: Point) -> float:
    return distance_m(*(udeg(v) for p in (a, b) for v in (p.latitude, p.longitude)))


@given(IN_CHINA)
def test_there_and_back_is_within_a_metre(point: Point) -> None:
    assert apart(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 1
    assert apart(bd09_to_gcj02(gcj02_to_bd09(point)), point) < 1
    assert 20 < apart(wgs84_to_gcj02(point), point) < 1500


@pytest.mark.parametrize("far", [Point(51.5, -0.12), Point(-33.9, 151.2), Point(56.0, 100.0)])
def test_outside_the_mainland_nothing_is_shifted(far: Point) -> None:
    assert wgs84_to_gcj02(far) == gcj02_to_wgs84(far) == far
