"""客服数据: who waits now, how fast people are answered, how pleased they are, by whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from starlette.responses import Response

from weiyin.base.clock import from_us, shanghai_day, shanghai_midnight
from weiyin.console.desk import naming
from weiyin.console.figures import charts
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Lang, Words
from weiyin.desk import agent, lists
from weiyin.desk.figures import DeskFigures, Served, desk_figures
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Reader

SPANS = {
    "1": Words("今天", "Today"),
    "7": Words("近7天", "7 days"),
    "30": Words("近30天", "30 days"),
}


def show(visit: Visit) -> Response:
    found, counts = visit.read(
        lambda reader: (_figures(visit, reader), lists.counts(reader, visit.oa))
    )
    names = naming.wrap_ups(visit.lang)
    seats = visit.read(lambda reader: agent.all_of(reader, visit.oa))
    oldest = (visit.now - from_us(counts.oldest_us)).seconds if counts.waiting else None
    return visit.page(
        "desk_figures.html",
        spans=[(key, words.say(visit.lang)) for key, words in SPANS.items()],
        days=_days(visit),
        one=found,
        counts=counts,
        oldest=oldest,
        there=sum(seat.is_there(visit.now) for seat in seats),
        seats={seat.staff_id: seat for seat in seats},
        lasting=partial(_lasting, visit.lang),
        ends=charts.parts([(names.get(key, key), count) for key, count in found.wrap_ups]),
    )


def export(visit: Visit) -> Response:
    """Each agent of these days."""
    found = visit.do("desk", lambda tx: _figures(visit, tx), detail={"days": _days(visit)})
    seats = {seat.staff_id: seat for seat in visit.read(lambda r: agent.all_of(r, visit.oa))}

    def row(one: Served) -> tuple[object, ...]:
        seat = seats.get(one.owner)
        score = "" if one.score is None else f"{one.score:.2f}"
        return (
            seat.number if seat else "", seat.name if seat else one.owner, one.asked,
            one.first_s or 0, one.handle_s or 0, one.scored, score,
        )  # fmt: skip

    header = ("number", "name", "talks", "first_answer_s", "handle_s", "scored", "score")
    return visit.csv("desk", header, map(row, found.agents))


def _days(visit: Visit) -> str:
    asked = visit.posted.get("days", "") or visit.query.get("days", "")
    return asked if asked in SPANS else "1"


def _figures(visit: Visit, reader: Reader) -> DeskFigures:
    today = shanghai_midnight(shanghai_day(visit.now))
    since: datetime = today - timedelta(days=int(_days(visit)) - 1)
    return desk_figures(reader, visit.oa, since, today + timedelta(days=1))


def _lasting(lang: Lang, seconds: int | None) -> str:
    """`45秒`, `3分20秒`, `1小时05分`; in English `45s`, `3m 20s`, `1h 05m`."""
    if seconds is None:
        return "—"
    hour, minute, second = ("小时", "分", "秒") if lang == "zh" else ("h ", "m ", "s")
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}{minute}{rest:02d}{second}" if minutes else f"{rest}{second}"
    return f"{minutes // 60}{hour}{minutes % 60:02d}{minute}".rstrip()


PAGE = ConsolePage(
    words=Words("客服数据", "Desk figures"),
    section=Section.DESK,
    scope=Scope.SUPERVISE,
    path="/desk/figures",
    routes=(
        get("/desk/figures", show),
        post("/desk/figures/export", export, "desk.export"),
    ),
    group="common.service",
    place=3,
)
