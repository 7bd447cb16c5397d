"""/sns/*: what a web page may learn of the person who opened it in WeChat."""

from __future__ import annotations

from typing import Any

from weiyin.simulator.api.call import OK, Answer, Asked, Call, Endpoint, by_secret
from weiyin.simulator.errors import ApiError
from weiyin.simulator.world.grants import Grant
from weiyin.simulator.world.live import LiveAccount
from weiyin.simulator.world.world import World


def _access(call: Call) -> Answer:
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    return _bought(*call.live.grants.redeem(call.query.get("code", "")))


def _refresh(call: Call) -> Answer:
    if call.query.get("grant_type") != "refresh_token":
        raise ApiError(40002)
    return _bought(*call.live.grants.renew(call.query.get("refresh_token", "")))


def _bought(grant: Grant, access: str, refresh: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "access_token": access,
        "expires_in": 7200,
        "refresh_token": refresh,
        "openid": grant.openid,
        "scope": grant.scope,
    }
    return {**answer, "is_snapshotuser": 1} if grant.snapshot else answer


def _user(call: Call) -> Answer:
    grant = _granted(call)
    if "snsapi_userinfo" not in grant.scope:
        raise ApiError(48001)
    handset = call.world.handsets.get(call.live.owners.get(grant.openid, ""))
    return {
        "openid": grant.openid,
        "nickname": handset.nickname if handset else "微信用户",
        "sex": 0,
        "province": "",
        "city": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
    }


def _auth(call: Call) -> Answer:
    _granted(call)
    return OK


def _granted(call: Call) -> Grant:
    query = call.query
    return call.live.grants.check(query.get("access_token", ""), query.get("openid", ""))


def _by_web_token(world: World, asked: Asked) -> LiveAccount:
    value = asked.query.get("access_token", "")
    for live in world.accounts.values():
        if live.grants.knows(value):
            return live
    raise ApiError(40014 if value else 41001)


def _by_appid(world: World, asked: Asked) -> LiveAccount:
    live = world.by_appid(asked.query.get("appid", ""))
    if live is None:
        raise ApiError(40013)
    return live


ENDPOINTS = (
    Endpoint("/sns/oauth2/access_token", "GET", _access, by_secret),
    Endpoint("/sns/oauth2/refresh_token", "GET", _refresh, _by_appid),
    Endpoint("/sns/userinfo", "GET", _user, _by_web_token),
    Endpoint("/sns/auth", "GET", _auth, _by_web_token),
)
