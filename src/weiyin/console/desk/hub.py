"""Live screens of one process: one look at the store a tick, shared by all of them.

Whoever wrote, in whatever process, the store's own change marks tell; nothing is sent between
processes. Every few seconds it is looked whose session has ended: their stream ends with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from weiyin.base.clock import Clock
from weiyin.base.errors import WeiyinError
from weiyin.console.desk.frames import Draw, Frame, frames_of
from weiyin.console.words import Lang
from weiyin.desk import agent
from weiyin.desk.watch import Watch
from weiyin.people.staff.sessions import standing_sessions
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Store

T = TypeVar("T")

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.1
_SWEEP_TICKS, _SEEN_TICKS = 20, 200
_QUIET_SECONDS = 15.0
_MOST_WAITING = 500
"""Frames that a browser may be behind; then it is told to come again and read everything."""


@dataclass(eq=False, slots=True)
class Screen:
    """One open page. `supervisor`: sees every open conversation of `oa`."""

    session_key: str
    staff_id: str
    oa: str
    supervisor: bool
    lang: Lang = "zh"
    queue: asyncio.Queue[bytes | None] = field(
        default_factory=lambda: asyncio.Queue(maxsize=_MOST_WAITING)
    )

    def put(self, data: bytes | None) -> None:
        try:
            self.queue.put_nowait(data)
        except asyncio.QueueFull:
            self.queue = asyncio.Queue(maxsize=_MOST_WAITING)
            self.queue.put_nowait(None)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a hub looks at, and how it draws."""

    store: Store
    clock: Clock
    sealer: Sealer
    draw: Draw


class Hub:
    """Made once a process; its task lives while a screen is open. For one event loop."""

    def __init__(self, tick_seconds: float = TICK_SECONDS) -> None:
        self._tick_seconds = tick_seconds
        self._screens: set[Screen] = set()
        self._task: asyncio.Task[None] | None = None
        self._is_ending = False

    async def stream(self, ground: Ground, screen: Screen) -> AsyncGenerator[bytes, None]:
        """The events of a screen until it goes, its session ends or the process does."""
        self._screens.add(screen)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run(ground))
        try:
            yield b"retry: 1000\n\n"
            while not self._is_ending:
                try:
                    data = await asyncio.wait_for(screen.queue.get(), _QUIET_SECONDS)
                except TimeoutError:
                    data = b": quiet\n\n"
                if data is None:
                    return
                yield data
        finally:
            self._screens.discard(screen)

    def end(self) -> None:
        """Let every browser go within a tick: the process is ending. Safe to call from a signal."""
        self._is_ending = True

    async def _run(self, ground: Ground) -> None:
        watch, tick = Watch(ground.clock.now()), 0
        while self._screens and not self._is_ending:
            await self._try(lambda: self._look(ground, watch), self._tell)
            if tick % _SWEEP_TICKS == 0:
                await self._try(lambda: _standing(ground), self._sweep)
            if tick % _SEEN_TICKS == 0:
                await self._try(lambda: self._seen(ground), lambda _: None)
            tick += 1
            await asyncio.sleep(self._tick_seconds)
        for screen in self._screens:
            screen.put(None)

    async def _try(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """One step in a thread; a store that is busy now is asked again at the next tick."""
        try:
            then(await asyncio.to_thread(work))
        except WeiyinError as fault:
            log.warning("desk screens wait", error=type(fault).__name__, why=str(fault))

    def _look(self, ground: Ground, watch: Watch) -> list[Frame]:
        present = frozenset(screen.staff_id for screen in list(self._screens))
        watchers = frozenset(s.staff_id for s in list(self._screens) if s.supervisor)
        langs = frozenset(s.lang for s in list(self._screens))

        def look(reader: Reader) -> list[Frame]:
            news = watch.look(reader, ground.clock.now())
            return frames_of(reader, ground.sealer, ground.draw, news, present, watchers, langs)

        return ground.store.read(look)

    def _tell(self, frames: list[Frame]) -> None:
        for frame in frames:
            for screen in self._screens:
                if screen.oa == frame.oa and (not frame.staff or screen.staff_id in frame.staff):
                    # One that opened just now in another language comes again and reads anew.
                    screen.put(frame.data.get(screen.lang))

    def _sweep(self, standing: frozenset[str]) -> None:
        for screen in list(self._screens):
            if screen.session_key not in standing:
                screen.put(None)

    def _seen(self, ground: Ground) -> None:
        """Their browsers are there: who is not seen for a while gets nobody new."""
        by_oa: dict[str, set[str]] = {}
        for screen in list(self._screens):
            by_oa.setdefault(screen.oa, set()).add(screen.staff_id)
        now = ground.clock.now()
        for oa, staff in by_oa.items():
            ground.store.run(partial(agent.seen, oa=oa, staff_ids=sorted(staff), now=now))


def _standing(ground: Ground) -> frozenset[str]:
    now: datetime = ground.clock.now()
    return ground.store.read(lambda reader: standing_sessions(reader, now))
