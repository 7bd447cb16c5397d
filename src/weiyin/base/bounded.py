"""Request bodies, bounded before anything reads them: in size and in time, and never unpacked.

What is refused is refused before the application behind sees the request, whoever sent it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE_SECONDS = 10.0
"""A phone in a tunnel finishes within it; somebody who only holds the line does not."""


class Bounded:
    """ASGI middleware. `refuse` makes the answer to a status: 400, 408, 413 or 415."""

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[int], ASGIApp],
        limit_bytes: int,
        seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._app, self._refuse = app, refuse
        self._limit, self._seconds = limit_bytes, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await self._body(scope, receive)
        if isinstance(body, bytes):
            await self._app(scope, _again(body, receive), send)
        else:
            await self._refuse(body)(scope, receive, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | int:
        """The whole body, or the status that refuses it."""
        for name, value in scope["headers"]:
            if name == b"content-length" and not value.isdigit():
                return 400
            if name == b"content-length" and (len(value) > 9 or int(value) > self._limit):
                return 413
            if name == b"content-encoding" and value.strip().lower() not in {b"", b"identity"}:
                return 415
        try:
            async with asyncio.timeout(self._seconds):
                return await self._whole(receive)
        except TimeoutError:
            return 408

    async def _whole(self, receive: Receive) -> bytes | int:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return 400
            body += message.get("body", b"")
            if len(body) > self._limit:
                return 413
            if not message.get("more_body", False):
                return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the whole body first."""
    waiting = [body]

    async def replay() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replay
