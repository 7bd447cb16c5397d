"""Who looks at a page: codes once, for five minutes."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.simulator.phone import Platform


def _authorize(platform: Platform, phone: str = "wang", **change: str) -> Any:
    query = {
        "appid": platform.account.appid,
        "redirect_uri": "http://127.0.0.1:8000/p/bind?x=1",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s-1",
        **change,
    }
    headers = {"x-sim-phone": phone} if phone else {}
    return platform.http.get("/connect/oauth2/authorize", params=query, headers=headers)


def _code(platform: Platform, phone: str = "wang", **change: str) -> str:
    back = urlsplit(_authorize(platform, phone, **change).headers["location"])
    assert parse_qs(back.query)["x"] == ["1"]
    assert parse_qs(back.query)["state"] == ["s-1"]
    return parse_qs(back.query)["code"][0]


def _redeem(platform: Platform, code: str, **change: str) -> dict[str, Any]:
    query = {
        "appid": platform.account.appid,
        "secret": platform.account.secret,
        "grant_type": "authorization_code",
        "code": code,
        **change,
    }
    found: dict[str, Any] = platform.http.get("/sns/oauth2/access_token", params=query).json()
    return found


def test_a_code_is_good_once(platform: Platform) -> None:
    code = _code(platform)
    bought = _redeem(platform, code)
    assert (bought["openid"], bought["scope"]) == (platform.openid, "snsapi_base")
    assert "is_snapshotuser" not in bought
    assert _redeem(platform, code)["errcode"] == 40163
    assert _redeem(platform, "made-up")["errcode"] == 40029
    assert _redeem(platform, _code(platform), secret="x")["errcode"] == 40125
    query = {"access_token": bought["access_token"], "openid": platform.openid}
    assert platform.http.get("/sns/auth", params=query).json()["errcode"] == 0
    assert platform.http.get("/sns/userinfo", params=query).json()["errcode"] == 48001


def test_a_code_grows_old(platform: Platform) -> None:
    code = _code(platform)
    platform.skip(301)
    assert _redeem(platform, code)["errcode"] == 42003


def test_refresh_and_userinfo(platform: Platform) -> None:
    bought = _redeem(platform, _code(platform, "li", scope="snsapi_userinfo"))
    query = {
        "appid": platform.account.appid,
        "grant_type": "refresh_token",
        "refresh_token": bought["refresh_token"],
    }
    renewed = platform.http.get("/sns/oauth2/refresh_token", params=query).json()
    assert renewed["openid"] == bought["openid"]
    person = platform.http.get(
        "/sns/userinfo",
        params={"access_token": renewed["access_token"], "openid": renewed["openid"]},
    ).json()
    assert person["nickname"] == "李雷"


def test_a_preview_is_a_stand_in_identity(platform: Platform) -> None:
    platform.act("settings", snapshot=True)
    bought = _redeem(platform, _code(platform))
    assert bought["is_snapshotuser"] == 1
    assert bought["openid"] != platform.openid


def test_outside_the_phone(platform: Platform) -> None:
    page = _authorize(platform, phone="")
    assert page.status_code == 200
    assert "请在微信客户端打开链接" in page.text


def test_the_phones_own_host_name_keeps_its_cookies_apart(platform: Platform) -> None:
    query = {
        "appid": platform.account.appid,
        "redirect_uri": "http://127.0.0.1:8000/p/bind?x=1",
        "response_type": "code",
        "scope": "snsapi_base",
    }
    headers = {"host": "li.weiyin.localhost:9100"}
    page = platform.http.get("/connect/oauth2/authorize", params=query, headers=headers)
    back = page.headers["location"]
    assert back.startswith("http://li.weiyin.localhost:8000/p/bind?x=1&code=")


def test_userinfo_is_asked_for(platform: Platform) -> None:
    page = _authorize(platform, "", sim_phone="li", scope="snsapi_userinfo")
    assert "获取你的昵称" in page.text
    allowed = _authorize(platform, "", sim_phone="li", scope="snsapi_userinfo", sim_allow="1")
    assert allowed.status_code == 302


def test_bad_requests_are_told_on_the_page(platform: Platform) -> None:
    assert "10013" in _authorize(platform, appid="wx0").text
    assert "10003" in _authorize(platform, redirect_uri="javascript:alert(1)").text
    assert "10005" in _authorize(platform, scope="snsapi_everything").text
