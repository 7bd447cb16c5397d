"""WeChat beside the app as the bank's two channels: people, uses and cost of a month.

WeChat's side is measured here. The app is another system: its side, and what a use costs in either,
are assumptions that the bank fills in, shown beside the figures that rest on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from weiyin.bank import tariffs
from weiyin.base.money import Money
from weiyin.console.figures.picture import Picture
from weiyin.storage.store import Reader

NAMES = (
    "channel.app_people_month",
    "channel.app_uses_month",
    "channel.app_use_cost_fen",
    "channel.wechat_use_cost_fen",
)
DAYS = 30
_USES = ("text", "voice", "tap", "place", "picture")
"""Asks that somebody made; a follow or a delivery is none."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A month of one channel. `people`: who used it at least once."""

    people: int
    uses: int
    use_cost: Money

    @property
    def cost(self) -> Money:
        return Money(self.uses * self.use_cost.fen)

    @property
    def uses_each(self) -> float:
        return self.uses / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Channels:
    wechat: Channel
    app: Channel
    app_uses_each: int

    @property
    def wechat_share(self) -> float:
        """Of the people of both channels, who uses WeChat; somebody may use both."""
        return self.wechat.people / max(self.wechat.people + self.app.people, 1)

    @property
    def saved(self) -> Money:
        """What WeChat's uses would have cost more, had they been made in the app."""
        return Money(self.wechat.uses * (self.app.use_cost.fen - self.wechat.use_cost.fen))


def channels(reader: Reader, book: str, day: date, one: Picture, active: int) -> Channels:
    """`one`: the picture of the last month; `active`: who was there in it."""
    people, uses_each, app_fen, wechat_fen = (tariffs.at(reader, book, name, day) for name in NAMES)
    uses = sum(one.asks[kind] for kind in _USES)
    return Channels(
        Channel(active, uses, Money(wechat_fen)),
        Channel(people, people * uses_each, Money(app_fen)),
        uses_each,
    )
