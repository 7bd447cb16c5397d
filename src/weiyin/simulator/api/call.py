"""One call of the API, and what an endpoint is."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from weiyin.simulator.errors import ApiError
from weiyin.simulator.push.events import Push
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.world import World


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read. `body` is its JSON, or empty; `base` the address it came to."""

    path: str
    method: str
    query: Mapping[str, str]
    body: dict[str, Any]
    raw: bytes
    content_type: str
    client: str
    base: str


@dataclass(frozen=True, slots=True)
class Call:
    """A request of a known account. `pushes` leave after the answer."""

    world: World
    live: LiveAccount
    asked: Asked
    pushes: list[Push] = field(default_factory=list)

    @property
    def query(self) -> Mapping[str, str]:
        return self.asked.query

    @property
    def body(self) -> dict[str, Any]:
        return self.asked.body


Answer = dict[str, Any] | Response
Find = Callable[[World, Asked], LiveAccount]


def by_access_token(world: World, asked: Asked) -> LiveAccount:
    """Raises 41001, 40014, 40001, 42001."""
    value = asked.query.get("access_token", "")
    if not value:
        raise ApiError(41001)
    live = world.by_token(value)
    if live is None:
        raise ApiError(40014)
    live.tokens.check(value)
    return live


def by_secret(world: World, asked: Asked) -> LiveAccount:
    """By `appid` and `secret` (or `appsecret`), in the query or in the body."""
    given = {**asked.query, **asked.body}
    appid, secret = given.get("appid"), given.get("secret") or given.get("appsecret")
    if not appid:
        raise ApiError(41002)
    if not secret:
        raise ApiError(41004)
    live = world.by_appid(str(appid))
    if live is None:
        raise ApiError(40013)
    if not hmac.compare_digest(str(secret).encode(), live.account.secret.encode()):
        raise ApiError(40125)
    return live


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`method` is GET, POST or `*`; `json` tells whether a body must be read as JSON."""

    path: str
    method: str
    handle: Callable[[Call], Answer]
    find: Find = by_access_token
    json: bool = True


OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
