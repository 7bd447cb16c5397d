"""Who is asking: a token out of a one-time code, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from tests.api.conftest import Api
from tests.checks import Sabotage
from weiyin.people.sessions import IDLE, LIFE, open_session

SABOTAGE = {
    "W03": Sabotage(
        "src/weiyin/api/app.py",
        "deps.store.run(lambda tx: close_session(tx, session, deps.clock.now()))",
        "assert session",
    )
}
CALL = ("POST", "/functions/balance_query")


def refused(api: Api, token: str) -> tuple[int, str]:
    answer = api.ask(*CALL, token, {})
    return answer.status_code, answer.text


def test_w02_a_code_is_good_once_for_one_account(api: Api) -> None:
    code = api.signin.code_for("o-wang", "main")
    foreign = api.signin.code_for("o-wang", "other")
    assert api.ask("POST", "/sessions", body={"oa": "main", "code": code}).status_code == 200
    for spent in (code, foreign, "made-up", ""):
        answer = api.ask("POST", "/sessions", body={"oa": "main", "code": spent})
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_step_up")
    answer = api.ask("POST", "/sessions", body={"oa": "nobody", "code": code})
    assert (answer.status_code, answer.json()["field"]) == (422, "oa")


def test_w03_whatever_is_wrong_with_a_token_sounds_alike(api: Api, wang: str) -> None:
    signed_out, idle = api.sign_in("o-wang"), api.sign_in("o-wang")
    assert api.ask("DELETE", "/sessions", signed_out).status_code == 204
    aged = api.house.app.store.run(
        lambda tx: open_session(tx, "main", "o-li", api.house.clock.now() - LIFE)
    )
    assert api.ask(*CALL, wang, {}).status_code == 200
    kept = [refused(api, token) for token in ("", "x", wang[:-1], wang.upper(), signed_out, aged)]
    assert set(kept) == {kept[0]}
    assert kept[0][0] == 401
    api.house.clock.advance(IDLE)
    assert {refused(api, wang), refused(api, idle)} == {kept[0]}
    answer = api.send(*CALL, headers={"authorization": f"Basic {wang}"}, json={})
    assert (answer.status_code, answer.text) == kept[0]
    assert answer.headers["www-authenticate"] == "Bearer"


def test_w03_thirty_minutes_in_all(api: Api, wang: str) -> None:
    for _ in range(4):
        api.house.clock.advance(timedelta(minutes=7))
        assert api.ask(*CALL, wang, {}).status_code == 200
    api.house.clock.advance(timedelta(minutes=3))
    assert refused(api, wang)[0] == 401


def test_w03_a_copy_of_the_token_is_dead_after_sign_out(api: Api, wang: str) -> None:
    handle = api.draft(wang)
    assert api.ask("DELETE", "/sessions", wang).status_code == 204
    assert refused(api, wang)[0] == 401
    assert api.ask("GET", f"/drafts/{handle}", wang).status_code == 401
    assert api.ask("DELETE", "/sessions", wang).status_code == 401


def test_unfollowing_ends_the_token(api: Api, wang: str) -> None:
    api.house.unfollow("o-wang")
    assert refused(api, wang)[0] == 401


def test_w01_a_browsers_cookies_open_nothing(api: Api, wang: str) -> None:
    """There is nothing to forge: no cookie is read, the token must be shown by the program."""
    for name in ("__Host-weiyin", "session", "authorization"):
        answer = api.send(*CALL, headers={"cookie": f"{name}=main.{wang}"}, json={})
        assert answer.status_code == 401
    in_address = {"token": wang, "access_token": wang}
    assert api.send(*CALL, params=in_address, json={}).status_code == 401


def test_somebody_who_only_previews_may_look_and_no_more(api: Api, wang: str) -> None:
    preview = api.sign_in("o-snapshot", snapshot=True)
    assert api.call(preview, "deposit_rate_query").status_code == 200
    assert api.call(preview, "balance_query").json()["code"] == "not_bound"
    assert api.call(preview, "notify_account_change", switch="off").status_code == 422
