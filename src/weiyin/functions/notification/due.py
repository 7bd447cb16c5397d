"""还款日提醒: seven days, three days and on the day before it is too late; not once it is paid."""

from __future__ import annotations

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.notification.switching import Reminder, Switch, SwitchOrder
from weiyin.outreach.preferences import Topic
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_ID = "notify_due"
_REMINDER = Reminder(
    "还款日提醒",
    "还款日前7天、前3天和当天提醒，还清后不再提醒。",
    Topic.DUE,
    frozenset({"payment_due", "due"}),
)


@function(
    id=_ID,
    title="还款日提醒",
    group="common.notification",
    about="还款日前7天、3天和当天提醒还款，还清即停",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
)
def answer(who: Who, reader: Reader, clock: Clock, switch: Switch = None) -> Answer | DraftRequest:
    return _REMINDER.answer(who, reader, clock.now(), switch, _ID)


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    return _REMINDER.offer(who, reader)


def perform(order: SwitchOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    return _REMINDER.perform(order, who, tx, clock.now())
