"""Every function is an operation; a draft is confirmed with its code, once."""

from __future__ import annotations

from tests.api.conftest import BIND, TRANSFER, Api
from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import typed_on
from weiyin.base.views import Keypad
from weiyin.functions.catalogue import load_catalogue
from weiyin.storage.sql import sql

SABOTAGE = {
    "Z03": Sabotage("src/weiyin/api/models.py", 'extra="forbid"', 'extra="ignore"'),
}


def test_every_function_can_be_called(api: Api, wang: str) -> None:
    """Its own transcript drives it; here each has a door, and says whatever it says in words."""
    api.house.bind_credit("o-wang", WANG)
    answered = 0
    for function in load_catalogue():
        answer = api.call(wang, function.id)
        told = answer.json()
        if answer.status_code == 200:
            assert told["kind"] in {"answer", "draft"}
            assert told["title"], function.id
            answered += 1
        else:
            assert answer.status_code in {403, 404, 409, 422}, (function.id, answer.text)
            assert told["message"], function.id
    assert answered > len(load_catalogue()) // 4


def test_a_question_is_answered_as_on_a_page(api: Api, wang: str) -> None:
    told = api.call(wang, "balance_query").json()
    assert told["status"] == "ok"
    assert {"label": "账户余额", "value": "14,874.50 元"} in told["facts"]
    rows = api.call(wang, "transaction_query", dates="2026年6月").json()["table"]
    assert rows["columns"] == ["时间", "摘要", "金额", "余额"]
    assert len(rows["rows"]) == 2


def test_a_card_is_bound_by_code(api: Api) -> None:
    api.house.follow("o-new")
    token = api.sign_in("o-new")
    assert api.call(token, "balance_query").json()["code"] == "not_bound"
    handle = api.draft(token, "account_bind_debit", **BIND)
    done = api.confirm(token, handle, api.send_code(token, handle))
    assert done.json()["title"] == "绑定成功"
    assert "14,874.50" in api.call(token, "balance_query").text


def test_a_transfer_from_draft_to_entry_once(api: Api, wang: str) -> None:
    made = api.call(wang, "transfer_same_bank", **TRANSFER).json()
    assert made["needs_code"]
    assert made["phone_masked"] == "138****1234"
    assert {"label": "收款人", "value": "*雷"} in made["facts"]
    handle = made["handle"]
    assert api.ask("GET", f"/drafts/{handle}", wang).json() == made
    code = api.send_code(wang, handle)
    done = api.confirm(wang, handle, code)
    assert (done.status_code, done.json()["title"]) == (200, "转账成功")
    for again in (code, "000000", ""):
        assert api.confirm(wang, handle, again).json() == done.json()
    looked = api.ask("GET", f"/drafts/{handle}", wang).json()
    assert (looked["state"], looked["result"]) == ("done", done.json())
    assert "14,374.50" in api.call(wang, "balance_query").text
    answer = api.ask("POST", f"/drafts/{handle}/code", wang)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_secret_is_sealed_with_what_the_api_tells(api: Api, wang: str) -> None:
    assert api.ask("GET", "/seals/balance_query", wang).status_code == 404
    told = api.ask("GET", "/seals/query_password_reset", wang).json()
    made = typed_on(Keypad(**told["keypad"]), told["handle"], "385027")
    sealed = f"{made.key_id}.{made.sealed}"
    asked = {"id_number": WANG.id_number, "password": sealed, "again": sealed}
    handle = api.draft(wang, "query_password_reset", **asked)
    done = api.confirm(wang, handle, api.send_code(wang, handle))
    assert done.json()["title"] == "重置成功"
    plain = api.call(wang, "query_password_reset", **asked | {"again": "385027"})
    assert (plain.status_code, plain.json()["field"]) == (422, "again")


