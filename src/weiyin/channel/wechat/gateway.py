"""The callback at `/wechat/{account}`: bytes in, an `Ask` to reception, bytes out.

WeChat waits five seconds and delivers up to three times. For whatever reception has not answered by
the deadline a customer-service message is queued, durably, and only then `success` is said: the
same stored answer follows, once, even if this process dies in between.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import structlog
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from weiyin.base.ask import Ask
from weiyin.base.clock import Clock
from weiyin.base.errors import WeiyinError
from weiyin.base.reply import Reply, Say, Silence
from weiyin.channel.wechat import wire
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.channel.wechat.answers import write_answer
from weiyin.channel.wechat.asks import ask_of
from weiyin.channel.wechat.crowding import Crowding, Pace
from weiyin.channel.wechat.envelope import Envelope
from weiyin.channel.wechat.faults import Forged, Unreadable
from weiyin.channel.wechat.messages import Push, Unrecognised
from weiyin.channel.wechat.nonces import NonceMemory
from weiyin.channel.wechat.patience import Patience, Wait
from weiyin.channel.wechat.reading import PROBE, read_push
from weiyin.channel.wechat.render import passive
from weiyin.channel.wechat.replies import NoReply, Passive, TextReply, TransferReply

DEADLINE_S = 4.3
"""WeChat hangs up at 5 s and has been counting since before we read the first byte."""
_READ_S = 4.0
_QUEUE_S = 0.2
_QUEUE_AGAIN_S = (0.2, 1.0, 5.0, 15.0)
_TOLD_LATE = 10_000
_PREFIX = "/wechat/"
_SLOW_DOWN = "您的消息太多啦，请过一分钟再发，我们会继续为您服务。"

T = TypeVar("T")

log = structlog.get_logger(__name__)

Answer = Callable[[Ask], Awaitable[Reply | Passive]]
"""Reception: durable, and the same reply for the same `ask.key`. (A handler that knows WeChat may
also give a passive reply, picture or music, but only in time: it cannot follow late.)"""
Late = Callable[[Ask], None]
"""Queues the reply to the ask, stored now or soon, as a customer-service message. May block, is
called on a worker thread, at most once an ask by one gateway; `ask.key` is the parcel's key."""


