"""The last weeks, and what the assistant saves: calls avoided and their cost."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from weiyin.bank import tariffs
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput
from weiyin.console.figures import charts
from weiyin.console.figures.channels import DAYS, Channels, channels
from weiyin.console.figures.channels import NAMES as CHANNEL_NAMES
from weiyin.console.figures.deflection import NAMES, assumptions, deflection
from weiyin.console.figures.picture import Picture, picture_of
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.pages.today import title_of, top_functions
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
from weiyin.reception.tally import tallied
from weiyin.storage.store import Reader, Tx

_SPANS = (7, 30, 90)
_MOST = 10**12
_TOP = 10


def show(visit: Visit) -> Response:
    visit.deps.channel.flush()
    days, today = _span(visit), shanghai_day(visit.now)
    first = today - timedelta(days=days - 1)
    rows, assumed, beside = visit.read(
        lambda reader: (
            tallied(reader, visit.oa, first, today),
            assumptions(reader, visit.book, today),
            _beside_the_app(reader, visit),
        )
    )
    one = picture_of(rows)
    each = [one.by_day.get(first + timedelta(days=n), Picture()) for n in range(days)]
    names = [f"{first + timedelta(days=n):%m-%d}" for n in range(days)]
    return visit.page(
        "analytics.html",
        one=one,
        days=days,
        spans=_SPANS,
        assumed=assumed,
        beside=beside,
        saved=deflection(assumed, one.alone, len(one.by_day)),
        questions=charts.lines(
            names,
            {
                visit.say("提问", "questions"): [day.questions for day in each],
                visit.say("独立答复", "answered alone"): [day.alone for day in each],
                visit.say("转人工", "handed over"): [day.handed_over for day in each],
                visit.say("未能回答", "unanswered"): [day.unanswered for day in each],
            },
        ),
        followers=charts.lines(
            names,
            {
                visit.say("新关注", "new"): [day.asks["follow"] for day in each],
                visit.say("取消关注", "lost"): [day.asks["unfollow"] for day in each],
            },
        ),
        functions=charts.ranks(top_functions(visit, one)),
        taps=charts.lines(names, {visit.say("菜单点击", "taps"): [d.asks["tap"] for d in each]}),
        tapped=charts.ranks(
            [(title_of(visit, id_), count) for id_, count in one.taps.most_common(_TOP)]
        ),
    )


def _beside_the_app(reader: Reader, visit: Visit) -> Channels:
    today = shanghai_day(visit.now)
    rows = tallied(reader, visit.oa, today - timedelta(days=DAYS - 1), today)
    active = visit.deps.channel.active(reader, visit.oa, visit.now - timedelta(days=DAYS))
    return channels(reader, visit.book, today, picture_of(rows), active)


def export(visit: Visit) -> Response:
    """A line a day."""
    days, today = _span(visit), shanghai_day(visit.now)
    rows = visit.do(
        "figures",
        lambda tx: tallied(tx, visit.oa, today - timedelta(days=days - 1), today),
    )
    header = ("day", "questions", "alone", "handed_over", "unanswered", "taps", "new", "lost")
    told = (
        (
            day, one.questions, one.alone, one.handed_over, one.unanswered,
            one.asks["tap"], one.asks["follow"], one.asks["unfollow"],
        )
        for day, one in sorted(picture_of(rows).by_day.items())
    )  # fmt: skip
    return visit.csv("history", header, told)


def assume(visit: Visit) -> Response:
    """Other assumptions from today on: they move no money, so one person may."""
    given = [name for name in (*NAMES, *CHANNEL_NAMES) if name in visit.posted]
    told = {name: _number(visit.posted[name], name) for name in given}
    today = shanghai_day(visit.now)

    def work(tx: Tx) -> None:
        for name, value in told.items():
            tariffs.put(tx, visit.book, name, today, value)

    visit.do(
        "deflection",
        work,
        detail={name: str(value) for name, value in told.items()},
    )
    return visit.go("/analytics", "saved")


def _span(visit: Visit) -> int:
    told = visit.query.get("days") or visit.posted.get("days", "")
    return next((one for one in _SPANS if str(one) == told), 30)


def _number(told: str, field: str) -> int:
    if not (told.isascii() and told.isdigit()) or not 0 <= int(told) <= _MOST:
        raise BadInput(field, "请填写整数")
    return int(told)


PAGE = ConsolePage(
    id="ops_analytics",
    words=Words("趋势与节约", "History and savings"),
    section=Section.TODAY,
    scope=Scope.FIGURES,
    path="/analytics",
    routes=(
        get("/analytics", show),
        post("/analytics/export", export, "figures.export"),
        post("/analytics/assume", assume, "deflection.assume", Scope.TARIFFS),
    ),
    place=3,
)
