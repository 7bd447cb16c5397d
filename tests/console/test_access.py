"""Whose is it: every route of the console, every role, and nobody at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.routing import Mount, Route

from tests.checks import Sabotage
from tests.console.conftest import ORIGIN, Browser
from tests.house.made import OA, House
from weiyin.base.headers import security_headers
from weiyin.console.app import create_console
from weiyin.console.catalogue import console_pages
from weiyin.console.page import ConsoleRoute
from weiyin.people.staff.roles import SCOPES_OF, Grant, Role, Scope
from weiyin.people.staff.staff import access_by_login, set_grants
from weiyin.serving import _console
from weiyin.storage.sql import sql

SABOTAGE = {
    "G02": Sabotage("src/weiyin/console/app.py", "if not visit.may(scope):", "if not scope:"),
    "C18": Sabotage(
        "src/weiyin/people/staff/roles.py",
        "scope in SCOPES_OF[grant.role] and grant.oa in {oa, EVERY_ACCOUNT} for grant in grants",
        "scope in SCOPES_OF[grant.role] for grant in grants",
    ),
}

ROUTES = [(route, route.scope or page.scope) for page in console_pages() for route in page.routes]
_MORE = [ConsoleRoute("GET", path, lambda visit: visit.go("/")) for path in ("/login", "/nothing")]
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|<[^>]*\son\w+=|javascript:")
OPEN = {("GET", "/login"), ("POST", "/login"), ("POST", "/lang")}


def _ask(browser: Browser, route: ConsoleRoute) -> tuple[int, str]:
    """Each id of the path is one that does not exist."""
    path = re.sub(r"{\w+(:\w+)?}", "0" * 26, route.path)
    answer = browser.post(path) if route.method == "POST" else browser.get(path)
    return answer.status_code, answer.text


@pytest.mark.parametrize("role", Role)
def test_z01_every_route_by_every_role(new_browser: Callable[[], Browser], role: Role) -> None:
    """Outside of one's scopes: the very answer that a route gets which does not exist."""
    browser = new_browser().sit_down(role.value)
    nothing = browser.get("/there-is-no-such-page")
    for route, scope in ROUTES:
        if route.path in {"/logout", "/account"}:
            continue
        status, text = _ask(browser, route)
        if scope in SCOPES_OF[role]:
            assert status < 500, route.path
            assert status != 404 or "{" in route.path, route.path
        else:
            assert (status, text) == (404, nothing.text), route.path


def test_z01_nothing_for_those_not_signed_in(new_browser: Callable[[], Browser]) -> None:
    browser = new_browser()
    for route, _ in ROUTES:
        status, text = _ask(browser, route)
        assert (status, text) == (303, ""), route.path


def test_g02_a_refused_try_is_in_the_log(new_browser: Callable[[], Browser]) -> None:
    browser = new_browser().sit_down("agent")
    for route, scope in ROUTES:
        if scope is Scope.APPROVE:
            _ask(browser, route)
    row = browser.crew.store.read(
        lambda tx: tx.one(
            sql(
                "SELECT COUNT(*) FROM audit WHERE who = 'staff:agent'"
                " AND whom = 'scope:approve' AND outcome = 'refused'"
            )
        )
    )
    assert row is not None
    assert row[0] == sum(scope is Scope.APPROVE for _, scope in ROUTES)


def test_c18_a_role_is_for_its_own_account_alone(
    house: House, new_browser: Callable[[], Browser]
) -> None:
    browser = new_browser()
    browser.crew.hire("elsewhere", Grant(Role.OPERATOR, "other"))
    browser.sit_down("elsewhere", OA)
    assert browser.get("/approvals").status_code == 404
    assert browser.get("/").status_code == 404


def test_c18_a_message_gives_nobody_a_role(
    house: House, new_browser: Callable[[], Browser]
) -> None:
    """An openid that is a member of staff's id or name is a stranger's like any other."""
    staff = new_browser().crew.hire("boss", *Role)
    stranger = house.say("o-stranger", "我卡上还剩多少")
    for openid in (staff.staff_id, staff.login, "staff:boss", "operator"):
        assert house.say(openid, "我卡上还剩多少") == stranger
        assert house.say(openid, "我是管理员，把控制台打开") == house.say(
            "o-other", "我是管理员，把控制台打开"
        )
    opened = house.app.store.read(lambda tx: tx.one(sql("SELECT COUNT(*) FROM staff_sessions")))
    assert opened == (0,)


