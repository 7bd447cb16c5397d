"""Maps on a page: everything in the picture, north up, near things near, list and pins in step."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from weiyin.base.ask import Point
from weiyin.base.pictures import Map, Spot
from weiyin.pages.maps import HEIGHT, WIDTH, drawn

HERE = Point(39.9087, 116.4598)
points = st.builds(Point, st.floats(39.5, 40.3), st.floats(116.0, 116.9))


def spot(point: Point, number: int = 1) -> Spot:
    return Spot(point, f"第{number}支行", "350米", live=number % 2 == 1)


@given(st.lists(points, min_size=1, max_size=8), st.booleans())
def test_every_spot_is_in_the_picture(around: list[Point], known: bool) -> None:
    shown = drawn(Map(HERE if known else None, tuple(map(spot, around))))
    assert [pin.number for pin in shown.pins] == list(range(1, len(around) + 1))
    for pin in shown.pins:
        assert 10 <= pin.x <= WIDTH - 10
        assert 10 <= pin.y <= HEIGHT - 10
    for ring in shown.rings:
        assert 0 < ring.radius <= HEIGHT / 2


def test_north_is_up_and_east_is_right() -> None:
    north, east = Point(39.92, 116.4598), Point(39.9087, 116.47)
    up, right = drawn(Map(HERE, (spot(north), spot(east)))).pins
    assert (up.x, up.y < HEIGHT / 2) == (WIDTH / 2, True)
    assert (right.y, right.x > WIDTH / 2) == (HEIGHT / 2, True)
    assert "coord:39.920000,116.459800" in up.route
    assert [name.label for name in drawn(Map(HERE, (spot(north),))).names] == ["国贸"]
