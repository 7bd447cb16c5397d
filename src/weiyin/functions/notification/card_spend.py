"""信用卡消费提醒: each spending on a credit card, with what is left of the line."""

from __future__ import annotations

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.notification.switching import Reminder, Switch, SwitchOrder
from weiyin.outreach.preferences import Topic
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_ID = "notify_card_spend"
_REMINDER = Reminder(
    "信用卡消费提醒",
    "信用卡每笔消费即时提醒，附剩余额度。",
    Topic.SPENDING,
    frozenset({"card_spend"}),
)


@function(
    id=_ID,
    title="信用卡消费提醒",
    group="common.notification",
    about="信用卡每笔消费即时提醒，附剩余可用额度",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
)
def answer(who: Who, reader: Reader, clock: Clock, switch: Switch = None) -> Answer | DraftRequest:
    return _REMINDER.answer(who, reader, clock.now(), switch, _ID)


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    return _REMINDER.offer(who, reader)


def perform(order: SwitchOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    return _REMINDER.perform(order, who, tx, clock.now())