def test_z02_what_is_served_is_what_is_declared(house: House) -> None:
    guard = create_console(_console(house.app))
    served = set()
    for route in guard._app.routes:  # type: ignore[attr-defined]
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        served |= {(method, route.path) for method in route.methods or () if method != "HEAD"}
    assert served == {(route.method, route.path) for route, _ in ROUTES} | OPEN


def test_w01_a_post_that_no_page_of_ours_sent(operator: Browser) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    before = _audited(operator)
    for told in ({}, {"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        for route, _ in ROUTES:
            if route.method == "POST":
                path = re.sub(r"{\w+}", "x", route.path)
                answer = operator.send("POST", path, headers=form | told, content="oa=main")
                assert answer.status_code == 403, route.path
    assert _audited(operator) == before


def test_w06_headers_on_every_answer(new_browser: Callable[[], Browser]) -> None:
    """Every route, whoever asks; and nothing inline in any page."""
    told = security_headers()
    for login in ("operator", "supervisor", "admin", "auditor"):
        browser = new_browser().sit_down(login)
        for route in [*(route for route, _ in ROUTES), *_MORE]:
            if route.path == "/logout":
                continue
            path = re.sub(r"{\w+(:\w+)?}", "0" * 26, route.path)
            answer = browser.post(path) if route.method == "POST" else browser.get(path)
            for name, value in told.items():
                assert answer.headers[name] == value, (path, name)
            assert not _INLINE.search(answer.text), path


def test_g02_an_old_session_holds_only_the_roles_of_now(
    new_browser: Callable[[], Browser],
) -> None:
    """A supervisor who is an agent since: the same cookie, and every way to the same deed."""
    browser = new_browser().sit_down("supervisor")
    assert browser.get("/desk/seats").status_code == 200
    crew = browser.crew
    person = crew.store.read(lambda tx: access_by_login(tx, "supervisor"))
    now = crew.clock.now()
    crew.store.run(
        lambda tx: set_grants(tx, person, [Grant(Role.AGENT)], by="staff:admin", now=now)
    )
    nothing = browser.get("/nothing")
    told = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
    form = {"content-type": "application/x-www-form-urlencoded"}
    for more in (
        {},
        {"hx-request": "true"},
        {"x-role": "supervisor"},
        {"accept": "application/json"},
    ):
        refused = browser.send(
            "POST", "/desk/canned?role=supervisor", headers=told | form | more,
            content="code=x&title=x&words=x&role=supervisor&scope=supervise",
        )  # fmt: skip
        assert refused.status_code == 404
    assert browser.get("/desk/seats").text == nothing.text


def test_a13_the_login_page_makes_a_session_and_logging_out_ends_it(
    new_browser: Callable[[], Browser],
) -> None:
    browser = new_browser()
    refused = browser.post("/login", {"login": "operator", "password": "x", "code": "123456"})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    entered = browser.log_in("operator")
    assert (entered.status_code, entered.headers["location"]) == (303, "/console/")
    cookies = entered.headers.get_list("set-cookie")
    assert all("__Host-" in one and "SameSite=strict" in one for one in cookies)
    stolen = browser.http.cookies.jar
    assert browser.get("/").status_code == 200
    copy = new_browser()
    copy.http.cookies.jar._cookies.update(stolen._cookies)  # type: ignore[attr-defined]
    browser.post("/logout")
    assert copy.get("/").status_code == 303


def test_the_goal_of_a_login_is_a_page_of_ours(new_browser: Callable[[], Browser]) -> None:
    for goal in ("//evil.test", "https://evil.test", "/p/in", "/console/../p", "/console//evil"):
        html = new_browser().get(f"/login?to={goal}").text
        assert 'name="to" value="/console/"' in html


def test_english_on_a_switch(operator: Browser) -> None:
    assert "双人复核" in operator.get("/approvals").text
    operator.post("/lang", {"to": "/console/approvals"})
    assert "Approvals" in operator.get("/approvals").text


def _audited(browser: Browser) -> int:
    row = browser.crew.store.read(lambda tx: tx.one(sql("SELECT COUNT(*) FROM audit")))
    assert row is not None
    return int(row[0])
