"""The API mounted as it is in the product, over the small bank, with a sign-in that is ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.house.bank import LI, TRADE_PASSWORD, WANG
from tests.house.made import OA, House, typed_on
from tests.pages.conftest import OneTimeCodes
from weiyin.api.app import ApiDeps, create_api
from weiyin.base.views import Keypad

BASE = "/api/v1"
BIND = {
    "card_number": WANG.debit,
    "name": WANG.name,
    "id_number": WANG.id_number,
    "phone": WANG.phone,
    "consent": "yes",
}
TRANSFER = {"payee": "李雷", "account": LI.debit, "amount": "500"}


@dataclass
class Api:
    """Another channel's program: it signs people in and speaks for one at a time."""

    house: House
    signin: OneTimeCodes
    mounted: Starlette
    http: httpx.AsyncClient
    runner: asyncio.Runner

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.runner.run(self.http.request(method, BASE + path, **options))

    def ask(self, method: str, path: str, token: str = "", body: object = None) -> httpx.Response:
        """A call with a token, if there is one; its body as JSON."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        content = {} if body is None else {"json": body}
        return self.send(method, path, headers=headers, **content)

    def sign_in(self, openid: str, *, snapshot: bool = False) -> str:
        code = self.signin.code_for(openid, OA, snapshot=snapshot)
        answer = self.ask("POST", "/sessions", body={"oa": OA, "code": code})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    def call(self, token: str, function_id: str, **values: str) -> httpx.Response:
        return self.ask("POST", f"/functions/{function_id}", token, values)

    def draft(self, token: str, function_id: str = "transfer_same_bank", **values: str) -> str:
        made = self.call(token, function_id, **(values or TRANSFER))
        assert made.json()["kind"] == "draft", made.text
        return str(made.json()["handle"])

    def send_code(self, token: str, handle: str) -> str:
        self.house.clock.advance(timedelta(seconds=61))
        sent = self.ask("POST", f"/drafts/{handle}/code", token)
        assert sent.status_code == 200, sent.text
        return self.house.code()

    def confirm(self, token: str, handle: str, code: str = "") -> httpx.Response:
        """With the trade password, when the draft asks for it."""
        told = self.ask("GET", f"/drafts/{handle}", token).json()
        body = {"code": code}
        if told.get("keypad"):
            typed = typed_on(Keypad(**told["keypad"]), handle, TRADE_PASSWORD)
            body |= {"pin_key": typed.key_id, "pin": typed.sealed}
        return self.ask("POST", f"/drafts/{handle}/confirm", token, body)

    def document(self) -> dict[str, Any]:
        told: dict[str, Any] = self.send("GET", "/openapi.json").json()
        return told

    def operations(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(method, path, description) of every operation that is told of."""
        return [
            (method.upper(), path, operation)
            for path, methods in self.document()["paths"].items()
            for method, operation in methods.items()
        ]


@pytest.fixture
def api(house: House) -> Iterator[Api]:
    app, signin = house.app, OneTimeCodes()
    deps = ApiDeps(app.store, app.clock, signin, app.counter, app.catalogue, tuple(app.accounts))
    mounted = Starlette(routes=[Mount(BASE, create_api(deps))])
    transport = httpx.ASGITransport(mounted, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="https://bank.test")
    with asyncio.Runner() as runner:
        yield Api(house, signin, mounted, http, runner)
        runner.run(http.aclose())


@pytest.fixture
def wang(api: Api) -> str:
    """王小明's token; his debit card is bound, and 李雷's to another."""
    api.house.bind("o-wang", WANG)
    api.house.bind("o-li", LI)
    return api.sign_in("o-wang")
