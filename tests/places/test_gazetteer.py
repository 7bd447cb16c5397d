from __future__ import annotations

import pytest

from weiyin.places.distance import distance_m
from weiyin.places.gazetteer import CITIES, CITY_NAMES, locate


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("国贸附近的网点", [("北京", "国贸")]),
        ("杭州西湖区有网点吗", [("杭州", "西湖")]),
        ("和平区", [("天津", "和平区"), ("沈阳", "和平区")]),
        ("沈阳和平区", [("沈阳", "和平区")]),
        ("上海中山公园", [("上海", "中山公园")]),
        ("北京路", [("广州", "北京路")]),
        ("海淀", [("北京", "海淀区")]),
        ("浦东", [("上海", "浦东新区")]),
        ("杭州", [("杭州", "杭州")]),
        ("月球背面", []),
        ("", []),
    ],
)
def test_words_to_places(words: str, meant: list[tuple[str, str]]) -> None:
    assert [(area.city, area.name) for area in locate(words)] == meant


def test_every_area_lies_in_its_city() -> None:
    assert len(CITIES) == len(set(CITY_NAMES)) == 20
    for city in CITIES:
        for area in city.areas:
            away = distance_m(city.lat_udeg, city.lon_udeg, area.lat_udeg, area.lon_udeg)
            assert away < 45_000, (area, away)
            assert locate(f"{city.name}{area.name}") == (area,)
