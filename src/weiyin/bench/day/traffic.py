"""What comes to the callback in a day: questions, taps and new followers, hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from weiyin.app import App
from weiyin.bench.asked import Mix, questions
from weiyin.bench.day.hours import spread
from weiyin.bench.pushes import Post
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.demo.dice import Dice
from weiyin.functions.menus import menu_columns

QUESTIONS, TAPS, FOLLOWS, CHANGES = 600_000, 1_000_000, 10_000, 300_000
"""A great bank's day. 600,000 questions: China Construction Bank, 2015. The others are ours."""


_FEW, _MANY = 1, 20
"""How often an item is tapped: one that only says something, such as 转人工, and any other."""


@dataclass(frozen=True, slots=True)
class Hour:
    """How much of each comes in one hour."""

    hour: int
    questions: int
    taps: int
    follows: int
    changes: int

    @property
    def pushes(self) -> int:
        return self.questions + self.taps + self.follows


def hours_of(scale: float) -> list[Hour]:
    """A day made smaller (`scale` 0.01: a hundredth)."""
    totals = (max(round(total * scale), 1) for total in (QUESTIONS, TAPS, FOLLOWS, CHANGES))
    spreads = [spread(total) for total in totals]
    return [Hour(hour, *counts) for hour, counts in enumerate(zip(*spreads, strict=True))]


class Traffic:
    """Makes the pushes of an hour, mixed. `people`: openids that ask and tap."""

    def __init__(
        self, app: App, account: OfficialAccount, path: str, people: Sequence[str], at: datetime
    ) -> None:
        self._dice = Dice(2026, "day's traffic")
        asked = questions(app.intents, app.knowledge, self._dice)
        self.mix = Mix(asked, self._dice)
        self._keys = [
            key
            for column in menu_columns(app.catalogue)
            for item in column.items
            if not item.asks_place
            for key in [item.key] * (_FEW if item.key.startswith("say:") else _MANY)
        ]
        self._account, self._path, self._people = account, path, people
        self._serial = int(at.timestamp() * 1_000_000)
        self._newcomers = 0

    def pushes(self, hour: Hour, at: datetime) -> list[bytes]:
        """Whole HTTP requests, in the order in which they come."""
        post = Post(self._account, self._path, at)
        made = [self._question(post) for _ in range(hour.questions)]
        made += [self._tap(post) for _ in range(hour.taps)]
        made += [self._follow(post) for _ in range(hour.follows)]
        for place in range(len(made) - 1, 0, -1):  # Fisher and Yates
            other = self._dice.below(place + 1)
            made[place], made[other] = made[other], made[place]
        return made

    def _question(self, post: Post) -> bytes:
        return post.text(self._dice.pick(self._people), self.mix.draw(), self._next())

    def _tap(self, post: Post) -> bytes:
        return post.tap(self._dice.pick(self._people), self._dice.pick(self._keys), self._next())

    def _follow(self, post: Post) -> bytes:
        self._newcomers += 1
        return post.follow(
            f"oNewcomer{self._serial % 10**9:09d}{self._newcomers:010d}", self._next()
        )

    def _next(self) -> int:
        self._serial += 1
        return self._serial