def test_a_wrong_code_is_told_and_moves_nothing(api: Api, wang: str) -> None:
    handle = api.draft(wang)
    for code in ("", "000000", "12345", "１２３４５６", "abcdef"):
        answer = api.confirm(wang, handle, code)
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_step_up")
    right = api.send_code(wang, handle)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        assert api.confirm(wang, handle, wrong).status_code == 403
    answer = api.confirm(wang, handle, right)
    assert answer.status_code == 403
    assert "重新获取" in answer.json()["message"]
    assert "14,874.50" in api.call(wang, "balance_query").text


def test_a_code_of_one_session_is_none_of_anothers(api: Api, wang: str) -> None:
    handle = api.draft(wang)
    code = api.send_code(wang, handle)
    other = api.sign_in("o-wang")
    assert api.confirm(other, handle, code).status_code == 403
    assert api.confirm(wang, handle, code).status_code == 200


def test_what_the_bank_refuses_ends_the_draft(api: Api, wang: str) -> None:
    large = {"payee": "老李", "amount": "14000"}
    handle, twin = api.draft(wang, **large), api.draft(wang, **large)
    assert api.confirm(wang, handle, api.send_code(wang, handle)).json()["status"] == "ok"
    refused = api.confirm(wang, twin, api.send_code(wang, twin)).json()
    assert (refused["status"], refused["lead"]) == ("refused", "可用余额不足")


def test_refusals_by_code_and_field(api: Api, wang: str) -> None:
    for values, *wanted in (
        ({"amount": "x"}, 422, "bad_input", "amount"),
        ({"amount": "-1"}, 422, "bad_input", "amount"),
        ({"amount": ""}, 422, "bad_input", "amount"),
        ({"payee": ""}, 422, "bad_input", "payee"),
        ({"payee": "李" * 201}, 422, "bad_input", "payee"),
        ({"account": "1"}, 422, "bad_input", "account"),
        ({"payee": "李四"}, 422, "bad_input", "account"),
        ({"card": "9999"}, 404, "not_found", None),
        ({"amount": "99999999"}, 422, "not_allowed", None),
        ({"memo": "<a href='x'>"}, 422, "bad_input", "memo"),
        ({"memo": "好" * 201}, 422, "bad_input", "memo"),
    ):
        answer = api.call(wang, "transfer_same_bank", **(TRANSFER | values))
        told = answer.json()
        assert [answer.status_code, told["code"], told["field"]] == wanted, values
        assert set(told) == {"code", "message", "field"}


def test_a_missing_member_is_named(api: Api, wang: str) -> None:
    answer = api.ask("POST", "/functions/transfer_same_bank", wang, {"payee": "李雷"})
    assert (answer.status_code, answer.json()["field"]) == (422, "amount")


EXTRAS = (
    {"customer_no": "C2"},
    {"from_account": LI.account},
    {"fee": "0"},
    {"limit": "99999999"},
    {"state": "done"},
    {"step_up": "none"},
    {"openid": "o-li"},
)


def test_z03_nothing_can_be_added_to_an_order(api: Api, wang: str) -> None:
    asked = [
        ("/functions/transfer_same_bank", dict(TRANSFER)),
        ("/functions/balance_query", {}),
        (f"/drafts/{api.draft(wang)}/confirm", {"code": ""}),
        ("/sessions", {"oa": "main", "code": "x"}),
    ]
    drafts = _drafts(api)
    for path, body in asked:
        for extra in EXTRAS:
            answer = api.ask("POST", path, wang, body | extra)
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_input"), path
    assert _drafts(api) == drafts


def _drafts(api: Api) -> int:
    row = api.house.app.store.read(lambda tx: tx.one(sql("SELECT COUNT(*) FROM drafts")))
    assert row is not None
    return int(row[0])


def test_n01_words_are_words(api: Api, wang: str) -> None:
    for words in ("'; DROP TABLE drafts; --", "{{7*7}}", "%", "\\", "\x00", "李\u202e雷"):
        answer = api.call(wang, "transfer_same_bank", **(TRANSFER | {"payee": words}))
        assert answer.status_code in {200, 422}, (words, answer.text)
        assert "49" not in answer.text
