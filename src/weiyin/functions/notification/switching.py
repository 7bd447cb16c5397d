"""A reminder that is switched on or off: looked at in chat, changed on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from weiyin.base.clock import SHANGHAI
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp, Table
from weiyin.functions.inputs import Input, InputKind
from weiyin.outreach.messages import KEPT, messages_of
from weiyin.outreach.preferences import Topic, preference_of, switch_topic
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

Switch = Annotated[
    str | None, Input("提醒", InputKind.CHOICE, options=(("on", "开启"), ("off", "关闭")))
]
_LATEST, _LOOKED_THROUGH = 5, 200


@dataclass(frozen=True, slots=True)
class SwitchOrder:
    topic: Topic
    on: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder. `kinds` are the notices that the message centre keeps of it."""

    title: str
    about: str
    topic: Topic
    kinds: frozenset[str]

    def answer(
        self, who: Who, reader: Reader, now: datetime, switch: str | None, own_id: str
    ) -> Answer | DraftRequest:
        """What it is set to, with the latest ones; a draft when something else was chosen."""
        is_on = self.topic not in preference_of(reader, who.oa, who.openid).muted
        wanted = is_on if switch is None else switch == "on"
        if wanted == is_on:
            return Answer(
                title=self.title,
                lead=f"{self.about}目前{_state(is_on)}。",
                table=self._latest(who, reader, now),
                next=(own_id, "notify_settings", "message_center"),
            )
        return DraftRequest(
            title=f"{self.title}设置",
            facts=((self.title, _state(wanted)),),
            order=SwitchOrder(self.topic, wanted),
            step_up=StepUp.NONE,
        )

    def offer(self, who: Who, reader: Reader) -> tuple[Offer, ...]:
        is_on = self.topic not in preference_of(reader, who.oa, who.openid).muted
        return (Offer("switch", "on" if is_on else "off"),)

    def perform(self, order: SwitchOrder, who: Who, tx: Tx, now: datetime) -> Answer:
        switch_topic(tx, who.oa, who.openid, order.topic, now, on=order.on)
        return Answer(
            title="设置成功",
            lead=f"{self.title}{_state(order.on)}。",
            facts=((self.title, _state(order.on)),),
            next=("notify_settings",),
        )

    def _latest(self, who: Who, reader: Reader, now: datetime) -> Table | None:
        soon = now + timedelta(minutes=1)
        kept = messages_of(reader, who, now - KEPT, soon, _LOOKED_THROUGH)
        own = [message for message in kept if message.kind in self.kinds][:_LATEST]
        if not own:
            return None
        rows = tuple(
            (
                f"{message.at.astimezone(SHANGHAI):%m-%d %H:%M}",
                "，".join(value for _, value in message.facts),
            )
            for message in own
        )
        return Table(("时间", "提醒"), rows)


def _state(is_on: bool) -> str:
    return "已开启" if is_on else "已关闭"
