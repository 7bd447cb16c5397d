"""The first page: what waits, and the pages this person may open; and the way out."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import NotFound
from weiyin.base.headers import set_cookie
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import SESSION_COOKIE, Visit
from weiyin.console.words import Words
from weiyin.people.staff import approvals
from weiyin.people.staff.roles import EVERY_ACCOUNT, Scope
from weiyin.people.staff.sessions import close_staff_session, work_on
from weiyin.people.staff.staff import STAFF_LOG


def show(visit: Visit) -> Response:
    waiting = 0
    if visit.may(Scope.APPROVE):
        waiting = visit.read(lambda reader: len(approvals.waiting(reader, visit.oa, visit.now)))
    return visit.page("home.html", waiting=waiting)


def choose_account(visit: Visit) -> Response:
    """Turn to another official account that some role of theirs is for."""
    oa = visit.posted.get("oa", "")
    granted = {grant.oa for grant in visit.staff.grants}
    if oa not in visit.deps.settings.oas or not {oa, EVERY_ACCOUNT} & granted:
        raise NotFound
    visit.do(oa, lambda tx: work_on(tx, visit.signed_in, oa))
    return visit.go("/")


def sign_out(visit: Visit) -> Response:
    """The session is dead on the server, whoever has a copy of its cookie."""
    session = visit.signed_in
    visit.do(
        f"staff:{session.staff.login}",
        lambda tx: close_staff_session(tx, session, visit.now),
        oa=STAFF_LOG,
    )
    response = visit.go("/login")
    set_cookie(response, SESSION_COOKIE, "", 0, "strict")
    return response


PAGE = ConsolePage(
    words=Words("首页", "Home"),
    section=Section.TODAY,
    scope=Scope.SIGNED_IN,
    path="/",
    routes=(
        get("/", show),
        post("/account", choose_account, "account.choose"),
        post("/logout", sign_out, "staff.sign_out"),
    ),
    place=1,
)
