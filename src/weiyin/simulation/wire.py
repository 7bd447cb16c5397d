"""The two wires of a day: the house's calls to WeChat, and WeChat's pushes to the house.

Both carry real HTTP messages into the other side's ASGI app, in this process; a call may be lost on
its way there or back, come late, come twice, or be answered by somebody in between.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import httpx
from starlette.types import ASGIApp

from weiyin.base.clock import ManualClock
from weiyin.base.errors import Broken, TryLater, Unknown
from weiyin.simulation.faults import Fault, Faults
from weiyin.simulator.settings import Account
from weiyin.simulator.wire.envelope import read_reply

T = TypeVar("T")

NOTICE_API = "/cgi-bin/message/template/send"
TALK_API = "/cgi-bin/message/custom/send"
_ODD = (-1, 45009, 45011, 40001, 0, 502)
"""WeChat's codes; 0 stands for a gateway's page, 502 for its status."""
_SLOWEST_S = 7
_CALM = (TryLater.heard, Unknown.heard)
"""What is said when a message was not dealt with."""


@dataclass
class Sends:
    """What reached WeChat."""

    arrived: Counter[str] = field(default_factory=Counter)
    talk: list[tuple[str, str]] = field(default_factory=list)
    """(openid, words) of every message into a chat."""


class ToPlatform(httpx.BaseTransport):
    """Plain and blocking, as the house's clients are. The stand-in answers without waiting."""

    def __init__(
        self,
        platform: ASGIApp,
        clock: ManualClock,
        faults: Faults,
        heard: Callable[[str, str], None],
    ) -> None:
        self._platform = httpx.ASGITransport(app=platform)
        self._clock, self._faults = clock, faults
        self._heard = heard
        self.sends = Sends()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fault = self._faults.draw(Fault.DROPPED, Fault.UNHEARD, Fault.SLOW, Fault.ODD)
        if fault is Fault.DROPPED:
            raise httpx.ConnectError("not reached", request=request)
        if fault is Fault.ODD:
            return self._odd(request)
        if fault is Fault.SLOW:
            self._clock.advance(timedelta(seconds=1 + self._faults.dice.below(_SLOWEST_S)))
        answer = at_once(self._platform.handle_async_request(request))
        body = at_once(answer.aread())
        self._count(request, body)
        if fault is Fault.UNHEARD:
            raise httpx.ReadTimeout("silence", request=request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)

    def _count(self, request: httpx.Request, answer: bytes) -> None:
        """What was sent, if WeChat took it."""
        path = request.url.path
        if path not in (NOTICE_API, TALK_API) or json.loads(answer).get("errcode"):
            return
        sent = json.loads(request.content)
        openid = sent["touser"]
        if path == TALK_API:
            self.sends.talk.append((openid, json.dumps(sent, ensure_ascii=False)))
        else:
            self._heard(openid, sent["client_msg_id"])
            self.sends.arrived[notice_name(openid, sent["client_msg_id"])] += 1

    def _odd(self, request: httpx.Request) -> httpx.Response:
        code = self._faults.dice.pick(_ODD)
        if code == 0:
            return httpx.Response(200, html="<html>502</html>", request=request)
        if code > 0 and code < 1_000:
            return httpx.Response(code, text="Bad Gateway", request=request)
        return httpx.Response(200, json={"errcode": code, "errmsg": "seeded"}, request=request)


class ToHouse(httpx.AsyncBaseTransport):
    """What the stand-in delivers its pushes by. `wrong` hears of twins with different answers."""

    def __init__(
        self, house: ASGIApp, account: Account, faults: Faults, wrong: Callable[[str], None]
    ) -> None:
        self._house = httpx.ASGITransport(app=house)
        self._account, self._faults, self._wrong = account, faults, wrong

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fault = self._faults.draw(Fault.DROPPED, Fault.UNHEARD, Fault.SLOW, Fault.TWICE)
        if fault is Fault.DROPPED:
            raise httpx.ConnectError("not reached", request=request)
        if fault is Fault.SLOW:
            await asyncio.sleep(1 + self._faults.dice.below(_SLOWEST_S))
        answer = await self._house.handle_async_request(request)
        if fault is Fault.TWICE:
            await self._again(request, await answer.aread())
        if fault is Fault.UNHEARD:
            raise httpx.ReadError("silence", request=request)
        return answer

    async def _again(self, request: httpx.Request, before: bytes) -> None:
        """The same delivery once more is answered alike, unless the first was not dealt with."""
        with self._faults.paused():
            answer = await self._house.handle_async_request(request)
        first, second = self._said(before), self._said(await answer.aread())
        if first != second and not any(calm in first for calm in _CALM):
            self._wrong(f"key: one message, two answers: {first!r} and {second!r}")

    def _said(self, body: bytes) -> str:
        fields = dict(read_reply(self._account, body) or {})
        fields.pop("CreateTime", None)
        return str(fields)


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Run what never waits. Raises Broken when it does."""
    try:
        work.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    work.close()
    raise Broken("the stand-in waited for something")


def notice_name(openid: str, message_id: str) -> str:
    return f"notice {openid} {message_id}"


def message_id(key: str) -> str:
    """What the channel calls a notice of this key towards WeChat."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]
