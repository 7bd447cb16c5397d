"""`/sim/…` for testers: time, faults, the log, accounts' settings; and the text-message gateway."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import httpx
import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from weiyin.base.errors import BadInput, NotFound
from weiyin.base.ids import digits
from weiyin.simulator.control.asked import after, json_object
from weiyin.simulator.errors import ApiError
from weiyin.simulator.settings import Account
from weiyin.simulator.wire import signing
from weiyin.simulator.wire.envelope import with_query
from weiyin.simulator.world.faults import Fault
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.world import World

_HEARTBEAT = 15.0
_CHANGEABLE = (
    "callback_url",
    "token",
    "aes_key",
    "mode",
    "format",
    "secret",
    "kf_online",
    "recognition",
    "resend_same_signature",
    "ip_white_list",
)


class Bench:
    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self._world, self._client = world, client

    def routes(self) -> list[Route]:
        return [
            Route("/sim/state", self.state, methods=["GET"]),
            Route("/sim/events", self.events, methods=["GET"]),
            Route("/sim/log", self.log, methods=["GET"]),
            Route("/sim/clock", self.clock, methods=["POST"]),
            Route("/sim/faults", self.arm, methods=["POST"]),
            Route("/sim/faults", self.faults, methods=["GET", "DELETE"]),
            Route("/sim/tokens/expire", self.expire, methods=["POST"]),
            Route("/sim/qrcodes", self.qrcodes, methods=["GET"]),
            Route("/sim/media/{media_id}", self.media, methods=["GET"]),
            Route("/sim/accounts/{account}", self.adjust, methods=["POST"]),
            Route("/sim/accounts/{account}/verify", self.verify, methods=["POST"]),
            Route("/sms/send", self.sms, methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """What the phone's face needs first; no secrets."""
        del request
        with self._world.lock:
            accounts = [_seen(live) for live in self._world.accounts.values()]
            return JSONResponse(
                {
                    "accounts": accounts,
                    "now": int(self._world.clock.now().timestamp()),
                    "separate_hosts": self._world.settings.separate_hosts,
                }
            )

    async def events(self, request: Request) -> Response:
        """Server-sent events: bubble, typing, changed, sms, wire."""
        del request
        return StreamingResponse(
            self._stream(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def _stream(self) -> AsyncIterator[bytes]:
        with self._world.bus.listening() as queue:
            yield b"retry: 1000\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if event is None:
                    return
                yield b"data: " + msgspec.json.encode(event) + b"\n\n"

    async def log(self, request: Request) -> Response:
        last = after(request)
        with self._world.lock:
            lines = [line.seen() for line in self._world.log.lines if line.id > last]
        return JSONResponse(lines)

    async def clock(self, request: Request) -> Response:
        """{seconds}: token lives, windows and quotas move on; signatures keep the real time."""
        given = await json_object(request)
        seconds = given.get("seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise BadInput("seconds", "只能向前")
        with self._world.lock:
            self._world.clock.skip(timedelta(seconds=seconds))
            return JSONResponse({"now": int(self._world.clock.now().timestamp())})

    async def arm(self, request: Request) -> Response:
        """{path, kind, times, seconds}: see world/faults.py."""
        given = await json_object(request)
        try:
            fault = Fault(
                str(given["path"]),
                str(given["kind"]),
                int(given.get("times", 1)),
                float(given.get("seconds", 6)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput("fault", f"path, kind, times, seconds: {error}") from error
        with self._world.lock:
            self._world.faults.arm(fault)
        return JSONResponse(asdict(fault), status_code=201)

    async def faults(self, request: Request) -> Response:
        with self._world.lock:
            if request.method == "DELETE":
                self._world.faults.clear()
            return JSONResponse([asdict(fault) for fault in self._world.faults.armed()])

    async def expire(self, request: Request) -> Response:
        """{account}: every access token of the account has lived its life."""
        given = await json_object(request)
        with self._world.lock:
            self._world.account(str(given.get("account", ""))).tokens.expire_all()
        return JSONResponse({})

    async def qrcodes(self, request: Request) -> Response:
        with self._world.lock:
            live = self._world.account(request.query_params.get("account", ""))
            codes = [
                {"ticket": one.ticket, "scene": one.scene, "url": one.url}
                for one in live.qrcodes.all()
            ]
        return JSONResponse(codes)

    async def media(self, request: Request) -> Response:
        """A picture or sound as a phone shows it."""
        with self._world.lock:
            for live in self._world.accounts.values():
                try:
                    media = live.media.get(request.path_params["media_id"])
                except ApiError:
                    continue
                safe = media.content_type.startswith(("image/", "audio/", "video/"))
                kind = media.content_type if safe else "application/octet-stream"
                return Response(
                    media.body,
                    media_type=kind,
                    headers={"content-security-policy": "default-src 'none'; sandbox"},
                )
        raise NotFound("no such media")

    async def adjust(self, request: Request) -> Response:
        """Change an account while running: keys, mode, callback, as in the platform's console."""
        given = await json_object(request)
        if not set(given) <= set(_CHANGEABLE):
            raise BadInput("account", f"only {', '.join(_CHANGEABLE)}")
        with self._world.lock:
            live = self._world.account(request.path_params["account"])
            whole = {**asdict(live.account), **given}
            try:
                live.account = msgspec.convert(whole, Account)
            except msgspec.ValidationError as error:
                raise BadInput("account", str(error)) from error
            return JSONResponse(_seen(live))

    async def verify(self, request: Request) -> Response:
        """The console's 提交: a signed GET that must come back with its `echostr`."""
        with self._world.lock:
            account = self._world.account(request.path_params["account"]).account
            stamp, nonce, echo = (
                str(self._world.clock.stamp()),
                digits(10, self._world.rng),
                digits(19, self._world.rng),
            )
        signed = signing.sign(account.token, stamp, nonce)
        query = {"signature": signed, "echostr": echo, "timestamp": stamp, "nonce": nonce}
        try:
            response = await self._client.get(with_query(account.callback_url, query))
        except httpx.HTTPError as error:
            return JSONResponse({"ok": False, "why": f"请求URL超时: {type(error).__name__}"})
        right = response.status_code == 200 and response.text == echo
        return JSONResponse({"ok": right, "why": "" if right else "token验证失败"})

    async def sms(self, request: Request) -> Response:
        """{phone, body, key} under `Authorization: Bearer <sms_key>` → {receipt}."""
        claimed = request.headers.get("authorization", "")
        wanted = f"Bearer {self._world.settings.sms_key}"
        if not hmac.compare_digest(claimed.encode(), wanted.encode()):
            return JSONResponse({"error": "unauthorized"}, status_code=401)
        given = await json_object(request)
        phone, body = given.get("phone"), given.get("body")
        if not isinstance(phone, str) or not isinstance(body, str) or not phone or not body:
            raise BadInput("phone", "phone 与 body 必填")
        with self._world.lock:
            sms = self._world.deliver_sms(phone, body, str(given.get("key", "")))
        return JSONResponse({"receipt": str(sms.id)})


def _seen(live: LiveAccount) -> dict[str, Any]:
    account = live.account
    shown = ("key", "name", "appid", "subject", "intro", "colour", "logo", "callback_url")
    return {
        **{name: getattr(account, name) for name in shown},
        "mode": account.mode.value,
        "format": account.format.value,
        "templates": [
            {"template_id": one.template_id, "title": one.title}
            for one in live.templates.by_id.values()
        ],
    }
