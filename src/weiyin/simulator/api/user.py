"""/cgi-bin/user/* and /cgi-bin/tags/*: followers and their tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint
from weiyin.simulator.errors import ApiError
from weiyin.simulator.world.followers import Follower

_PAGE = 10_000
_BATCH = 100


def _info(call: Call) -> Answer:
    return _seen(call, call.query.get("openid"))


def _infos(call: Call) -> Answer:
    wanted = call.body.get("user_list")
    if not isinstance(wanted, list) or not 0 < len(wanted) <= _BATCH:
        raise ApiError(40032)
    openids = [one.get("openid") if isinstance(one, dict) else None for one in wanted]
    return {"user_info_list": [_seen(call, openid) for openid in openids]}


def _seen(call: Call, openid: object) -> dict[str, Any]:
    """Since December 2021 without nickname and portrait."""
    checked = call.live.followers.check_openid(openid)
    one = call.live.followers.get(checked)
    if one is None:
        return {"subscribe": 0, "openid": checked, "tagid_list": []}
    return {
        "subscribe": 1,
        "openid": one.openid,
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": one.since,
        "remark": one.remark,
        "groupid": one.tags[-1] if one.tags else 0,
        "tagid_list": list(one.tags),
        "subscribe_scene": one.how,
        "qr_scene": int(one.scene) if one.scene.isdecimal() else 0,
        "qr_scene_str": "" if one.scene.isdecimal() else one.scene,
    }


def _list(call: Call) -> Answer:
    return _page(call.live.followers.all(), call.query.get("next_openid", ""), total=True)


def _page(everybody: Sequence[Follower], after: str, *, total: bool) -> dict[str, Any]:
    openids = [one.openid for one in everybody]
    start = 0
    if after:
        if after not in openids:
            raise ApiError(40003)
        start = openids.index(after) + 1
    page = openids[start : start + _PAGE]
    answer: dict[str, Any] = {"total": len(openids)} if total else {}
    answer["count"] = len(page)
    if page:
        answer["data"] = {"openid": page}
    return {**answer, "next_openid": page[-1] if page else ""}


def _remark(call: Call) -> Answer:
    words = call.body.get("remark")
    if not isinstance(words, str) or len(words) >= 30:
        raise ApiError(40035)
    call.live.followers.check_follower(call.body.get("openid")).remark = words
    return OK


def _tag_create(call: Call) -> Answer:
    tag = call.live.followers.create_tag(_tag(call).get("name"))
    return {"tag": {"id": tag.id, "name": tag.name}}


def _tag(call: Call) -> dict[str, Any]:
    tag = call.body.get("tag")
    if not isinstance(tag, dict):
        raise ApiError(47001)
    return tag


def _tag_list(call: Call) -> Answer:
    followers = call.live.followers
    return {
        "tags": [
            {"id": tag.id, "name": tag.name, "count": len(followers.tagged(tag.id))}
            for tag in followers.tags.values()
        ]
    }


def _tag_update(call: Call) -> Answer:
    call.live.followers.rename_tag(_tag(call).get("id"), _tag(call).get("name"))
    return OK


def _tag_delete(call: Call) -> Answer:
    call.live.followers.delete_tag(_tag(call).get("id"))
    return OK


def _tag_put(call: Call) -> Answer:
    call.live.followers.put_tag(call.body.get("openid_list"), call.body.get("tagid"))
    call.world.changed(call.live)
    return OK


def _tag_take(call: Call) -> Answer:
    call.live.followers.take_tag(call.body.get("openid_list"), call.body.get("tagid"))
    call.world.changed(call.live)
    return OK


def _tags_of(call: Call) -> Answer:
    follower = call.live.followers.check_follower(call.body.get("openid"), 49003)
    return {"tagid_list": list(follower.tags)}


def _tagged(call: Call) -> Answer:
    tag = call.live.followers.check_tag(call.body.get("tagid"))
    after = str(call.body.get("next_openid") or "")
    return _page(call.live.followers.tagged(tag.id), after, total=False)


ENDPOINTS = (
    Endpoint("/cgi-bin/user/info", "GET", _info),
    Endpoint("/cgi-bin/user/info/batchget", "POST", _infos),
    Endpoint("/cgi-bin/user/info/updateremark", "POST", _remark),
    Endpoint("/cgi-bin/user/get", "GET", _list),
    Endpoint("/cgi-bin/user/tag/get", "POST", _tagged),
    Endpoint("/cgi-bin/tags/create", "POST", _tag_create),
    Endpoint("/cgi-bin/tags/get", "GET", _tag_list),
    Endpoint("/cgi-bin/tags/update", "POST", _tag_update),
    Endpoint("/cgi-bin/tags/delete", "POST", _tag_delete),
    Endpoint("/cgi-bin/tags/members/batchtagging", "POST", _tag_put),
    Endpoint("/cgi-bin/tags/members/batchuntagging", "POST", _tag_take),
    Endpoint("/cgi-bin/tags/getidlist", "POST", _tags_of),
)