class Gateway:
    """The ASGI endpoint for all accounts of this install. Belongs to one event loop."""

    def __init__(
        self,
        accounts: Mapping[str, OfficialAccount],
        answer: Answer,
        late: Late,
        clock: Clock,
        deadline_s: float = DEADLINE_S,
        messages_a_minute: int = 0,
    ) -> None:
        self._accounts = {
            key: (account, Envelope(account, NonceMemory(clock.monotonic)))
            for key, account in accounts.items()
        }
        self._answer = answer
        self._queue_late = late
        self._clock = clock
        self._crowding = Crowding(messages_a_minute, clock.monotonic)
        self._reading = Patience(_READ_S)
        self._answering = Patience(deadline_s)
        self._late: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._running: set[asyncio.Future[Any]] = set()
        self.counts: Counter[str] = Counter()
        """What came by kind: `push`, `forged`, `unreadable`, `unrecognised`, `too_fast`, `late`,
        `failed`."""

    def opens(self, scope: Scope) -> bool:
        """Whether the request is for the callback; then its account is put where a route would."""
        if scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            return False
        scope["path_params"] = {"account": scope["path"][len(_PREFIX) :]}
        return True

    @property
    def route(self) -> Route:
        return Route("/wechat/{account}", endpoint=self, name="wechat")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._accounts.get(scope["path_params"]["account"])
        if found is None:
            await wire.NOT_FOUND(send)
        elif scope["method"] == "POST":
            await self._post(found[0], found[1], scope, receive, send)
        elif scope["method"] == "GET":
            await self._get(found[0], found[1], scope, send)
        else:
            await wire.NOT_ALLOWED(send)

    async def drain(self, seconds: float = 10.0) -> None:
        """Wait for answers that are still being made, so that each is queued before we go."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def _get(
        self, account: OfficialAccount, envelope: Envelope, scope: Scope, send: Send
    ) -> None:
        try:
            echo = envelope.echo(wire.query(scope), self._clock.now())
        except Forged:
            await self._refuse(account, send)
        else:
            await wire.words(send, echo.encode())

    async def _post(
        self,
        account: OfficialAccount,
        envelope: Envelope,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        with self._answering.wait() as deadline:
            body = await wire.body(scope, receive, self._reading)
            if isinstance(body, wire.Status):
                await body(send)
                return
            now = self._clock.now()
            try:
                opened = envelope.open(wire.query(scope), body, now)
                push = read_push(opened.fields)
            except Forged:
                await self._refuse(account, send)
                return
            except Unreadable:
                self.counts["unreadable"] += 1
                log.warning("wechat.unreadable", oa=account.key)
                await wire.BAD_REQUEST(send)
                return
            self.counts["push"] += 1
            reply = await self._reply(account, push, deadline)
        answer = write_answer(reply, push, opened, envelope, now)
        await wire.answer(send, answer, is_json=opened.is_json)

    async def _refuse(self, account: OfficialAccount, send: Send) -> None:
        self.counts["forged"] += 1
        log.warning("wechat.forged", oa=account.key)
        await wire.FORBIDDEN(send)

    async def _reply(self, account: OfficialAccount, push: Push, deadline: Wait) -> Passive:
        if push.msg_type == PROBE:
            return NoReply()
        if isinstance(push, Unrecognised):
            self.counts["unrecognised"] += 1
            log.info("wechat.unrecognised", oa=account.key, type=push.msg_type[:40])
        ask = ask_of(account.key, push)
        pace = self._crowding.heard(ask)
        if pace is not Pace.FINE:
            self.counts["too_fast"] += 1
            return TextReply(_SLOW_DOWN) if pace is Pace.SLOW_DOWN else NoReply()
        reply = await self._in_time(ask, deadline)
        try:
            said = passive(reply, ask.kind, account)
        except ValueError:
            log.exception("wechat.unrenderable", oa=account.key)
            return TextReply(WeiyinError.heard)
        if isinstance(said, TransferReply):
            # A transfer shows the customer nothing: the words that go with it follow by themselves.
            self._run(self._follow_up(ask))
        return said

    async def _in_time(self, ask: Ask, deadline: Wait) -> Reply | Passive:
        """The reply, or `Silence` when it will follow as a customer-service message."""
        key = (ask.oa, ask.key)
        if key not in self._late:
            try:
                asked = self._run(self._answer(ask))
                if await _is_done_by(asked, deadline) and key not in self._late:
                    return asked.result()
            except WeiyinError as error:
                log.warning("wechat.unanswered", oa=ask.oa, why=type(error).__name__)
                return self._calmly(error.heard)
            except Exception:
                # The last door before the customer: whatever broke, they hear a calm word.
                log.exception("wechat.failed", oa=ask.oa)
                return self._calmly(WeiyinError.heard)
        if key not in self._late:
            self.counts["late"] += 1
            self._remember_late(key)
            queued = self._run(self._follow_up(ask))
            await asyncio.wait({queued}, timeout=_QUEUE_S)
        return Silence()

    def _calmly(self, heard: str) -> Say:
        self.counts["failed"] += 1
        return Say(heard)

    def _run(self, work: Awaitable[T]) -> asyncio.Future[T]:
        """Work that outlives its request, and that `drain` waits for."""
        future = asyncio.ensure_future(work)
        self._running.add(future)
        future.add_done_callback(self._ran)
        return future

    def _ran(self, future: asyncio.Future[Any]) -> None:
        self._running.discard(future)
        if not future.cancelled():
            future.exception()  # seen: whoever waited is told, and a late one has its own way

    async def _follow_up(self, ask: Ask) -> None:
        for wait_s in _QUEUE_AGAIN_S:
            try:
                await asyncio.to_thread(self._queue_late, ask)
            except Exception:
                # A reply that nobody waits for any more must still not be lost: try again.
                log.exception("wechat.late_not_queued", oa=ask.oa)
                await asyncio.sleep(wait_s)
            else:
                return

    def _remember_late(self, key: tuple[str, str]) -> None:
        self._late[key] = None
        if len(self._late) > _TOLD_LATE:
            self._late.popitem(last=False)


async def _is_done_by(work: asyncio.Future[Any], deadline: Wait) -> bool:
    """Wait for `work` until `deadline`; it goes on either way.

    What `asyncio.wait` does, without its sets, its timer and its task: this is every question's
    road.
    """
    waiter = asyncio.get_running_loop().create_future()

    def wake(_: object = None) -> None:
        if not waiter.done():
            waiter.set_result(None)

    deadline.call = wake
    work.add_done_callback(wake)
    if deadline.is_over:
        wake()
    try:
        await waiter
    finally:
        work.remove_done_callback(wake)
    return work.done()
