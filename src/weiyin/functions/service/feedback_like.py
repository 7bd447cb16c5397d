"""签到: once a day, with the days of this month and those in a row."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.clock import Clock, shanghai_day
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Needs, Risk, function
from weiyin.outreach.check_ins import CheckIns, check_in, check_ins_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx


@dataclass(frozen=True, slots=True)
class CheckInOrder:
    day: str


@function(
    id="feedback_like",
    title="每日签到",
    group="common.service",
    about="每天签到一次，查看本月和连续签到天数",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
)
def answer(who: Who, reader: Reader, clock: Clock) -> Answer | DraftRequest:
    today = shanghai_day(clock.now())
    so_far = check_ins_of(reader, who.oa, who.openid, today)
    if so_far.today:
        return Answer(title="每日签到", lead="今天已经签到。", facts=_facts(so_far))
    return DraftRequest(
        title="每日签到",
        facts=(("日期", f"{today.month}月{today.day}日"), *_facts(so_far)),
        order=CheckInOrder(today.isoformat()),
        step_up=StepUp.NONE,
    )


def perform(order: CheckInOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    today = shanghai_day(clock.now())
    if order.day != today.isoformat():
        return Answer(title="每日签到", lead="这一天已经过去，请重新签到。")
    check_in(tx, who.oa, who.openid, today)
    return Answer(title="签到成功", facts=_facts(check_ins_of(tx, who.oa, who.openid, today)))


def _facts(so_far: CheckIns) -> tuple[tuple[str, str], ...]:
    return (("本月签到", f"{so_far.this_month} 天"), ("连续签到", f"{so_far.in_a_row} 天"))
