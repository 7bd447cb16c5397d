"""The road through the JSON door: sign in, ask, draft, code, confirm, and the same result again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.e2e.api_caller import Caller
from tests.house.bank import LI, WANG
from tests.house.made import House

New = Callable[[], Caller]


def test_bind_ask_and_transfer(house: House, new_caller: New) -> None:
    house.follow("o-wang")
    wang = new_caller()
    assert wang.sign_in("o-wang").status_code == 200
    assert wang.ask("balance_query").json()["code"] == "not_bound"
    asked = wang.ask(
        "account_bind_debit", card_number=WANG.debit, name=WANG.name, id_number=WANG.id_number,
        phone=WANG.phone, consent="yes",
    ).json()  # fmt: skip
    assert (asked["kind"], asked["phone_masked"]) == ("draft", "138****1234")
    assert wang.post(f"/drafts/{asked['handle']}/code").status_code == 200
    done = wang.post(f"/drafts/{asked['handle']}/confirm", code=house.code())
    assert done.json()["status"] == "ok"

    balance = wang.ask("balance_query").json()
    assert "14,874.50" in str(balance)
    draft = wang.ask("transfer_same_bank", payee="老李", amount="500").json()
    house.clock.advance(timedelta(seconds=61))
    wang.post(f"/drafts/{draft['handle']}/code")
    code = house.code()
    first = wang.post(f"/drafts/{draft['handle']}/confirm", code=code)
    assert first.json()["title"] == "转账成功"
    assert wang.post(f"/drafts/{draft['handle']}/confirm", code=code).json() == first.json()
    assert wang.get(f"/drafts/{draft['handle']}").json()["result"] == first.json()
    assert "14,374.50" in str(wang.ask("balance_query").json())


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({"payee": "老李", "amount": "0"}, 422),
        ({"payee": "老李", "amount": "-1"}, 422),
        ({"payee": "老李", "amount": 500}, 422),
        ({"payee": "老李"}, 422),
        ({"payee": "老李", "amount": "1", "account": LI.debit[:-1] + "0"}, 422),
        ({"payee": "老李", "amount": "1", "account": WANG.debit}, 422),
        ({"payee": "老李", "amount": "9" * 400}, 422),
    ],
)
def test_bad_input_is_said_and_moves_nothing(
    house: House, new_caller: New, members: dict[str, object], status: int
) -> None:
    house.bind("o-wang", WANG)
    wang = new_caller()
    wang.sign_in("o-wang")
    answer = wang.ask("transfer_same_bank", **members)
    assert answer.status_code == status
    assert set(answer.json()) == {"code", "message", "field"}
    assert "14,874.50" in str(wang.ask("balance_query").json())


def test_a_code_signs_in_once_and_for_its_account(house: House, new_caller: New) -> None:
    caller = new_caller()
    code = caller.signin.code_for("o-wang")
    assert caller.post("/sessions", oa="main", code=code).status_code == 200
    assert caller.post("/sessions", oa="main", code=code).status_code in {401, 403}
    other = caller.signin.code_for("o-wang")
    assert caller.post("/sessions", oa="other", code=other).status_code == 422


def test_a_session_ends_by_itself(house: House, new_caller: New) -> None:
    house.bind("o-wang", WANG)
    wang = new_caller()
    wang.sign_in("o-wang")
    house.clock.advance(timedelta(minutes=10, seconds=1))
    assert wang.ask("balance_query").status_code == 401
