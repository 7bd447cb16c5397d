"""The agents' desk: from a customer's message, committed, to the agent's screen.

Many agents look at live screens of one server; far more conversations are open. Messages are
written by another process, by the whole road of reception, so a screen learns of them from the
store alone. The wait is from the commit to the arrival of the drawn message in the agent's stream,
read over HTTP. The demo bank on SQLite, synchronous=FULL.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from weiyin.app import App, compose
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import SystemClock, to_us
from weiyin.base.errors import Broken
from weiyin.base.ports import free_port
from weiyin.bench.ask import wait_for
from weiyin.console.visit import SESSION_COOKIE
from weiyin.demo_home import open_home, plugs_of, settings_of
from weiyin.desk import agent
from weiyin.desk.handover import Wanted, hand_over
from weiyin.people.followers import follow
from weiyin.people.staff.passwords import verifier
from weiyin.people.staff.roles import Grant, Role
from weiyin.people.staff.sessions import open_staff_session
from weiyin.people.staff.staff import Proof, add_staff
from weiyin.storage.store import Tx

AGENTS, CONVERSATIONS = 200, 5_000
MESSAGES, A_SECOND = 1_500, 50
AIM_MS = 500
_UNIT = 100
_SETTLE_S, _PATIENCE_S = 3.0, 5.0
_MARK = re.compile(rb"bench-(\d+)-")


@dataclass
class Seen:
    """When each message was committed, and when the first screen had it."""

    written: dict[int, float] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)

    def waits_ms(self) -> list[float]:
        return sorted(
            1000 * (at - self.written[number])
            for number, at in self.shown.items()
            if number in self.written
        )


def bench_desk(agents: int = AGENTS, conversations: int = CONVERSATIONS) -> dict[str, Any]:
    """{name, unit, ours, peers, ratios, aim}."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        home = open_home(folder / "demo")
        app = compose(settings_of(home), plugs_of(home))
        stack.callback(app.close)
        tokens = _seat(app, agents)
        openids = _talks(app, conversations)
        port = stack.enter_context(_server(home.folder))
        seen = Seen()
        host = urlsplit(home.bank_url).netloc
        asyncio.run(_measure(app, openids, _Line(port, host, seen), tokens))
    return _report(agents, conversations, seen)


def _report(agents: int, conversations: int, seen: Seen) -> dict[str, Any]:
    waits = seen.waits_ms()
    if not waits:
        raise Broken("no screen showed anything")
    quantiles = {
        f"p{part}_ms": round(waits[len(waits) * part // 100 - (part == 100)], 1)
        for part in (50, 99, 100)
    }
    return {
        "name": "desk",
        "unit": "ms from a message's commit to the agent's screen",
        "ours": {
            "agents": agents,
            "open": conversations,
            "messages": len(seen.written),
            "a_second": A_SECOND,
            "not_shown": len(seen.written.keys() - seen.shown.keys()),
            **quantiles,
        },
        "peers": {},
        "ratios": {"event to screen p99, ms": quantiles["p99_ms"]},
        "aim": {"event to screen p99, ms": f"≤ {AIM_MS}"},
    }


def _seat(app: App, count: int) -> list[str]:
    """Agents with a seat, online, signed in; the tokens of their sessions."""
    proof, now = Proof(verifier("bench-desk-2026"), "A" * 32), SystemClock().now()

    def work(tx: Tx, number: int) -> str:
        staff = add_staff(
            tx, app.sealer, login=f"bench{number}", name=f"客服{number}",
            grants=[Grant(Role.AGENT)], proof=proof, by="bench", now=now,
        )  # fmt: skip
        agent.enrol(
            tx, app.default_oa, staff.staff_id, name=staff.name, number=f"{number:04d}",
            skills=(agent.GENERAL,), room=50,
        )  # fmt: skip
        agent.set_state(tx, app.default_oa, staff.staff_id, "online", now)
        return open_staff_session(tx, staff, app.default_oa, now)

    return app.store.run(lambda tx: [work(tx, number) for number in range(count)])


def _talks(app: App, count: int) -> list[str]:
    """Customers whose conversations are open, spread over the agents."""
    openids = [f"oDesk{number:023d}" for number in range(count)]
    seats = app.store.read(lambda reader: agent.all_of(reader, app.default_oa))
    staff = [seat.staff_id for seat in seats]
    for first in range(0, count, _UNIT):
        some = openids[first : first + _UNIT]
        app.store.run(partial(_ask, app, some, staff))
    return openids


def _ask(app: App, openids: Sequence[str], staff: list[str], tx: Tx) -> None:
    """The agents are there all the while, however slow the machine: else nobody is given anyone."""
    now = SystemClock().now()
    agent.seen(tx, app.default_oa, staff, now)
    for openid in openids:
        follow(tx, app.default_oa, openid, now)
        hand_over(tx, app.sealer, Wanted(app.default_oa, openid, "asked"), now)


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "weiyin.bench.server", str(folder), str(port)]
    process = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class _Line:
    """Where the screens listen, and what they note."""

    port: int
    host: str
    seen: Seen

    async def screen(self, token: str, ready: asyncio.Event) -> None:
        """One agent's stream, read until it is cancelled."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        drawn = to_us(SystemClock().now())
        writer.write(
            f"GET /console/desk/stream/{drawn} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Cookie: {SESSION_COOKIE}={token}\r\nSec-Fetch-Site: same-origin\r\n\r\n".encode()
        )
        status = await reader.readline()
        if b" 200 " not in status:
            raise Broken(f"the stream answers {status!r}")
        ready.set()
        try:
            while line := await reader.readline():
                for number in _MARK.findall(line):
                    self.seen.shown.setdefault(int(number), time.monotonic())
        finally:
            writer.close()


async def _measure(app: App, openids: list[str], line: _Line, tokens: list[str]) -> None:
    """Open every screen, let another thread write, wait for the last to be shown."""
    ready = [asyncio.Event() for _ in tokens]
    screens = [
        asyncio.create_task(line.screen(token, one))
        for token, one in zip(tokens, ready, strict=True)
    ]
    for one in ready:
        await asyncio.wait_for(one.wait(), _PATIENCE_S * 4)
    await asyncio.sleep(_SETTLE_S)
    await asyncio.to_thread(_write, app, openids, line.seen)
    await asyncio.sleep(_PATIENCE_S)
    for screen in screens:
        screen.cancel()
    await asyncio.gather(*screens, return_exceptions=True)


def _write(app: App, openids: list[str], seen: Seen) -> None:
    """Customers' messages at an even pace, each by the whole road of reception."""
    begun = time.monotonic()
    for number in range(MESSAGES):
        time.sleep(max(0.0, begun + number / A_SECOND - time.monotonic()))
        openid = openids[number * 7919 % len(openids)]
        at = SystemClock().now()
        words = f"bench-{number}-还在吗"
        app.reception.handle(
            Ask(app.default_oa, openid, f"bench:{number}", AskKind.TEXT, at, words)
        )
        seen.written[number] = time.monotonic()
