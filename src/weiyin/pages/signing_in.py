"""Signing in by the channel's own sign-in (WeChat OAuth), and out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from weiyin.base.errors import BadInput, NeedsStepUp
from weiyin.base.headers import drop_cookie, set_cookie
from weiyin.base.ids import opaque_token
from weiyin.pages.goals import check_goal
from weiyin.pages.visit import ARRIVAL_COOKIE, SESSION_COOKIE, Visit
from weiyin.people.arrivals import ARRIVAL_LIFE, Arrival, access_arrival, expect_arrival
from weiyin.people.sessions import (
    LIFE,
    SessionOver,
    access_session,
    close_session,
    open_session,
)
from weiyin.storage.store import Tx


def leave(visit: Visit) -> Response:
    """`GET /p/in?oa&to`: send the browser to sign in, remembering where it wanted to go."""
    deps = visit.deps
    oa = visit.query.get("oa") or deps.settings.default_oa
    if oa not in deps.settings.oas:
        raise BadInput("oa", "链接无效，请返回微信重新进入")
    goal = check_goal(visit.query.get("to", ""))
    browser_token = visit.cookies.get(ARRIVAL_COOKIE) or opaque_token()
    state = deps.store.run(
        lambda tx: expect_arrival(
            tx, browser_token=browser_token, oa=oa, goal=goal, now=deps.clock.now()
        )
    )
    response = RedirectResponse(deps.signin.authorize_url(oa, _back_url(visit), state), 302)
    set_cookie(response, ARRIVAL_COOKIE, browser_token, int(ARRIVAL_LIFE.total_seconds()))
    return response


def come_back(visit: Visit) -> Response:
    """`GET /p/back?code&state`: a new session, if this browser left with this very state."""
    deps = visit.deps
    now = deps.clock.now()
    try:
        arrival = deps.store.run(lambda tx: _arrive(tx, visit))
        signed = deps.signin.signed_in(arrival.oa, visit.query.get("code", ""))
    except NeedsStepUp as refusal:
        raise NeedsStepUp(str(refusal), heard="登录未完成，请返回微信重新进入") from refusal

    def work(tx: Tx) -> str:
        _end_if_alive(tx, visit)
        return open_session(tx, arrival.oa, signed.openid, now, snapshot=signed.snapshot)

    response = RedirectResponse(arrival.goal, 303)
    set_session_cookie(response, arrival.oa, deps.store.run(work))
    return response


def ask_out(visit: Visit) -> Response:
    """`GET /p/out`: ask; only the post below signs out."""
    return visit.renderer.page("out.html", look=visit.look, signed_in=False, done=False)


def sign_out(visit: Visit) -> Response:
    """`POST /p/out`: the session is dead on the server, whoever has a copy of its cookie."""
    visit.deps.store.run(lambda tx: _end_if_alive(tx, visit))
    response = visit.renderer.page("out.html", look=visit.look, signed_in=False, done=True)
    drop_cookie(response, SESSION_COOKIE)
    return response


def set_session_cookie(response: Response, oa: str, token: str) -> None:
    set_cookie(response, SESSION_COOKIE, f"{oa}.{token}", int(LIFE.total_seconds()))


def _arrive(tx: Tx, visit: Visit) -> Arrival:
    return access_arrival(
        tx,
        browser_token=visit.cookies.get(ARRIVAL_COOKIE, ""),
        state=visit.query.get("state", ""),
        now=visit.deps.clock.now(),
    )


def _end_if_alive(tx: Tx, visit: Visit) -> None:
    now = visit.deps.clock.now()
    try:
        session = access_session(tx, visit.token, now)
    except SessionOver:
        return
    close_session(tx, session, now)


def _back_url(visit: Visit) -> str:
    return f"{visit.origin}/p/back"
