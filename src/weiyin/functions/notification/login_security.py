"""安全提醒: new bindings, sign-ins, changed limits, large payments; always told, never quiet."""

from __future__ import annotations

from datetime import timedelta

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Needs, Risk, function
from weiyin.outreach.messages import KEPT, messages_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader

_MOST = 500


@function(
    id="notify_login_security",
    title="安全提醒",
    group="common.notification",
    about="绑定、登录、限额变更、大额支付的安全提醒记录；始终发送，不受免打扰影响",
    risk=Risk.READ,
    needs=Needs.CUSTOMER,
)
def answer(who: Who, reader: Reader, clock: Clock) -> Answer:
    now = clock.now()
    soon = now + timedelta(minutes=1)
    kept = messages_of(reader, who, now - KEPT, soon, _MOST)
    rows = tuple(
        (f"{one.at.astimezone(SHANGHAI):%m-%d %H:%M}", one.title, one.facts[0][1])
        for one in kept
        if one.kind == "security"
    )
    if not rows:
        return Answer(
            title="安全提醒",
            lead="近90天没有安全提醒。绑定、登录、限额变更和大额支付都会即时提醒您，此项不能关闭。",
            next=("message_center",),
        )
    return Answer(
        title="安全提醒",
        lead=f"近90天共{len(rows)}条。如非本人操作，请立即致电客服热线。",
        table=Table(("时间", "事项", "内容"), rows),
        next=("message_center",),
    )
