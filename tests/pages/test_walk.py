"""The road through the pages: ask, draft, code, confirm, and the same result again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.pages.conftest import TRANSFER, Phone, words_of
from tests.pages.till import Till
from tests.people.conftest import People


def test_a_transfer_from_form_to_result(phone: Phone, people: People, till: Till) -> None:
    draft = phone.start_transfer()
    shown = words_of(phone.get(draft))
    for fact in ("¥500.00", "*小雷", "尾号1234", "手续费", "实时到账", "138****5678"):
        assert fact in shown
    assert phone.post(f"{draft}/code").headers["location"] == draft
    assert "验证码已发送至 138****5678" in words_of(phone.get(draft))
    done = phone.post(f"{draft}/confirm", {"code": people.last_code()})
    assert (done.status_code, done.headers["location"]) == (303, draft)
    first = phone.get(draft)
    assert "转账成功" in words_of(first)
    assert phone.get(draft).text == first.text
    assert len(till.paid) == 1


def test_confirming_twice_pays_once_and_shows_the_same(
    phone: Phone, people: People, till: Till
) -> None:
    draft = phone.start_transfer()
    phone.post(f"{draft}/code")
    code = people.last_code()
    for _ in range(3):
        assert phone.post(f"{draft}/confirm", {"code": code}).status_code == 303
    assert len(till.paid) == 1


def test_a_refusal_of_the_bank_is_a_result_too(phone: Phone, people: People) -> None:
    draft = phone.start_transfer("50000")
    phone.post(f"{draft}/code")
    phone.post(f"{draft}/confirm", {"code": people.last_code()})
    assert "可用余额不足" in words_of(phone.get(draft))


def test_a_wrong_code_is_said_and_the_draft_stays(phone: Phone, people: People) -> None:
    draft = phone.start_transfer()
    phone.post(f"{draft}/code")
    code = people.last_code()
    wrong = phone.post(f"{draft}/confirm", {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert wrong.status_code == 403
    assert "还可以再试4次" in words_of(wrong)
    assert "¥500.00" in words_of(wrong)
    assert phone.post(f"{draft}/confirm", {"code": code}).status_code == 303


def test_confirming_without_a_code_sent(phone: Phone, till: Till) -> None:
    draft = phone.start_transfer()
    for code in ("", "000000"):
        refused = phone.post(f"{draft}/confirm", {"code": code})
        assert refused.status_code == 403
        assert "请重新获取验证码" in words_of(refused)
    assert till.paid == []


def test_an_expired_draft_says_so(phone: Phone, people: People, till: Till) -> None:
    draft = phone.start_transfer()
    people.clock.advance(timedelta(minutes=16))
    phone.sign_in(goal=draft)
    assert "页面已过期" in words_of(phone.get(draft))
    assert phone.post(f"{draft}/confirm", {"code": "000000"}).status_code == 409
    assert till.paid == []


def test_the_code_button_by_htmx(phone: Phone) -> None:
    draft = phone.start_transfer()
    part = phone.post(f"{draft}/code", **{"hx-request": "true"})
    assert part.status_code == 200
    assert 'data-countdown="60"' in part.text
    assert "<html" not in part.text
    again = phone.post(f"{draft}/code", **{"hx-request": "true"})
    assert "一分钟后再试" in again.text


def test_a_query_answers_at_once_and_a_form_can_narrow_it(phone: Phone) -> None:
    assert "¥1,022.00" in words_of(phone.get("/p/f/balance_query"))
    listed = phone.get("/p/f/transaction_query")
    assert "&lt;b&gt;早餐&lt;/b&gt;" in listed.text
    narrowed = phone.post(
        "/p/f/transaction_query", {"dates_first": "2026-07-01", "dates_last": "2026-07-02"}
    )
    assert "暂无记录" in words_of(narrowed)
    assert 'value="2026-07-01"' in narrowed.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": ""}, "请填写转账金额"),
        ({"amount": "0"}, "金额须大于零"),
        ({"amount": "-1"}, "请输入正确的金额"),
        ({"amount": "1e9"}, "请输入正确的金额"),
        ({"amount": "１００"}, "请输入正确的金额"),
        ({"name": ""}, "请填写收款人姓名"),
    ],
)
def test_what_to_mend_is_said_beside_the_field(
    phone: Phone, change: dict[str, str], words: str
) -> None:
    again = phone.post("/p/f/transfer_same_bank", TRANSFER | {"memo": "房租"} | change)
    assert again.status_code == 422
    assert words in words_of(again)
    assert 'aria-invalid="true"' in again.text
    assert 'value="房租"' in again.text


def test_fields_nobody_asked_for_are_dropped(phone: Phone) -> None:
    extra = TRANSFER | {"customer_no": "C2", "state": "done", "fee": "-100"}
    made = phone.post("/p/f/transfer_same_bank", extra)
    assert made.status_code == 303


def test_nobody_bound_is_shown_the_way_to_bind(
    new_phone: Callable[[], Phone], people: People
) -> None:
    people.follow("o-new")
    stranger = new_phone()
    stranger.sign_in("o-new")
    page = stranger.get("/p/f/balance_query")
    assert page.status_code == 403
    assert "/p/f/account_bind_debit" in page.text


def test_a_previewer_may_look_but_not_move(new_phone: Callable[[], Phone], till: Till) -> None:
    viewer = new_phone()
    viewer.sign_in("o-lei", snapshot=True)
    assert viewer.get("/p/f/transfer_same_bank").status_code == 200
    refused = viewer.post("/p/f/transfer_same_bank", TRANSFER)
    assert refused.status_code == 403
    assert "使用完整服务" in words_of(refused)
    owner = new_phone()
    owner.sign_in("o-lei")
    draft = owner.start_transfer()
    for step in ("code", "confirm"):
        assert viewer.post(f"{draft}/{step}", {"code": "000000"}).status_code == 422
    assert till.paid == []


def test_unfollowing_ends_the_page(phone: Phone, people: People) -> None:
    draft = phone.start_transfer()
    people.unfollow("o-lei")
    assert phone.get(draft).status_code == 401
    phone.sign_in(goal=draft)
    assert phone.get(draft).status_code == 404


def test_large_characters_are_kept(phone: Phone) -> None:
    home = phone.get("/p/f/balance_query")
    assert 'class="large"' not in home.text
    changed = phone.post("/p/size", referer="https://bank.test/p/f/balance_query")
    assert changed.headers["location"] == "/p/f/balance_query"
    assert 'class="large"' in phone.get("/p/f/balance_query").text
    assert "标准字" in words_of(phone.post("/p/size", referer="https://evil.test/p/x"))


def test_agreements_are_open_to_all(new_phone: Callable[[], Phone]) -> None:
    stranger = new_phone()
    assert "绑定服务协议" in words_of(stranger.get("/p/agreement/binding"))
    assert stranger.get("/p/agreement/other").status_code == 404
