"""The merchant's desk on a page: a coupon is used up once, and guessing gets nowhere."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Phone, words_of
from tests.places.offers.test_offers import merchant, offer
from tests.places.offers.test_offers import person as customer
from weiyin.places.offers.coupon import claim
from weiyin.places.offers.merchant import open_desk, put_merchants
from weiyin.places.offers.offer import put_offers

BOOK, PIN = "main", "1234567890"


@pytest.fixture
def code(store, clock) -> str:
    """The code of a coupon of M1, whose desk is open."""

    def work(tx) -> str:
        put_merchants(tx, BOOK, [merchant(1)])
        put_offers(tx, BOOK, [offer(1, clock)])
        open_desk(tx, BOOK, "M1", PIN)
        return claim(tx, BOOK, customer(1), "O1", clock.now()).code

    return store.run(work)


def test_used_up_once(new_phone, code: str) -> None:
    desk: Phone = new_phone()
    assert "商户号" in words_of(desk.get("/p/redeem"))
    typed = {"merchant": "m1", "pin": PIN, "code": f"weiyin-coupon:{code}"}
    done = desk.post("/p/redeem", typed)
    assert (done.status_code, "核销成功" in words_of(done)) == (200, True)
    assert "满100减30" in words_of(done)
    again = desk.post("/p/redeem", typed)
    assert (again.status_code, "不能使用" in words_of(again)) == (403, True)
    assert PIN not in done.text + again.text


def test_a_wrong_pin_and_an_unknown_merchant_are_answered_alike(new_phone, code: str) -> None:
    desk: Phone = new_phone()
    wrong = desk.post("/p/redeem", {"merchant": "M1", "pin": "0", "code": code})
    unknown = desk.post("/p/redeem", {"merchant": "M9", "pin": PIN, "code": code})
    assert wrong.status_code == unknown.status_code == 403
    assert words_of(wrong) == words_of(unknown)
    assert "核销密码不正确" in words_of(wrong)
