"""Delivery to the bot: five seconds, three times, then the grey notice."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from weiyin.simulator.push.events import Expects, Push
from weiyin.simulator.push.replies import show_failure, show_reply
from weiyin.simulator.wire.envelope import BadReply, Sealed, compose, read_reply
from weiyin.simulator.world.world import World

_LONGEST_REPLY = 1 << 20
_SHOWN = 4000


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one delivery ended: `status` is an HTTP status, `timeout` or `disconnected`."""

    status: str
    ms: int
    note: str = ""

    @property
    def arrived(self) -> bool:
        """Whether the bot answered; a 5xx counts as no answer."""
        return self.status.isdecimal() and int(self.status) < 500


class Courier:
    """Runs on the app's event loop."""

    def __init__(self, world: World, client: httpx.AsyncClient) -> None:
        self._world, self._client = world, client
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, pushes: list[Push]) -> None:
        """Deliver without waiting."""
        for push in pushes:
            self.spawn(self.deliver(push))

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def deliver(self, push: Push) -> list[Attempt]:
        """All attempts, the last one shown on the phone."""
        world = self._world
        waits = push.expects is not Expects.NOTHING
        if waits:
            world.typing(push.live, push.openid, on=True)
        try:
            attempts = await self._attempts(push)
        finally:
            if waits:
                world.typing(push.live, push.openid, on=False)
        return attempts

    async def _attempts(self, push: Push) -> list[Attempt]:
        attempts: list[Attempt] = []
        first: Sealed | None = None
        for number in range(1, self._world.settings.deliveries + 1):
            if first is None or not push.live.account.resend_same_signature:
                first = self._compose(push)
            attempt, body = await self._post(push, first, number)
            attempts.append(attempt)
            if attempt.arrived:
                self._judge(push, attempt, body)
                return attempts
        with self._world.lock:
            show_failure(self._world, push, attempts[-1].status)
        return attempts

    def _compose(self, push: Push) -> Sealed:
        with self._world.lock:
            stamp = self._world.clock.stamp()
            return compose(push.live.account, push.openid, push.fields, stamp, self._world.rng)

    async def _post(self, push: Push, sealed: Sealed, number: int) -> tuple[Attempt, bytes]:
        world = self._world
        started = world.clock.wall.monotonic()
        fault = world.faults.take("push")
        kind = fault.kind if fault else ""
        status, body, note = "disconnected", b"", ""
        try:
            async with asyncio.timeout(world.settings.push_seconds):
                if kind != "drop":
                    response = await self._client.post(
                        sealed.url,
                        content=sealed.body,
                        headers={"content-type": sealed.content_type, "user-agent": "Mozilla/4.0"},
                    )
                    status, body = str(response.status_code), response.content[:_LONGEST_REPLY]
        except TimeoutError:
            status = "timeout"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            note = type(error).__name__
        if kind == "lost_answer" and status.isdecimal():
            status, note = "timeout", f"answer lost on purpose (was {status})"
        ms = int((world.clock.wall.monotonic() - started) * 1000)
        attempt = Attempt(status, ms, note)
        self._log(push, sealed, number, attempt, body)
        return attempt, body

    def _judge(self, push: Push, attempt: Attempt, body: bytes) -> None:
        world = self._world
        with world.lock:
            try:
                more = _show(world, push, attempt, body)
            except BadReply as error:
                show_failure(world, push, str(error))
                self._complain(push, str(error))
                return
        self.start(more)

    def _log(self, push: Push, sealed: Sealed, number: int, attempt: Attempt, body: bytes) -> None:
        self._world.note(
            direction="push",
            account=push.live.account.key,
            path=push.label,
            status=attempt.status,
            ms=attempt.ms,
            note=f"{f'第 {number} 次投递 ' if number > 1 else ''}{attempt.note}".strip(),
            sent=f"POST {sealed.url}\n\n{sealed.body[:_SHOWN].decode(errors='replace')}",
            answered=body[:_SHOWN].decode(errors="replace"),
        )

    def _complain(self, push: Push, why: str) -> None:
        self._world.note(
            direction="push",
            account=push.live.account.key,
            path=push.label,
            status="bad reply",
            ms=0,
            note=why,
        )


def _show(world: World, push: Push, attempt: Attempt, body: bytes) -> list[Push]:
    if attempt.status != "200":
        raise BadReply(f"HTTP {attempt.status}")
    fields = read_reply(push.live.account, body)
    return show_reply(world, push, fields) if fields is not None else []
