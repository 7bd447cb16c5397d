"""What was said in the chat stands in the form that the chat opens."""

from __future__ import annotations

from tests.house.bank import WANG
from tests.house.made import House
from weiyin.base.errors import NotBound
from weiyin.base.reply import OpenPage


def _offered(house: House, openid: str, function: str) -> dict[str, str]:
    offers = house.app.counter.offers(house.session(openid), function)
    return {one.name: one.value for one in offers}


def test_a_payee_who_is_in_no_book_goes_into_the_form_with_the_sum(house: House) -> None:
    house.bind("o-wang", WANG)
    card = house.ask_text("o-wang", "转100给马云")
    assert isinstance(card, OpenPage)
    assert "马云" not in card.path
    offered = _offered(house, "o-wang", "transfer_same_bank")
    assert (offered["payee"], offered["amount"]) == ("马云", "100.00")


def test_n05_what_was_said_stands_in_no_other_form(house: House) -> None:
    house.bind("o-wang", WANG)
    house.ask_text("o-wang", "转100给马云")
    assert "马云" not in str(_offered(house, "o-wang", "mobile_topup"))
    house.follow("o-li")
    assert "马云" not in str(_offered_or_refused(house, "o-li"))


def _offered_or_refused(house: House, openid: str) -> object:
    try:
        return _offered(house, openid, "transfer_same_bank")
    except NotBound as refusal:
        return refusal.heard
