"""Today's picture: who asks, how it comes out, how fast; what is told, what waits, what is left."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.console.figures import charts
from weiyin.console.figures.picture import Picture, picture_of
from weiyin.console.figures.state import state_of
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
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
_TOP = 10


def show(visit: Visit) -> Response:
    visit.deps.channel.flush()
    today = shanghai_day(visit.now)
    rows, state = visit.read(
        lambda reader: (
            tallied(reader, visit.oa, today, today),
            state_of(reader, visit.oa, shanghai_midnight(today)),
        )
    )
    one = picture_of(rows)
    facts = visit.deps.channel.accounts[visit.oa]
    return visit.page(
        "today.html",
        one=one,
        state=state,
        calls=sorted(visit.deps.channel.calls_today(visit.oa).items()),
        facts=facts,
        hours=charts.bars([f"{n}时" for n in range(24)], [one.by_hour[n] for n in range(24)]),
        outcomes=charts.parts(_named(visit, one)),
        functions=charts.ranks(top_functions(visit, one)),
        took=charts.bars(
            [*(f"≤{n}" for n in TOOK_MS), f">{TOOK_MS[-1]}"],
            [one.took[name] for name in (*map(str, TOOK_MS), "more")],
        ),
    )


def export(visit: Visit) -> Response:
    """Every count of today by hour."""
    visit.deps.channel.flush()
    today = shanghai_day(visit.now)
    rows = visit.do("figures", lambda tx: tallied(tx, visit.oa, today, today))
    told = ((one.day, one.hour, one.what, one.detail, one.count) for one in rows)
    return visit.csv("today", ("day", "hour", "what", "detail", "count"), told)


def top_functions(visit: Visit, one: Picture) -> list[tuple[str, int]]:
    """Those asked for most, by their titles."""
    known = visit.deps.catalogue
    return [
        (known.get(id_).declaration.title if known.has(id_) else id_, count)
        for id_, count in one.functions.most_common(_TOP)
    ]


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
    routes=(get("/today", show), post("/today/export", export, "figures.export")),
    place=2,
)
