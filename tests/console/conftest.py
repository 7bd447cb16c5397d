"""The console over a small house, and a browser for each member of staff."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from tests.house.made import OA, House
from tests.people.staff.conftest import PASSWORD, Crew
from weiyin.console.visit import SESSION_COOKIE
from weiyin.people.staff.roles import Role
from weiyin.people.staff.sessions import open_staff_session
from weiyin.people.staff.staff import access_by_login
from weiyin.serving import create_asgi

ORIGIN = "https://bank.test"


class Browser:
    """Keeps cookies and sends what browsers send."""

    def __init__(self, app: ASGIApp, crew: Crew, runner: asyncio.Runner) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.crew = crew
        self._runner = runner

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Exactly these headers and this body, with the cookies."""
        return self._runner.run(self.http.request(method, f"/console{path}", **options))

    def get(self, path: str) -> httpx.Response:
        return self.send("GET", path, headers={"sec-fetch-site": "same-origin"})

    def post(self, path: str, data: dict[str, str] | None = None) -> httpx.Response:
        told = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
        form = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, data=data or {}, headers=told | form)

    def log_in(self, login: str) -> httpx.Response:
        """By the page, as a person does."""
        form = {"login": login, "password": PASSWORD, "code": self.crew.code(login)}
        return self.post("/login", form)

    def sit_down(self, login: str, oa: str = OA) -> Browser:
        """Signed in already: judging a password takes a quarter of a second."""
        crew = self.crew
        token = crew.store.run(
            lambda tx: open_staff_session(tx, access_by_login(tx, login), oa, crew.clock.now())
        )
        self.http.cookies.set(SESSION_COOKIE, token, domain="bank.test", path="/")
        return self

    def approve(self, login: str, proposal_id: str) -> httpx.Response:
        """Approve as the second person, with a code not used before."""
        return self.post(f"/approvals/{proposal_id}/approve", {"code": self.crew.code(login)})


@pytest.fixture
def store_url(sqlite_url: str) -> str:
    """One engine: what the pages ask of the rooms below is tried there on both."""
    return sqlite_url


@pytest.fixture
def crew(house: House) -> Crew:
    """One person of each role, and a second operator."""
    made = Crew(house.app.store, house.app.sealer, house.clock)
    for role in Role:
        made.hire(role.value, role)
    made.hire("operator2", Role.OPERATOR)
    return made


@pytest.fixture
def new_browser(house: House, crew: Crew) -> Iterator[Callable[[], Browser]]:
    app = create_asgi(house.app, deliver=False)
    with asyncio.Runner() as runner:
        yield lambda: Browser(app, crew, runner)


@pytest.fixture
def operator(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sit_down("operator")


@pytest.fixture
def second(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser().sit_down("operator2")


def words_of(response: httpx.Response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def proposal_on(response: httpx.Response) -> str:
    """The id of the one proposal that the page of approvals shows."""
    (found,) = set(re.findall(r"/console/approvals/(\w+)/", response.text))
    return found
