"""Quotas, request ids, addresses, and the check of the callback's network."""

from __future__ import annotations

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint, by_secret
from weiyin.simulator.errors import ApiError


def _quota(call: Call) -> Answer:
    path = _path(call)
    quotas = call.live.quotas
    used, limit = quotas.used(path), quotas.limit(path)
    return {
        **OK,
        "quota": {"daily_limit": limit, "used": used, "remain": limit - used},
        "rate_limit": {"call_count": 0, "refresh_second": 60},
        "component_rate_limit": {"call_count": 0, "refresh_second": 60},
    }


def _path(call: Call) -> str:
    path = call.body.get("cgi_path")
    if not isinstance(path, str) or not path.startswith("/"):
        raise ApiError(76021)
    return path


def _clear(call: Call) -> Answer:
    if call.body.get("appid") != call.live.account.appid:
        raise ApiError(40013)
    call.live.quotas.clear()
    return OK


def _clear_by_secret(call: Call) -> Answer:
    call.live.quotas.clear()
    return OK


def _clear_one(call: Call) -> Answer:
    call.live.quotas.clear_one(_path(call))
    return OK


def _rid(call: Call) -> Answer:
    found = call.world.rids.get(call.body.get("rid"))
    if found is None:
        raise ApiError(76001)
    return {**OK, "request": found}


def _addresses(call: Call) -> Answer:
    del call
    return {"ip_list": ["127.0.0.1"]}


def _callback_check(call: Call) -> Answer:
    if call.body.get("action") not in ("dns", "ping", "all"):
        raise ApiError(40097)
    here = "127.0.0.1"
    return {
        "dns": [{"ip": here, "real_operator": "DEFAULT"}],
        "ping": [{"ip": here, "from_operator": "CAP", "package_loss": "0%", "time": "0.050ms"}],
    }


ENDPOINTS = (
    Endpoint("/cgi-bin/openapi/quota/get", "POST", _quota),
    Endpoint("/cgi-bin/openapi/quota/clear", "POST", _clear_one),
    Endpoint("/cgi-bin/openapi/rid/get", "POST", _rid),
    Endpoint("/cgi-bin/clear_quota", "POST", _clear),
    Endpoint("/cgi-bin/clear_quota/v2", "POST", _clear_by_secret, by_secret),
    Endpoint("/cgi-bin/getcallbackip", "GET", _addresses),
    Endpoint("/cgi-bin/get_api_domain_ip", "GET", _addresses),
    Endpoint("/cgi-bin/callback/check", "POST", _callback_check),
)
