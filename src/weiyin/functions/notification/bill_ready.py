"""账单日提醒: the bill is ready: amount, minimum, due day."""

from __future__ import annotations

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.notification.switching import Reminder, Switch, SwitchOrder
from weiyin.outreach.preferences import Topic
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_ID = "notify_bill_ready"
_REMINDER = Reminder(
    "账单日提醒",
    "信用卡账单生成后提醒应还金额、最低还款和还款日。",
    Topic.BILL,
    frozenset({"bill_ready", "bill"}),
)


@function(
    id=_ID,
    title="账单日提醒",
    group="common.notification",
    about="信用卡出账单时提醒应还金额、最低还款额和到期还款日",
    risk=Risk.CHANGE,
    needs=Needs.CREDIT_CARD,
)
def answer(who: Who, reader: Reader, clock: Clock, switch: Switch = None) -> Answer | DraftRequest:
    return _REMINDER.answer(who, reader, clock.now(), switch, _ID)


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    return _REMINDER.offer(who, reader)


def perform(order: SwitchOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    return _REMINDER.perform(order, who, tx, clock.now())
