"""Signing in to the console and the choice of language: all that is open to anybody."""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse, Response

from weiyin.base.errors import NeedsStepUp, NotAllowed
from weiyin.base.headers import set_cookie
from weiyin.base.ids import opaque_token
from weiyin.console.visit import BROWSER_COOKIE, LANG_COOKIE, SESSION_COOKIE, Visit
from weiyin.people.staff import signing_in
from weiyin.people.staff.roles import EVERY_ACCOUNT
from weiyin.people.staff.sessions import LIFE, open_staff_session
from weiyin.people.staff.staff import Staff

_GOAL = re.compile(r"/console/(?:[A-Za-z0-9_-]{1,60}/?){0,4}", re.ASCII)
_YEAR_SECONDS = 365 * 24 * 3600


def show(visit: Visit) -> Response:
    """`GET /console/login`."""
    return _form(visit, _goal(visit.query.get("to", "")))


def sign_in(visit: Visit) -> Response:
    """`POST /console/login`: a new session, or the same refusal for whatever was wrong."""
    deps, posted = visit.deps, visit.posted
    browser = visit.cookies.get(BROWSER_COOKIE, "") or opaque_token()
    goal, login = _goal(posted.get("to", "")), posted.get("login", "")
    try:
        staff = signing_in.sign_in(
            deps.store,
            deps.sealer,
            login=login,
            password=posted.get("password", ""),
            code=posted.get("code", "").replace(" ", ""),
            browser=browser,
            now=visit.now,
        )
    except (NeedsStepUp, NotAllowed) as refusal:
        return _form(visit, goal, login, refusal.heard, refusal.status)
    oa = _first_account(visit, staff)
    token = deps.store.run(lambda tx: open_staff_session(tx, staff, oa, visit.now))
    response = RedirectResponse(goal, 303)
    set_cookie(response, SESSION_COOKIE, token, int(LIFE.total_seconds()), "strict")
    seconds = int(signing_in.BROWSER_LIFE.total_seconds())
    set_cookie(response, BROWSER_COOKIE, browser, seconds, "strict")
    return response


def change_language(visit: Visit) -> Response:
    """`POST /console/lang`: Chinese becomes English and the other way round."""
    goal = _goal(visit.posted.get("to", ""))
    response = RedirectResponse(goal, 303)
    set_cookie(response, LANG_COOKIE, "zh" if visit.lang == "en" else "en", _YEAR_SECONDS)
    return response


def _form(visit: Visit, goal: str, login: str = "", heard: str = "", status: int = 200) -> Response:
    hints = visit.deps.hints(visit.now)
    return visit.page("login.html", status=status, goal=goal, login=login, heard=heard, hints=hints)


def _first_account(visit: Visit, staff: Staff) -> str:
    """The first account that this person has a role for."""
    granted = {grant.oa for grant in staff.grants}
    oas = visit.deps.settings.oas
    return next((oa for oa in oas if {oa, EVERY_ACCOUNT} & granted), oas[0])


def _goal(told: str) -> str:
    """Where to go on to: a page of the console and nothing else."""
    return told if _GOAL.fullmatch(told) else "/console/"
