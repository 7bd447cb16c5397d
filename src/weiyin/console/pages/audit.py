"""The audit log: searched, taken away, and its chain walked."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.responses import Response

from weiyin.base.clock import SHANGHAI, shanghai_day, shanghai_midnight
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import STAFF_LOG
from weiyin.storage import audit
from weiyin.storage.audit_search import MOST, Wanted, find

_HEADER = ("at", "who", "what", "whom", "why", "outcome", "detail")


def show(visit: Visit) -> Response:
    wanted = _wanted(visit)
    rows = visit.read(lambda reader: find(reader, visit.oa, wanted))
    return visit.page("audit.html", rows=rows, asked=_asked(visit, wanted), findings=None)


def export(visit: Visit) -> Response:
    """Taking it away is itself written down."""
    wanted = _wanted(visit)
    rows = visit.do("audit", lambda tx: find(tx, visit.oa, wanted, MOST))
    told = ((f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", *_told(one)) for one in rows)
    return visit.csv("audit", _HEADER, told)


def verify(visit: Visit) -> Response:
    """Walk the chains of the account and of the house from their beginnings."""
    findings = visit.do(
        "audit", lambda tx: audit.verify(tx, visit.oa) + audit.verify(tx, STAFF_LOG)
    )
    wanted = _wanted(visit)
    rows = visit.read(lambda reader: find(reader, visit.oa, wanted))
    return visit.page("audit.html", rows=rows, asked=_asked(visit, wanted), findings=findings)


def _told(one: object) -> tuple[str, ...]:
    return tuple(str(getattr(one, name)) for name in _HEADER[1:])


def _wanted(visit: Visit) -> Wanted:
    said = {**visit.query, **visit.posted}
    today = shanghai_day(visit.now)
    first = _day(said.get("since", ""), today - timedelta(days=6))
    last = _day(said.get("until", ""), today)
    return Wanted(
        since=shanghai_midnight(first),
        until=shanghai_midnight(last + timedelta(days=1)),
        who=said.get("who", "")[:80],
        whom=said.get("whom", "")[:80],
        what=said.get("what", "")[:40],
    )


def _asked(visit: Visit, wanted: Wanted) -> dict[str, str]:
    """What the form shows as asked for."""
    return {
        "since": shanghai_day(wanted.since).isoformat(),
        "until": shanghai_day(wanted.until - timedelta(days=1)).isoformat(),
        "who": wanted.who,
        "whom": wanted.whom,
        "what": wanted.what,
        "oa": visit.oa,
    }


def _day(told: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return otherwise


PAGE = ConsolePage(
    id="ops_audit",
    words=Words("审计日志", "Audit log"),
    section=Section.CONTROL,
    scope=Scope.AUDIT,
    path="/audit",
    routes=(
        get("/audit", show),
        post("/audit/export", export, "audit.export"),
        post("/audit/verify", verify, "audit.verify"),
    ),
    place=3,
)
