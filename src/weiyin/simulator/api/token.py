"""/cgi-bin/token, /cgi-bin/stable_token, /cgi-bin/ticket/getticket."""

from __future__ import annotations

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint, by_secret
from weiyin.simulator.errors import ApiError


def _classic(call: Call) -> Answer:
    _check(call, call.query.get("grant_type"))
    value, seconds = call.live.tokens.classic()
    return {"access_token": value, "expires_in": seconds}


def _stable(call: Call) -> Answer:
    _check(call, call.body.get("grant_type"))
    value, seconds = call.live.tokens.stable(force=call.body.get("force_refresh") is True)
    return {"access_token": value, "expires_in": seconds}


def _check(call: Call, grant_type: object) -> None:
    if grant_type != "client_credential":
        raise ApiError(40002)
    allowed = call.live.account.ip_white_list
    if allowed and call.asked.client not in allowed:
        raise ApiError(40164, f"{call.asked.client}, ipv6 ::ffff:{call.asked.client}")


def _ticket(call: Call) -> Answer:
    kind = call.query.get("type", "jsapi")
    if kind not in ("jsapi", "wx_card"):
        raise ApiError(40097)
    value, seconds = call.live.ticket(kind)
    return {**OK, "ticket": value, "expires_in": seconds}


ENDPOINTS = (
    Endpoint("/cgi-bin/token", "GET", _classic, by_secret),
    Endpoint("/cgi-bin/stable_token", "POST", _stable, by_secret),
    Endpoint("/cgi-bin/ticket/getticket", "GET", _ticket),
)
