"""The JSON door on the small bank, and a caller for each customer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.house.made import House
from tests.pages.conftest import OneTimeCodes
from weiyin.api.app import ApiDeps, create_api

BASE = "/api/v1"


@dataclass
class Caller:
    """A program that speaks for one person, once it has signed in."""

    app: Starlette
    signin: OneTimeCodes
    runner: asyncio.Runner
    token: str = ""

    def sign_in(self, openid: str, *, snapshot: bool = False) -> httpx.Response:
        code = self.signin.code_for(openid, snapshot=snapshot)
        answer = self.post("/sessions", oa="main", code=code)
        self.token = answer.json()["token"]
        return answer

    def get(self, path: str) -> httpx.Response:
        return self.send("GET", path)

    def post(self, path: str, **members: Any) -> httpx.Response:
        return self.send("POST", path, json=members)

    def ask(self, function_id: str, **members: Any) -> httpx.Response:
        return self.post(f"/functions/{function_id}", **members)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="https://bank.test") as http:
                return await http.request(method, f"{BASE}{path}", headers=headers, **options)

        return self.runner.run(go())


@contextmanager
def callers(house: House) -> Iterator[Callable[[], Caller]]:
    """Makes callers of the small bank's JSON door."""
    app, signin = house.app, OneTimeCodes()
    deps = ApiDeps(app.store, app.clock, signin, app.counter, app.catalogue, tuple(app.accounts))
    mounted = Starlette(routes=[Mount(BASE, create_api(deps))])
    with asyncio.Runner() as runner:
        yield lambda: Caller(mounted, signin, runner)
