"""The bodies of pushes: messages people send and events they cause."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from weiyin.simulator.wire.xml import Fields
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.world import World


class Expects(StrEnum):
    """What kind of answer a push may get: one article to a message, eight to a tap, or none."""

    MESSAGE = "message"
    TAP = "tap"
    NOTHING = "nothing"
    """An answer is still shown, but its absence is not told to the person."""


@dataclass(frozen=True, slots=True)
class Push:
    """One message or event on its way to one account's bot."""

    live: LiveAccount
    openid: str
    fields: Fields
    expects: Expects

    @property
    def label(self) -> str:
        """`text` or `event/CLICK`: for the log."""
        event = self.fields.get("Event")
        return f"event/{event}" if event else str(self.fields["MsgType"])


def message(world: World, live: LiveAccount, openid: str, kind: str, **facts: Any) -> Push:
    """A message of a person: it has a MsgId and opens the 48 hours."""
    fields = {**_head(world, live, openid, kind), **facts, "MsgId": world.next_id()}
    return Push(live, openid, fields, Expects.MESSAGE)


def event(
    world: World,
    live: LiveAccount,
    openid: str,
    name: str,
    expects: Expects = Expects.NOTHING,
    **facts: Any,
) -> Push:
    """An event: no MsgId; a twin is known by FromUserName and CreateTime."""
    fields = {**_head(world, live, openid, "event"), "Event": name, **facts}
    return Push(live, openid, fields, expects)


def _head(world: World, live: LiveAccount, openid: str, kind: str) -> Fields:
    return {
        "ToUserName": live.account.original_id,
        "FromUserName": openid,
        "CreateTime": world.clock.stamp(),
        "MsgType": kind,
    }
