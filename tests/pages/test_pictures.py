"""Charts, progress, codes and papers on a page: drawn, said in figures too, nothing inline."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.conftest import Phone, words_of
from weiyin.base.pictures import Chart, ChartPoint
from weiyin.pages.charts import HEIGHT, WIDTH, arcs, bars, spots

sizes = st.lists(st.integers(-(10**9), 10**12), max_size=40)


def _chart(values: list[int]) -> Chart:
    return Chart("bars", "图", tuple(ChartPoint(str(v), v, str(v)) for v in values))


@given(sizes)
def test_the_parts_of_a_whole_are_a_whole(values: list[int]) -> None:
    found = arcs(_chart(values))
    assert len(found) == len(values)
    if any(value > 0 for value in values):
        assert sum(arc.length for arc in found) == pytest.approx(100, abs=0.1)
    assert all(0 <= arc.length <= 100 for arc in found)


@given(sizes)
def test_columns_and_corners_stay_in_the_picture(values: list[int]) -> None:
    for bar in bars(_chart(values)):
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.02
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    for spot in spots(_chart(values)):
        assert 0 <= spot.x <= WIDTH
        assert 0 <= spot.y <= HEIGHT


def test_a_page_draws_and_says_it(phone: Phone) -> None:
    page = phone.get("/p/f/annual_bill")
    assert page.text.count("<svg") == 4
    assert "style=" not in page.text
    assert "<b>出" not in page.text
    assert "出行&lt;b&gt;" in page.text
    heard = words_of(page)
    for words in ("60.0%", "600.00 元", "12.00", "暂无数据", "处理中", "请向柜员出示"):
        assert words in heard, words
    assert re.search(r'stage-now" aria-current="step"', page.text)


def test_a_paper_is_downloaded_by_its_owner_alone(phone: Phone) -> None:
    path = "/p/f/annual_bill/paper?year=2026"
    assert path in phone.get("/p/f/annual_bill").text.replace("&amp;", "&")
    paper = phone.get(path)
    assert paper.content == b"%PDF o-lei"
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["cache-control"] == "no-store"
    assert "年度账单-2026.pdf" in unquote(paper.headers["content-disposition"])
    assert phone.get("/p/f/balance_query/paper").status_code == 404
    phone.http.cookies.clear()
    assert phone.get(path).status_code == 303
