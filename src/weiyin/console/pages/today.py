"""A day's picture: who asks, how it comes out, how fast; what is told, what waits, what is left.

Today's by itself, an earlier day's with `?day=`; alerts are always those of this moment.
"""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.console.figures import charts
from weiyin.console.figures.alerts import acknowledge
from weiyin.console.figures.picture import Picture, picture_of
from weiyin.console.figures.state import state_of
from weiyin.console.figures.usage import usage
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.functions.menus import spoken_title
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who
from weiyin.reception.tally import TOOK_MS, tallied

OUTCOMES = {
    "answer": Words("功能办理", "a function"),
    "knowledge": Words("知识问答", "knowledge"),
    "ask_back": Words("追问", "asked back"),
    "choice": Words("给出选项", "a choice"),
    "refuse": Words("安全提示", "a warning"),
    "handoff": Words("转人工", "handed over"),
    "desk": Words("人工会话中", "with a person"),
    "unanswered": Words("未能回答", "unanswered"),
    "unknown": Words("未能回答", "unanswered"),
    "other": Words("其他", "other"),
}
CHANNELS = {"wechat": Words("微信", "WeChat"), "sms": Words("短信", "Text message")}
FATES = {
    "trying": Words("发送中", "on its way"),
    "sent": Words("已发出", "sent"),
    "delivered": Words("已送达", "delivered"),
    "failed": Words("未送达", "did not arrive"),
    "never": Words("不能发送", "cannot be sent"),
    "lost": Words("没有回音", "no answer"),
}
TOPICS = {
    "entry": Words("入账", "Entries"),
    "notice": Words("通知", "Notices"),
    "customer_event": Words("客户事件", "Customer events"),
    "sms": Words("短信", "Text messages"),
    "notice_text": Words("短信通知", "Notices by text"),
    "late": Words("迟到的答复", "Late replies"),
    "campaign": Words("营销活动", "Campaigns"),
    "happened": Words("营销时机", "Occasions"),
    "place_event": Words("网点事件", "Events at branches"),
    "payment_due": Words("还款提醒", "Bills due"),
    "payment": Words("跨行汇款", "Payments"),
    "bill": Words("缴费", "Bills paid"),
    "topup": Words("充值", "Top-ups"),
    "desk": Words("人工会话", "Conversations"),
    "desk_case": Words("工单", "Cases"),
}
UNITS = {
    "bp": Words("万分之", "1/10,000"),
    "minutes": Words("分钟", "minutes"),
    "count": Words("", ""),
}
_TOP = 10
_BACK = timedelta(days=400)


def show(visit: Visit) -> Response:
    visit.deps.channel.flush()
    day, today = _day(visit), shanghai_day(visit.now)
    since = shanghai_midnight(day)
    rows, state = visit.read(
        lambda reader: (
            tallied(reader, visit.oa, day, day),
            state_of(reader, visit.oa, since, shanghai_midnight(day + timedelta(days=1))),
        )
    )
    one, found = picture_of(rows), visit.deps.alerts(visit.oa)
    facts = visit.deps.channel.accounts[visit.oa]
    return visit.page(
        "today.html",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        one=one,
        state=state,
        alerts=[alert for alert in found if alert.speaks],
        rules=found,
        used=usage(one, state.funnels)[:15],
        title_of=lambda id_: title_of(visit, id_),
        calls=sorted(visit.deps.channel.calls_on(visit.oa, day).items()),
        allowed=facts.calls_a_day,
        words={"channels": CHANNELS, "fates": FATES, "topics": TOPICS, "units": UNITS},
        hours=charts.bars([str(n) for n in range(24)], [one.by_hour[n] for n in range(24)]),
        outcomes=charts.parts(_named(visit, one)),
        functions=charts.ranks(top_functions(visit, one)),
        took=charts.bars(
            [*(f"≤{n}" for n in TOOK_MS), f">{TOOK_MS[-1]}"],
            [one.took[name] for name in (*map(str, TOOK_MS), "more")],
        ),
    )


def export(visit: Visit) -> Response:
    """Every count of the day by hour."""
    visit.deps.channel.flush()
    day = _day(visit)
    rows = visit.do("figures", lambda tx: tallied(tx, visit.oa, day, day))
    told = ((one.day, one.hour, one.what, one.detail, one.count) for one in rows)
    return visit.csv(f"day-{day}", ("day", "hour", "what", "detail", "count"), told)


def know(visit: Visit) -> Response:
    """Somebody sees to an alert: it is quiet here until midnight."""
    rule, why = visit.parts["rule"], visit.posted.get("why", "")
    by = who(visit.staff.login)
    visit.do(
        f"alert:{rule}",
        lambda tx: acknowledge(tx, visit.oa, rule, why=why, by=by, now=visit.now),
        why=why,
    )
    return visit.go("/today", "saved")


def top_functions(visit: Visit, one: Picture) -> list[tuple[str, int]]:
    """Those asked for most, by their titles."""
    return [(title_of(visit, id_), count) for id_, count in one.functions.most_common(_TOP)]


def title_of(visit: Visit, id_: str) -> str:
    """What a function, or an item of the menu that is none, is called."""
    known = visit.deps.catalogue
    return known.get(id_).declaration.title if known.has(id_) else spoken_title(id_)


def _day(visit: Visit) -> date:
    """The day asked for; today if it is none, or lies ahead, or too far back."""
    today = shanghai_day(visit.now)
    try:
        told = date.fromisoformat(visit.query.get("day") or visit.posted.get("day", ""))
    except ValueError:
        return today
    return told if today - _BACK <= told <= today else today


def _named(visit: Visit, one: Picture) -> list[tuple[str, int]]:
    return [
        (OUTCOMES[name].say(visit.lang) if name in OUTCOMES else name, count)
        for name, count in one.outcomes.most_common()
    ]


PAGE = ConsolePage(
    id="ops_message_stats",
    words=Words("今日概况", "Today"),
    section=Section.TODAY,
    scope=Scope.FIGURES,
    path="/today",
    routes=(
        get("/today", show),
        post("/today/export", export, "figures.export"),
        post("/today/alerts/{rule}", know, "alert.acknowledge"),
    ),
    place=2,
)
