"""The door of the API: faults, method, body, account, quota, endpoint, answer, log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from weiyin.simulator.api.call import Asked, Call, Endpoint
from weiyin.simulator.errors import ApiError
from weiyin.simulator.push.courier import Courier
from weiyin.simulator.push.events import Push
from weiyin.simulator.world.faults import Fault
from weiyin.simulator.world.world import World

_LARGEST = 12 << 20
_SHOWN = 4000


class NoAnswer(Response):
    """Announces a body and closes before it: the work is done, the caller cannot know."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", b"64"), (b"connection", b"close")],
            }
        )


class WireJson(JSONResponse):
    """JSON as the platform sends it: UTF-8, not escaped."""

    media_type = "application/json; encoding=utf-8"


class Door:
    """Answers every path of the API."""

    def __init__(self, world: World, courier: Courier, endpoints: Sequence[Endpoint]) -> None:
        self._world, self._courier = world, courier
        self._endpoints: Mapping[str, Endpoint] = {one.path: one for one in endpoints}

    async def serve(self, request: Request) -> Response:
        world, path = self._world, request.url.path
        started = world.clock.wall.monotonic()
        fault = world.faults.take(path)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        raw = await _read(request)
        response, pushes, key = self._answer(request, raw, fault)
        self._courier.start(pushes)
        if fault is not None and fault.kind == "lost_answer":
            response = NoAnswer()
        ms = int((world.clock.wall.monotonic() - started) * 1000)
        world.note(
            direction="api",
            account=key,
            path=path,
            status=_status(response),
            ms=ms,
            note=fault.kind if fault else "",
            sent=f"{request.method} {request.url}\n\n{_text(raw)}",
            answered=_text(bytes(response.body)) if hasattr(response, "body") else "",
        )
        return response

    def _answer(
        self, request: Request, raw: bytes, fault: Fault | None
    ) -> tuple[Response, list[Push], str]:
        key, pushes = "", list[Push]()
        with self._world.lock:
            try:
                broken = _broken(fault)
                if broken is not None:
                    return broken, pushes, key
                endpoint = self._endpoints.get(request.url.path)
                if endpoint is None:
                    raise ApiError(40066)  # noqa: TRY301 - one place turns refusals into answers
                asked = _asked(request, raw, endpoint)
                live = endpoint.find(self._world, asked)
                key = live.account.key
                call = Call(self._world, live, asked, pushes)
                live.quotas.spend(asked.path)
                answer = endpoint.handle(call)
            except ApiError as error:
                return WireJson(self._refusal(request, error)), [], key
        return (answer if isinstance(answer, Response) else WireJson(answer)), pushes, key

    def _refusal(self, request: Request, error: ApiError) -> dict[str, Any]:
        world = self._world
        noise = f"{world.rng.getrandbits(64):016x}"
        rid = f"{world.clock.stamp():08x}-{noise[:8]}-{noise[8:]}"
        world.rids.keep(rid, request.url.path, str(request.url.query), world.clock.stamp())
        return {"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: {rid}"}


def _broken(fault: Fault | None) -> Response | None:
    if fault is None:
        return None
    if fault.errcode is not None:
        raise ApiError(fault.errcode)
    if fault.kind == "5xx":
        return PlainTextResponse("Bad Gateway", status_code=502)
    if fault.kind == "html":
        return HTMLResponse("<html><body><h1>502 Bad Gateway</h1>nginx</body></html>")
    return None


async def _read(request: Request) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size <= _LARGEST:
            pieces.append(piece)
    return b"".join(pieces)


def _asked(request: Request, raw: bytes, endpoint: Endpoint) -> Asked:
    if endpoint.method == "GET" and request.method != "GET":
        raise ApiError(43001)
    if endpoint.method == "POST" and request.method != "POST":
        raise ApiError(43002)
    return Asked(
        path=request.url.path,
        method=request.method,
        query=dict(request.query_params),
        body=_json(raw) if request.method == "POST" and endpoint.json else {},
        raw=raw,
        content_type=request.headers.get("content-type", ""),
        client=request.client.host if request.client else "",
        base=f"{request.url.scheme}://{request.url.netloc}",
    )


def _json(raw: bytes) -> dict[str, Any]:
    if not raw.strip():
        raise ApiError(44002)
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise ApiError(47001) from error
    if not isinstance(body, dict):
        raise ApiError(47001)
    return body


def _status(response: Response) -> str:
    if isinstance(response, NoAnswer):
        return "no answer"
    if isinstance(response, WireJson):
        answered = json.loads(bytes(response.body))
        if answered.get("errcode"):
            return f"{response.status_code} / {answered['errcode']}"
    return str(response.status_code)


def _text(data: bytes) -> str:
    return data[:_SHOWN].decode(errors="replace")
