"""ASGI apps on real sockets of this machine, and a bot of a few lines."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weiyin.simulator.wire import xml


class Stage:
    """An app that plays whichever app is on: one socket for a whole session of tests."""

    def __init__(self) -> None:
        self._playing: Starlette | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            self._loop = asyncio.get_running_loop()
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            assert self._playing is not None
            await self._playing(scope, receive, send)

    @contextmanager
    def playing(self, app: Starlette) -> Iterator[None]:
        """`app` is on, within its own lifespan."""
        assert self._loop is not None
        living = app.router.lifespan_context(app)
        asyncio.run_coroutine_threadsafe(living.__aenter__(), self._loop).result(10)
        self._playing = app
        try:
            yield
        finally:
            self._playing = None
            ending = living.__aexit__(None, None, None)
            asyncio.run_coroutine_threadsafe(ending, self._loop).result(10)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of `app` while it is served on a free port of 127.0.0.1."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@dataclass
class Pushed:
    """One delivery as the bot saw it."""

    query: dict[str, str]
    body: bytes
    content_type: str

    @property
    def fields(self) -> dict[str, Any]:
        return xml.read(self.body)


Answer = tuple[int, bytes] | bytes


@dataclass
class Bot:
    """Keeps what is pushed to it; answers what `answer` makes of it, after `delay` seconds."""

    answer: Callable[[Pushed], Answer] = lambda _: b"success"
    delay: float = 0.0
    seen: list[Pushed] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/", self._serve, methods=["GET", "POST"])])

    async def _serve(self, request: Request) -> Response:
        if request.method == "GET":
            return Response(request.query_params.get("echostr", ""), media_type="text/plain")
        pushed = Pushed(
            dict(request.query_params),
            await request.body(),
            request.headers.get("content-type", ""),
        )
        self.seen.append(pushed)
        await asyncio.sleep(self.delay)
        answer = self.answer(pushed)
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        return Response(body, status, media_type="text/xml")

    def of(self, name: str) -> list[dict[str, Any]]:
        """The plain pushes of one MsgType or Event."""
        found = [one.fields for one in self.seen]
        return [one for one in found if name in (one.get("Event"), one["MsgType"])]


def reply(pushed: dict[str, Any], kind: str, **inner: Any) -> bytes:
    """A passive reply to `pushed`, ends swapped."""
    head = {
        "ToUserName": pushed["FromUserName"],
        "FromUserName": pushed["ToUserName"],
        "CreateTime": 1_700_000_000,
        "MsgType": kind,
    }
    return xml.write({**head, **inner}).encode()


def says(text: str) -> Callable[[Pushed], bytes]:
    """A bot that always answers with the same words."""
    return lambda pushed: reply(pushed.fields, "text", Content=text)
