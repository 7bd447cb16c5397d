"""Requests that no page of ours sent, and sign-ins that no owner of the phone asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.pages.conftest import ORIGIN, TRANSFER, OneTimeCodes, Phone
from tests.pages.till import Till
from tests.people.conftest import People
from weiyin.base.errors import BadInput
from weiyin.base.guard import SAFE_METHODS
from weiyin.pages.goals import check_goal
from weiyin.pages.routes import ROUTES
from weiyin.storage.sql import sql

SABOTAGE = {
    "W01": Sabotage(
        "src/weiyin/base/guard.py",
        "if not sites and not origins:\n        return False",
        "if not sites and not origins:\n        return True",
    ),
    "W02": Sabotage(
        "src/weiyin/people/arrivals.py",
        "if row is None or not hmac.compare_digest(row[0], token_key(browser_token)):",
        "if row is None:",
    ),
    "W04": Sabotage(
        "src/weiyin/pages/goals.py", 'r"/p/[A-Za-z0-9_/-]{1,200}', 'r"/p/[A-Za-z0-9_/%.-]{1,200}'
    ),
    "W03": Sabotage(
        "src/weiyin/pages/signing_in.py",
        "        _end_if_alive(tx, visit)\n        return open_session",
        "        return open_session",
    ),
}

UNSAFE = [route for route in ROUTES if route.method not in SAFE_METHODS]
FORGED: dict[str, list[tuple[str, str]]] = {
    "nothing told": [],
    "cross-site": [("sec-fetch-site", "cross-site")],
    "same-site": [("sec-fetch-site", "same-site")],
    "typed in": [("sec-fetch-site", "none")],
    "foreign origin": [("origin", "https://evil.test")],
    "null origin": [("origin", "null")],
    "empty origin": [("origin", "")],
    "own origin over http": [("origin", "http://bank.test")],
    "own origin, other port": [("origin", f"{ORIGIN}:8443")],
    "own origin as a prefix": [("origin", f"{ORIGIN}.evil.test")],
    "cross-site with our origin": [("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
    "same-origin with foreign origin": [
        ("sec-fetch-site", "same-origin"),
        ("origin", "https://evil.test"),
    ],
    "two origins": [("origin", ORIGIN), ("origin", "https://evil.test")],
    "two sites": [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
}


def _counts(people: People) -> list[tuple[int, ...]]:
    """How many rows of each kind there are, and in which state."""
    looks = (
        "SELECT COUNT(*) FROM drafts",
        "SELECT COUNT(*) FROM drafts WHERE state = 'open'",
        "SELECT COUNT(*) FROM challenges",
        "SELECT COUNT(*) FROM sessions WHERE ended_us IS NULL",
        "SELECT COUNT(*) FROM outbox",
    )
    return [people.store.read(lambda tx, q=look: tx.one(sql(q))) for look in looks]


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_w01_a_post_that_no_page_of_ours_sent(
    phone: Phone, people: People, till: Till, forged: list[tuple[str, str]]
) -> None:
    draft = phone.start_transfer()
    before = _counts(people)
    for route in UNSAFE:
        path = "/p" + route.path.format(
            function_id="transfer_same_bank", handle=draft.rpartition("/")[2]
        )
        headers = [("content-type", "application/x-www-form-urlencoded"), *forged]
        body = "name=x&account=6222021234561234&amount=1&code=000000"
        refused = phone.send("POST", path, headers=headers, content=body)
        assert refused.status_code == 403, path
        assert "set-cookie" not in refused.headers
    assert _counts(people) == before
    assert till.paid == []


@pytest.mark.parametrize(
    "headers",
    [
        [("sec-fetch-site", "same-origin")],
        [("origin", ORIGIN)],
        [("sec-fetch-site", "same-origin"), ("origin", ORIGIN)],
    ],
)
def test_w01_our_own_pages_are_let_in(phone: Phone, headers: list[tuple[str, str]]) -> None:
    kind = ("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
    made = phone.send(
        "POST", "/p/f/transfer_same_bank", headers=[kind, *headers], data=dict(TRANSFER)
    )
    assert made.status_code == 303


def test_w01_getting_changes_nothing(phone: Phone, people: People, till: Till) -> None:
    draft = phone.start_transfer()
    before = _counts(people)
    for path in (
        "/p/out",
        draft,
        f"{draft}/code",
        f"{draft}/confirm?code=000000",
        "/p/f/transfer_same_bank?name=x&account=6222021234561234&amount=1",
        "/p/size",
    ):
        phone.get(path, **{"sec-fetch-site": "cross-site"})
    assert _counts(people) == before
    assert till.paid == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"])
def test_w01_other_methods_are_refused(phone: Phone, method: str) -> None:
    for path in ("/p/f/transfer_same_bank", "/p/out"):
        told = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
        assert phone.send(method, path, headers=told).status_code == 405
        assert phone.send(method, path).status_code == 403


def _sessions(people: People) -> int:
    row = people.store.read(lambda tx: tx.one(sql("SELECT COUNT(*) FROM sessions")))
    assert row is not None
    return int(row[0])


def _refused(people: People, phone: Phone, path: str) -> None:
    before = _sessions(people)
    answer = phone.get(path)
    assert answer.status_code in {400, 403, 422}, answer.status_code
    assert "set-cookie" not in answer.headers
    assert phone.session_cookie == ""
    assert _sessions(people) == before


def test_w02_missing_foreign_and_made_up_state(
    new_phone: Callable[[], Phone], people: People, signin: OneTimeCodes
) -> None:
    victim, attacker = new_phone(), new_phone()
    victim.leave()
    foreign = attacker.leave()
    code = signin.code_for("o-attacker")
    for query in (
        "",
        f"code={code}",
        f"code={code}&state=",
        f"code={code}&state={'0' * 32}",
        f"code={code}&state={foreign}",  # login CSRF: the attacker's own state and code
        f"code={code}&state={foreign}&state={foreign}",
    ):
        _refused(people, victim, f"/p/back?{query}")
    _refused(people, new_phone(), f"/p/back?code={code}&state={foreign}")


def test_w02_a_state_is_used_once(
    new_phone: Callable[[], Phone], people: People, signin: OneTimeCodes
) -> None:
    phone = new_phone()
    state = phone.leave()
    assert phone.get(f"/p/back?code={signin.code_for('o-lei')}&state={state}").status_code == 303
    phone.session_cookie = ""
    _refused(people, phone, f"/p/back?code={signin.code_for('o-lei')}&state={state}")


def test_w02_a_state_dies_after_ten_minutes(
    new_phone: Callable[[], Phone], people: People, signin: OneTimeCodes
) -> None:
    phone = new_phone()
    state = phone.leave()
    people.clock.advance(timedelta(minutes=10))
    _refused(people, phone, f"/p/back?code={signin.code_for('o-lei')}&state={state}")


def test_w02_a_code_used_before_or_of_another_account(
    new_phone: Callable[[], Phone], people: People, signin: OneTimeCodes
) -> None:
    phone = new_phone()
    used = signin.code_for("o-lei")
    signin.signed_in("main", used)
    for code in (used, signin.code_for("o-lei", oa="other"), "nothing", ""):
        state = phone.leave()
        _refused(people, phone, f"/p/back?code={code}&state={state}")


def test_w02_only_accounts_of_ours_sign_in(new_phone: Callable[[], Phone]) -> None:
    for oa in ("nothing", "main%00", "../main", "MAIN"):
        assert new_phone().get(f"/p/in?oa={oa}&to=/p/f/x").status_code == 422


def test_w02_a_session_of_one_account_is_none_of_another(phone: Phone) -> None:
    """The cookie's hint of the account only chooses where to sign in."""
    token = phone.session_cookie.rpartition(".")[2]
    phone.session_cookie = f"other.{token}"
    assert "0001" in phone.get("/p/f/balance_query").text
    phone.session_cookie = "other.nothing"
    assert "oa=other&amp;to=/p/f/balance_query" in phone.get("/p/f/balance_query").text


