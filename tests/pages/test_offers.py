"""What stands in a form before anybody writes, and who is led elsewhere before filling it in."""

from __future__ import annotations

import re

from tests.pages.conftest import Phone, words_of


def test_what_the_function_offers_stands_in_the_form(phone: Phone) -> None:
    page = phone.get("/p/f/transfer_same_bank").text
    assert '<button type="button" class="chip" value="小雷">小雷（4321）</button>' in page
    memo = re.search(r'<input id="memo"[^>]*>', page)
    assert memo is not None
    assert 'value="房租"' in memo[0]


def test_what_was_typed_stays(phone: Phone) -> None:
    page = phone.post("/p/f/transfer_same_bank", {"memo": "饭钱"}).text
    assert 'value="饭钱"' in page
    assert "房租" not in page


def test_who_has_no_card_is_told_before_filling_in(phone: Phone) -> None:
    phone.sign_in("o-stranger")
    refused = phone.get("/p/f/transfer_same_bank")
    assert refused.status_code == 403
    assert "请先绑定借记卡" in words_of(refused)
    assert 'href="/p/f/account_bind_debit"' in refused.text


def test_who_needs_a_credit_card_is_led_to_bind_one(phone: Phone) -> None:
    for refused in (phone.get("/p/f/cc_instalment"), phone.post("/p/f/cc_instalment", {})):
        assert refused.status_code == 403
        assert "请先绑定信用卡" in words_of(refused)
        assert "查询账单" in words_of(refused)
        assert 'href="/p/f/account_bind_credit"' in refused.text
