"""The agent of a day: looks at the desk, answers, closes; tries again after every fault."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from weiyin.app import App
from weiyin.base.errors import NotAllowed, TryLater, Unknown
from weiyin.channel.wechat import windows
from weiyin.demo.dice import Dice
from weiyin.desk import agent, lists, routing
from weiyin.desk.handover import close
from weiyin.desk.telling import Room, tell
from weiyin.simulation.diary import Diary
from weiyin.simulation.house import House
from weiyin.simulation.town import AGENT, OA
from weiyin.storage.store import Reader, Tx

_LOOKS_S = 20
ANSWERED = "已经为您核实"
"""Stands in every answer."""


@dataclass
class Seat:
    """Every answer has its own words, so that one told twice is seen on the wire."""

    house: House
    diary: Diary
    dice: Dice
    said: int = 0

    async def live(self) -> None:
        while True:
            await asyncio.sleep(_LOOKS_S)
            try:
                self.house.visit(self._look)
            except (TryLater, Unknown, NotAllowed) as error:
                self.diary.note(AGENT, type(error).__name__)

    def _look(self, app: App) -> None:
        mine = app.store.read(lambda r: lists.mine(r, OA, AGENT))
        waiting = app.store.read(lambda r: lists.waiting(r, OA))
        if not (mine or waiting):
            return
        app.store.run(lambda tx: _sit(tx, app))
        for one in mine:
            if one.unanswered:
                self._answer(app, one.conversation_id, f"k{one.said}")
            elif self.dice.percent(30):
                self._close(app, one.conversation_id)

    def _close(self, app: App, conversation_id: str) -> None:
        self.diary.note(AGENT, "closes")
        app.store.run(
            lambda tx: close(
                tx, app.sealer, conversation_id, app.clock.now(), why="agent", staff_id=AGENT,
                wrap_up="solved",
            )
        )  # fmt: skip

    def _answer(self, app: App, conversation_id: str, key: str) -> None:
        """The same key after a fault: the screen sends what it could not be sure of again."""
        self.said += 1
        words = f"您好，{ANSWERED}（第{self.said}条）"
        self.diary.note(AGENT, f"tells {key}")
        app.store.run(
            lambda tx: tell(
                tx, app.sealer, _room_of, conversation_id, staff_id=AGENT, words=words, key=key,
                now=app.clock.now(),
            )
        )  # fmt: skip


def _sit(tx: Tx, app: App) -> None:
    """Online, and taking whoever waits."""
    now = app.clock.now()
    agent.set_state(tx, OA, AGENT, "online", now)
    routing.assign(tx, app.sealer, OA, now)


def _room_of(reader: Reader, oa: str, openid: str, now: object) -> Room:
    return Room(*windows.room(reader, oa, openid, now))  # type: ignore[arg-type]
