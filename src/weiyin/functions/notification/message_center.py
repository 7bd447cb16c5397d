"""消息中心: every notice of the last ninety days, by days and by words."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.dates import DateRange
from weiyin.functions.answers import Answer, Table
from weiyin.functions.calling import RowsShown
from weiyin.functions.declare import Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.outreach.messages import KEPT, Message, messages_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader

_MOST = 1_000


@function(
    id="message_center",
    title="消息中心",
    group="common.notification",
    about="查看近90天的全部通知，可按日期和关键词查找",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    codes=("XX",),
)
def answer(
    who: Who,
    reader: Reader,
    clock: Clock,
    rows: RowsShown,
    dates: Annotated[
        DateRange | None, Input("日期", InputKind.DATES, help="例如：上周、7月1日到15日")
    ] = None,
    words: Annotated[
        str | None, Input("关键词", InputKind.WORDS, help="例如：还款、尾号1234")
    ] = None,
) -> Answer:
    now = clock.now()
    since, until = now - KEPT, now + timedelta(minutes=1)
    if dates is not None:
        first, last = dates.moments()
        since, until = first or since, last or until
    kept = messages_of(reader, who, since, until, _MOST)
    found = [message for message in kept if message.holds(words or "")]
    if not found:
        return Answer(
            title="消息中心",
            lead="没有找到符合条件的消息。" if dates or words else "近90天没有消息。",
            next=("notify_settings",),
        )
    shown = tuple(_row(message) for message in found[:rows])
    return Answer(
        title="消息中心",
        lead=f"共{len(found)}条消息：",
        table=Table(("标题", "时间", "内容"), shown, total=len(found)),
        next=("notify_settings",),
    )


def _row(message: Message) -> tuple[str, ...]:
    said = "，".join(f"{label}{value}" for label, value in message.facts if label != "时间")
    return (message.title, f"{message.at.astimezone(SHANGHAI):%m-%d %H:%M}", said)
