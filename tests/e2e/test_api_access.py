"""Whose is it, over JSON: every operation, every kind of caller; sizes and shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.e2e.api_caller import Caller
from tests.house.bank import LI, WANG
from tests.house.made import House
from weiyin.storage.sql import sql

SABOTAGE = {
    "Z01": Sabotage(
        "src/weiyin/reception/premises.py",
        "openid=session.openid,\n            handle=handle",
        "openid=reader.one(__import__('weiyin.storage.sql').storage.sql.sql("
        "'SELECT openid FROM drafts'))[0],\n            handle=handle",
    ),
    "Z02": Sabotage(
        "src/weiyin/api/app.py",
        "    def look(handle: str, session: SignedIn) -> DraftOut:",
        "    def look(handle: str, session: Any = None) -> DraftOut:",
    ),
    "Z03": Sabotage("src/weiyin/api/models.py", 'extra="forbid"', 'extra="ignore"'),
}
New = Callable[[], Caller]
_OPEN_TO_ALL = {("post", "/sessions")}


def test_z01_a_draft_is_its_makers_alone(
    house: House, new_caller: New, record_property: Any
) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    owner = new_caller()
    owner.sign_in("o-wang")
    handle = owner.ask("transfer_same_bank", payee="老李", amount="500").json()["handle"]
    draft_id = house.app.store.read(lambda r: r.one(sql("SELECT draft_id FROM drafts")))
    assert draft_id is not None
    callers = {"other": new_caller(), "stranger": new_caller(), "nobody": new_caller()}
    callers["other"].sign_in("o-li")
    callers["stranger"].sign_in("o-new")
    tried = 0
    for name, caller in callers.items():
        for method, step in (("GET", ""), ("POST", "/code"), ("POST", "/confirm")):
            told = [
                caller.send(method, f"/drafts/{one}{step}", json={"code": "000000"})
                for one in (handle, "0" * 32, "x", str(draft_id[0]))
            ]
            status = 401 if name == "nobody" else 404
            assert [answer.status_code for answer in told] == [status] * 4, (name, step)
            assert len({answer.content for answer in told}) == 1
            tried += 4
    assert owner.get(f"/drafts/{handle}").status_code == 200
    assert house.texts() == []
    record_property("attempts", tried)


def test_z02_every_operation_asks_who(house: House, new_caller: New) -> None:
    """By its own description: each that is there, asked by nobody."""
    caller = new_caller()
    described = caller.get("/openapi.json").json()["paths"]
    assert len(described) > len(house.app.catalogue)
    for path, operations in described.items():
        for method in operations:
            answer = caller.send(method.upper(), path.format(handle="0" * 32), json={})
            expected = 422 if (method, path) in _OPEN_TO_ALL else 401
            assert answer.status_code == expected, path


@pytest.mark.parametrize(
    "extra", ["customer_no", "openid", "limit", "state", "fee", "from_account", "draft_id", "oa"]
)
def test_z03_members_that_nobody_asked_for(house: House, new_caller: New, extra: str) -> None:
    house.bind("o-wang", WANG)
    wang = new_caller()
    wang.sign_in("o-wang")
    whole = {"payee": "老李", "amount": "5", extra: "C2"}
    assert wang.ask("transfer_same_bank", **whole).status_code == 422
    assert wang.ask("balance_query", **{extra: "C2"}).status_code == 422


def test_a_previewer_moves_nothing(house: House, new_caller: New) -> None:
    house.bind("o-wang", WANG)
    viewer = new_caller()
    viewer.sign_in("o-wang", snapshot=True)
    refused = viewer.ask("transfer_same_bank", payee="老李", amount="5")
    assert refused.json()["code"] == "not_allowed"


def test_h01_bodies_too_large_are_refused(house: House, new_caller: New) -> None:
    caller = new_caller()
    caller.sign_in("o-wang")
    big = caller.send("POST", "/functions/balance_query", content=b'{"a":"' + b"x" * 70_000)
    assert big.status_code == 413
    told = {"content-length": str(1024**3)}
    announced = caller.send("POST", "/functions/balance_query", content=b"{}", headers=told)
    assert announced.status_code == 413
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 10_000_000:
            sent += 1024
            yield b"a" * 1024

    cut = caller.send("POST", "/functions/balance_query", content=endless())
    assert cut.status_code == 413
    assert sent < 200_000


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'{"a":NaN}'])
def test_bodies_that_are_no_question(house: House, new_caller: New, body: bytes) -> None:
    caller = new_caller()
    caller.sign_in("o-wang")
    kind = {"content-type": "application/json"}
    answer = caller.send("POST", "/functions/balance_query", content=body, headers=kind)
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message", "field"}
