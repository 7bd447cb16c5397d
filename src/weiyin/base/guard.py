"""What stands before every web page: our host, no forged posts, headers on whatever comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weiyin.base.headers import add_missing

SAFE_METHODS = frozenset({"GET", "HEAD"})
ORIGIN_KEY = "weiyin.origin"
"""In the scope: the address of ours that was asked for, or empty."""


class Guard:
    """ASGI middleware. `refusal` words what it refuses with a status."""

    def __init__(
        self,
        app: ASGIApp,
        origins: Iterable[str],
        headers: dict[str, str],
        refusal: Callable[[Scope, int], Response],
    ) -> None:
        self._app = app
        self._refusal = refusal
        self._headers = headers
        self._origins = {urlsplit(origin).netloc: origin for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_missing(MutableHeaders(scope=message), self._headers)
            await send(message)

        headers = Headers(scope=scope)
        origin = self._origins.get(headers.get("host", ""))
        scope[ORIGIN_KEY] = origin or ""
        if origin is None:
            await self._refusal(scope, 421)(scope, receive, send_guarded)
        elif scope["method"] not in SAFE_METHODS and not from_our_page(headers, origin):
            await self._refusal(scope, 403)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


def from_our_page(headers: Headers, origin: str) -> bool:
    """Whether a post was sent by a page of ours.

    Browsers tell by `Sec-Fetch-Site` and `Origin`, which no page can forge. Each that is there must
    say so; one that says neither is not let in, nor one that says a thing twice.
    """
    sites = headers.getlist("sec-fetch-site")
    origins = headers.getlist("origin")
    if not sites and not origins:
        return False
    return all(site == "same-origin" for site in sites) and all(told == origin for told in origins)
