"""The control doors and the API as a test holds them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from weiyin.simulator.settings import Account, Settings


class Platform:
    """The stand-in at `url`; `phone` is the first handset, `api` calls with a fresh token."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url = url
        self.settings = settings
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self._access = ""

    @property
    def account(self) -> Account:
        return self.settings.accounts[0]

    @property
    def openid(self) -> str:
        return self.settings.handsets[0].openid

    def act(self, name: str, handset: str = "wang", **facts: Any) -> dict[str, Any]:
        response = self.http.post(f"/sim/phones/{handset}/{name}", json=facts)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def messages(self, handset: str = "wang") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get(f"/sim/phones/{handset}/messages").json()
        return found

    def skip(self, seconds: float) -> None:
        self.http.post("/sim/clock", json={"seconds": seconds}).raise_for_status()
        self._access = ""

    def fault(self, path: str, kind: str, **facts: Any) -> None:
        body = {"path": path, "kind": kind, **facts}
        self.http.post("/sim/faults", json=body).raise_for_status()

    def access(self) -> str:
        if not self._access:
            self._access = self.token()["access_token"]
        return self._access

    def token(self) -> dict[str, Any]:
        query = {
            "grant_type": "client_credential",
            "appid": self.account.appid,
            "secret": self.account.secret,
        }
        found: dict[str, Any] = self.http.get("/cgi-bin/token", params=query).json()
        return found

    def stable(self, *, force: bool = False) -> dict[str, Any]:
        body = {
            "grant_type": "client_credential",
            "appid": self.account.appid,
            "secret": self.account.secret,
            "force_refresh": force,
        }
        found: dict[str, Any] = self.http.post("/cgi-bin/stable_token", json=body).json()
        return found

    def get(self, path: str, **query: str) -> dict[str, Any]:
        whole = {"access_token": self.access(), **query}
        found: dict[str, Any] = self.http.get(path, params=whole).json()
        return found

    def post(self, path: str, body: Any) -> dict[str, Any]:
        whole = {"access_token": self.access()}
        found: dict[str, Any] = self.http.post(path, params=whole, json=body).json()
        return found


def until(look: Callable[[], Any], seconds: float = 5.0) -> Any:
    """What `look` finds once it is true; fails when it never is."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it never came")
