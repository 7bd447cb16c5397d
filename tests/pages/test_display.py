"""Large words and English: chosen once, honoured on every page and in every browser."""

from __future__ import annotations

from collections.abc import Callable

from tests.pages.conftest import Phone, words_of
from tests.people.conftest import People
from weiyin.people.display.choice import Display, Language, choose_display, display_of


def test_what_was_chosen_holds_in_every_browser(
    people: People, new_phone: Callable[[], Phone]
) -> None:
    wanted = Display(large=True, language=Language.ENGLISH)
    people.store.run(lambda tx: choose_display(tx, "main", "o-lei", wanted, people.clock.now()))
    for _ in range(2):
        phone = new_phone()
        phone.sign_in()
        page = phone.get("/p/f/transfer_same_bank")
        assert '<html lang="en" class="large">' in page.text
        assert "Sign out" in words_of(page)
        assert "Get code" in words_of(phone.get(phone.start_transfer()))
    other = new_phone()
    other.sign_in("o-han")
    assert '<html lang="zh-CN">' in other.get("/p/f/transfer_same_bank").text


def test_the_button_of_a_page_is_kept_for_the_person(
    people: People, new_phone: Callable[[], Phone]
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.post("/p/size", referer="https://bank.test/p/f/transfer_same_bank")
    assert people.store.read(lambda tx: display_of(tx, "main", "o-lei")).large
    again = new_phone()
    again.sign_in()
    assert 'class="large"' in again.get("/p/f/transfer_same_bank").text
    again.post("/p/size", referer="https://bank.test/p/f/transfer_same_bank")
    assert 'class="large"' not in phone.get("/p/f/transfer_same_bank").text
