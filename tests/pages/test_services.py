"""The list of all services: open to anybody, each entry by the sign-in."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.conftest import Phone, words_of


def test_anybody_sees_the_list_and_each_entry_signs_in(new_phone: Callable[[], Phone]) -> None:
    page = new_phone().get("/p/services?oa=other")
    assert page.status_code == 200
    assert "/p/in?oa=other&amp;to=/p/f/balance_query" in page.text
    assert "实时&lt;余额&gt;" in page.text
    assert "微金融" in words_of(page)


def test_an_unknown_account_is_the_default_one(new_phone: Callable[[], Phone]) -> None:
    page = new_phone().get("/p/services?oa=%22%3E%3Cscript%3E")
    assert "oa=main" in page.text
    assert "<script>" not in page.text
