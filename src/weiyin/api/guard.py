"""What stands before every operation: bodies that are small and plain, and headers on answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weiyin.base.bounded import Bounded

BODY_LIMIT_BYTES = 16 * 1024
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
}


class Guard:
    """ASGI middleware around the whole API: every answer passes it, also a refusal."""

    def __init__(self, app: ASGIApp, refuse: Callable[[int], ASGIApp]) -> None:
        self._app = Bounded(app, refuse, BODY_LIMIT_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_guarded)


class StrictRoute(APIRoute):
    """A route whose JSON says each thing once: no two readers may see different orders."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        answer = super().get_route_handler()

        async def handler(request: Request) -> Response:
            response: Response = await answer(_StrictRequest(request.scope, request.receive))
            return response

        return handler


class _StrictRequest(Request):
    async def json(self) -> Any:
        body = await self.body()
        try:
            return json.loads(body, object_pairs_hook=each_once)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("not plain JSON", "", 0) from error


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these members. Raises ValueError when one comes twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member comes twice")
    return found