def test_w03_signing_in_gives_a_new_id_and_ends_the_old(phone: Phone) -> None:
    old = phone.session_cookie
    phone.sign_in()
    assert phone.session_cookie != old
    phone.session_cookie = old
    assert phone.get("/p/f/balance_query").status_code == 401


def test_w03_a_planted_cookie_never_becomes_a_session(new_phone: Callable[[], Phone]) -> None:
    phone = new_phone()
    planted = f"main.{'0' * 32}"
    phone.session_cookie = planted
    phone.sign_in()
    assert phone.session_cookie != planted
    phone.session_cookie = planted
    assert phone.get("/p/f/balance_query").status_code == 401


def test_w03_step_up_gives_a_new_id_and_ends_the_old(phone: Phone, people: People) -> None:
    old = phone.session_cookie
    draft = phone.start_transfer()
    phone.post(f"{draft}/code")
    phone.post(f"{draft}/confirm", {"code": people.last_code()})
    new = phone.session_cookie
    assert new not in {"", old}
    assert phone.get(draft).status_code == 200
    phone.session_cookie = old
    assert phone.get(draft).status_code == 401
    assert phone.post(f"{draft}/confirm", {"code": "000000"}).status_code == 401


def test_w03_a_copied_cookie_is_dead_after_sign_out(phone: Phone) -> None:
    copied = phone.session_cookie
    assert phone.get("/p/out").status_code == 200
    assert phone.get("/p/f/balance_query").status_code == 200
    out = phone.post("/p/out")
    assert "Max-Age=0" in out.headers["set-cookie"]
    phone.session_cookie = copied
    assert phone.get("/p/f/balance_query").status_code == 401


def test_w03_idle_and_absolute(phone: Phone, people: People) -> None:
    for _ in range(3):
        people.clock.advance(timedelta(minutes=9))
        assert phone.get("/p/f/balance_query").status_code == 200
    people.clock.advance(timedelta(minutes=3))
    assert phone.get("/p/f/balance_query").status_code == 401
    phone.sign_in()
    people.clock.advance(timedelta(minutes=10))
    over = phone.get("/p/f/balance_query")
    assert over.status_code == 401
    assert "/p/in?oa=main&amp;to=/p/f/balance_query" in over.text


@pytest.mark.parametrize(
    "goal",
    [
        "",
        "/",
        "//evil.test",
        "/p//evil.test",
        "https://evil.test",
        "https:evil.test",
        "\\\\evil.test",
        "/p/\\evil.test",
        "/p/%2f%2fevil.test",
        "/p/..%2f..%2fx",
        "/p/../console",
        "/p/f/x\r\nset-cookie: a=b",
        "/p/f/x\t",
        "javascript:alert(1)",
        "/p/f/x?to=//evil.test",
        "/p/f/x#//evil.test",
        "/p/in?to=/p/in",
        "/p/out",
        "/p/f/" + "x" * 300,
        "/p/f/查询",
        " /p/f/x",
        "p/f/x",
        "/console",
    ],
)
def test_w04_only_own_paths(goal: str) -> None:
    with pytest.raises(BadInput):
        check_goal(goal)
    assert check_goal("/p/f/balance_query?oa=main")
