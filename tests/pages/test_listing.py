"""Long lists a part at a time, things ticked and put side by side, things opened by a link."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import Phone, words_of
from tests.pages.till import KEPT
from weiyin.pages.listing import AFTER, PART

_LIST = "/p/f/message_center"


def _seen(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"第(\d+)条", text)]


def test_every_row_comes_once_and_in_order(phone: Phone) -> None:
    first = phone.get(_LIST).text
    seen = _seen(first)
    assert seen == list(range(1, PART + 1))
    after = re.search(rf'name="{AFTER}" value="(\d+)"', first)
    while after is not None:
        part = phone.post(f"{_LIST}/rows", {AFTER: after[1]}, **{"hx-request": "true"}).text
        assert "<html" not in part
        seen += _seen(part)
        after = re.search(rf'name="{AFTER}" value="(\d+)"', part)
    assert seen == list(range(1, KEPT + 1))


def test_what_was_asked_is_asked_again_and_never_in_an_address(phone: Phone) -> None:
    first = phone.post(_LIST, {"words": "<房租>"}).text
    assert '<input type="hidden" name="words" value="&lt;房租&gt;">' in first
    more = phone.post(f"{_LIST}/rows", {"words": "<房租>", AFTER: "20"}, **{"hx-request": "true"})
    assert more.text.count("&lt;房租&gt;") == PART + 1
    assert "房租" not in str(more.url)


def test_without_scripts_the_next_rows_are_a_page(phone: Phone) -> None:
    page = phone.post(f"{_LIST}/rows", {AFTER: "40"})
    assert "<html" in page.text
    assert _seen(page.text) == list(range(41, KEPT + 1))
    assert AFTER not in page.text


@pytest.mark.parametrize("typed", ["", "-1", "x", "２０", "99999", "2001"])
def test_only_a_number_of_rows_is_a_number_of_rows(phone: Phone, typed: str) -> None:
    assert phone.post(f"{_LIST}/rows", {AFTER: typed}).status_code == 422


def test_the_rows_of_what_is_no_query_are_not_shown(phone: Phone) -> None:
    refused = phone.post("/p/f/transfer_same_bank/rows", {AFTER: "20"})
    assert refused.status_code == 404


def test_what_is_ticked_stands_side_by_side(phone: Phone) -> None:
    shelf = phone.get("/p/f/wealth_list").text
    assert 'name="compare.B2" value="yes" aria-label="产品B2"' in shelf
    assert '<a href="/p/f/wealth_detail?product=B2">产品B2</a>' in shelf
    beside = phone.post("/p/f/wealth_list", {"compare.B2": "yes", "compare.D4": "yes"})
    assert "B2 D4" in words_of(beside)
    assert 'href="/p/f/wealth_detail?product=D4"' in beside.text


def test_a_link_opens_a_thing_and_fills_in_nothing_else(phone: Phone) -> None:
    opened = phone.get("/p/f/wealth_detail?product=B2&words=x").text
    assert "余额查询" in opened  # the till's answer to everything else
    assert "更改查询条件" in opened
    filled = phone.get("/p/f/transfer_same_bank?name=骗子&amount=612.34").text
    assert "骗子" not in filled
    assert "612.34" not in filled
