"""The answer function of the delivery checks: durable, once a message, on the real inbox."""

from __future__ import annotations

import asyncio
import time

from weiyin.base.ask import Ask
from weiyin.base.clock import Clock
from weiyin.base.reply import Reply, Say, Silence
from weiyin.storage import inbox
from weiyin.storage.inbox import ClaimState
from weiyin.storage.store import Store


class InboxAnswer:
    """Handles each message once, `seconds` long; twins meet the stored answer."""

    def __init__(self, store: Store, clock: Clock, seconds: float = 0.0) -> None:
        self.store = store
        self.clock = clock
        self.seconds = seconds
        self.handled: list[Ask] = []

    async def __call__(self, ask: Ask) -> Reply:
        return await asyncio.to_thread(self._answer, ask)

    def _answer(self, ask: Ask) -> Reply:
        while True:
            claim = self.store.run(lambda tx: inbox.claim(tx, ask.oa, ask.key, self.clock.now()))
            if claim.state is ClaimState.NEW:
                return self._handle(ask)
            if claim.answer is not None:
                return Say(claim.answer.decode())
            time.sleep(0.01)

    def _handle(self, ask: Ask) -> Reply:
        self.handled.append(ask)
        time.sleep(self.seconds)
        if ask.text == "沉默":
            return Silence()
        words = f"第 {len(self.handled)} 个问题：{ask.text}"
        self.store.run(
            lambda tx: inbox.settle(tx, ask.oa, ask.key, words.encode(), self.clock.now())
        )
        return Say(words)
