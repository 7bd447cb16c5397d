"""Whose is it: every operation, every kind of visitor, and one door to all of them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.api.conftest import TRANSFER, Api
from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from weiyin.functions.catalogue import load_catalogue
from weiyin.storage.sql import sql

SABOTAGE = {
    "Z01": Sabotage(
        "src/weiyin/people/who.py",
        "    if not named:\n        raise NotFound\n",
        "    if not named:\n        raise NotBound\n",
    ),
    "Z02": Sabotage(
        "src/weiyin/api/app.py",
        "def look(handle: str, session: SignedIn) -> DraftOut:",
        "def look(handle: str, session: Session = None) -> DraftOut:",
    ),
}
OPEN = {("POST", "/sessions")}
"""What a stranger may ask. Opening another operation is a decision: it is written down here."""


def _filled(path: str, handle: str) -> str:
    return path.replace("{handle}", handle)


def _body(operation: dict[str, Any]) -> dict[str, str] | None:
    return {} if "requestBody" in operation else None


def test_z02_every_operation_asks_who_you_are(api: Api, wang: str) -> None:
    handle = api.draft(wang)
    told = set()
    for method, path, operation in api.operations():
        if (method, path) in OPEN:
            assert "security" not in operation
            continue
        assert operation["security"] == [{"HTTPBearer": []}], path
        for token in ("", "x" * 32, handle):
            answer = api.ask(method, _filled(path, handle), token, _body(operation))
            assert answer.status_code == 401, (method, path)
            told.add(answer.content)
    assert len(told) == 1


def test_z02_what_is_told_of_is_what_is_served(api: Api) -> None:
    """No operation hides from the description, and each function has one."""
    told = {(method, path) for method, path, _ in api.operations()}
    guard: Any = api.mounted.routes[0].app  # type: ignore[attr-defined]
    assert _served(guard._app._app) == told
    functions = {("POST", f"/functions/{function.id}") for function in load_catalogue()}
    assert functions == {one for one in told if one[1].startswith("/functions/")}


def _served(app: FastAPI) -> set[tuple[str, str]]:
    """Every route of the application itself, but for the description's own."""
    (description, *included) = app.routes
    assert getattr(description, "path", "") == "/openapi.json"
    served: set[tuple[str, str]] = set()
    for router in included:
        for route in router.original_router.routes:  # type: ignore[attr-defined]
            assert isinstance(route, APIRoute)
            served |= {(method, route.path) for method in route.methods}
    return served


def test_z01_a_draft_is_its_makers_alone(api: Api, wang: str) -> None:
    handle = api.draft(wang)
    row = api.house.app.store.read(lambda tx: tx.one(sql("SELECT draft_id FROM drafts LIMIT 1")))
    assert row is not None
    api.house.bind("o-wang-2", WANG)
    visitors = {
        "other customer": api.sign_in("o-li"),
        "same customer, other phone": api.sign_in("o-wang-2"),
        "stranger": api.sign_in("o-nobody"),
    }
    routes = [one for one in api.operations() if "{handle}" in one[1]]
    assert len(routes) == 3
    for method, path, operation in routes:
        for name, token in visitors.items():
            answers = {
                (answer.status_code, answer.content)
                for known in (handle, "0" * 32, "x", str(row[0]))
                if (answer := api.ask(method, _filled(path, known), token, _body(operation)))
                is not None
            }
            assert len(answers) == 1, (name, path)
            assert answers.pop()[0] == 404
        for made_up in ("0" * 32, "x", str(row[0])):
            mine = api.ask(method, _filled(path, made_up), wang, _body(operation))
            assert mine.status_code == 404
    assert api.house.texts() == []
    assert api.ask("GET", f"/drafts/{handle}", wang).status_code == 200


def test_z01_anothers_card_sounds_like_no_card(api: Api, wang: str) -> None:
    for function_id, name in (
        ("balance_query", "card"),
        ("transaction_query", "card"),
        ("transfer_same_bank", "card"),
        ("mobile_topup", "card"),
        ("account_unbind", "tail"),
    ):
        values = {"transfer_same_bank": TRANSFER, "mobile_topup": {"amount": "50"}}
        asked = values.get(function_id, {})
        theirs, nobodys = (
            api.call(wang, function_id, **asked, **{name: tail}) for tail in (LI.debit[-4:], "9998")
        )
        assert theirs.status_code in {404, 422}
        assert theirs.content == nobodys.content, function_id


def test_z01_everybody_sees_their_own(api: Api, wang: str) -> None:
    li = api.sign_in("o-li")
    assert "14,874.50" in api.call(wang, "balance_query").text
    assert "8,000.00" in api.call(li, "balance_query").text
    assert "14,874.50" not in api.call(li, "balance_query").text


def test_z01_a_code_is_for_its_drafts_maker(api: Api, wang: str) -> None:
    li = api.sign_in("o-li")
    mine = api.draft(wang)
    theirs = api.draft(li, payee="王小明", account=WANG.debit, amount="1")
    code = api.send_code(wang, mine)
    assert api.confirm(li, theirs, code).status_code == 403
    assert api.confirm(li, mine, code).status_code == 404
    assert "8,000.00" in api.call(li, "balance_query").text
