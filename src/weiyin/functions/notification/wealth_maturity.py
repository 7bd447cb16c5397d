"""理财到期提醒: what matures, and which windows open."""

from __future__ import annotations

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.notification.switching import Reminder, Switch, SwitchOrder
from weiyin.outreach.preferences import Topic
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_ID = "notify_wealth_maturity"
_REMINDER = Reminder(
    "理财到期提醒", "理财、存款到期和开放期前提醒。", Topic.WEALTH, frozenset({"wealth"})
)


@function(
    id=_ID,
    title="理财到期提醒",
    group="common.notification",
    about="理财产品到期、开放购买或赎回前提醒",
    risk=Risk.CHANGE,
    needs=Needs.CUSTOMER,
)
def answer(who: Who, reader: Reader, clock: Clock, switch: Switch = None) -> Answer | DraftRequest:
    return _REMINDER.answer(who, reader, clock.now(), switch, _ID)


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    return _REMINDER.offer(who, reader)


def perform(order: SwitchOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    return _REMINDER.perform(order, who, tx, clock.now())
