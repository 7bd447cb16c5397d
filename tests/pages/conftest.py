"""The pages mounted as they are in the product, a sign-in that is ours, and a phone's browser."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.pages.till import Till
from tests.people.conftest import People, make_card
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NeedsStepUp
from weiyin.base.signin import SignedIn
from weiyin.pages.app import create_pages
from weiyin.pages.ports import PagesDeps, PagesSettings
from weiyin.pages.visit import SESSION_COOKIE
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

ORIGIN = "https://bank.test"
TRANSFER = {"name": "李小雷", "account": "6222021234561234", "amount": "500"}


class OneTimeCodes:
    """A sign-in as strict as WeChat's: a code is good once, for one account."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, SignedIn]] = {}

    def code_for(self, openid: str, oa: str = "main", *, snapshot: bool = False) -> str:
        code = f"code{len(self._codes)}"
        self._codes[code] = (oa, SignedIn(openid, snapshot))
        return code

    def authorize_url(self, oa: str, back_url: str, state: str) -> str:
        return f"https://signin.test/authorize?oa={oa}&back={back_url}&state={state}"

    def signed_in(self, oa: str, code: str) -> SignedIn:
        known_oa, signed = self._codes.pop(code, ("", SignedIn("")))
        if known_oa != oa:
            raise NeedsStepUp
        return signed


class Phone:
    """A browser: keeps cookies, sends what browsers send."""

    def __init__(self, app: Starlette, signin: OneTimeCodes, runner: asyncio.Runner) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self._signin = signin
        self._runner = runner

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Exactly these headers and this body, with the cookies."""
        return self._runner.run(self.http.request(method, path, **options))

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, headers={"sec-fetch-site": "none"} | headers)

    def post(self, path: str, data: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        told = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
        form = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, data=data or {}, headers=told | form | headers)

    def leave(self, goal: str = "/p/f/balance_query", oa: str = "main") -> str:
        """Go to sign in; returns `state`."""
        gone = self.get(f"/p/in?oa={oa}&to={goal}")
        assert gone.status_code == 302, gone.text
        return parse_qs(urlsplit(gone.headers["location"]).query)["state"][0]

    def sign_in(
        self, openid: str = "o-lei", goal: str = "/p/f/balance_query", *, snapshot: bool = False
    ) -> httpx.Response:
        state = self.leave(goal)
        code = self._signin.code_for(openid, snapshot=snapshot)
        return self.get(f"/p/back?code={code}&state={state}")

    def start_transfer(self, amount: str = "500") -> str:
        """Post the form; returns the path of the confirm page."""
        made = self.post("/p/f/transfer_same_bank", TRANSFER | {"amount": amount})
        assert made.status_code == 303, made.text
        return str(made.headers["location"])

    @property
    def session_cookie(self) -> str:
        return self.http.cookies.get(SESSION_COOKIE) or ""

    @session_cookie.setter
    def session_cookie(self, value: str) -> None:
        self.http.cookies.clear()
        self.http.cookies.set(SESSION_COOKIE, value, domain="bank.test", path="/")


@pytest.fixture
def people(store: Store, sealer: Sealer, clock: ManualClock) -> People:
    found = People(store, sealer, clock)
    found.bound("o-lei", make_card(1))
    found.bound("o-han", make_card(2, customer_no="C2"))
    return found


@pytest.fixture
def till(store: Store, sealer: Sealer, clock: ManualClock) -> Till:
    return Till(store, sealer, clock)


@pytest.fixture
def signin() -> OneTimeCodes:
    return OneTimeCodes()


@pytest.fixture
def pages(till: Till, people: People, signin: OneTimeCodes) -> Starlette:
    settings = PagesSettings(origins=(ORIGIN,), default_oa="main", oas=("main", "other"))
    deps = PagesDeps(people.store, people.clock, signin, till, till, settings)
    return Starlette(routes=[Mount("/p", create_pages(deps))])


@pytest.fixture
def new_phone(pages: Starlette, signin: OneTimeCodes) -> Iterator[Callable[[], Phone]]:
    with asyncio.Runner() as runner:
        yield lambda: Phone(pages, signin, runner)


@pytest.fixture
def phone(new_phone: Callable[[], Phone]) -> Phone:
    """Li Lei's phone, signed in."""
    made = new_phone()
    made.sign_in()
    return made


def words_of(response: httpx.Response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))
