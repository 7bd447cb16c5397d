"""/cgi-bin/menu/*: the default menu and the conditional ones."""

from __future__ import annotations

from typing import Any

from weiyin.simulator.api.call import OK, Answer, Call, Endpoint
from weiyin.simulator.errors import ApiError
from weiyin.simulator.world.menus import Menu


def _create(call: Call) -> Answer:
    call.live.menus.create(call.body)
    call.world.changed(call.live)
    return OK


def _get(call: Call) -> Answer:
    menus = call.live.menus
    if menus.default is None:
        raise ApiError(46003)
    answer: dict[str, Any] = {"menu": _seen(menus.default)}
    if menus.conditional:
        answer["conditionalmenu"] = [
            {**_seen(one), "matchrule": {"group_id": one.tag_id}} for one in menus.conditional
        ]
    return answer


def _seen(menu: Menu) -> dict[str, Any]:
    return {"button": list(menu.buttons), "menuid": menu.menu_id}


def _current(call: Call) -> Answer:
    default = call.live.menus.default
    if default is None:
        return {"is_menu_open": 0, "selfmenu_info": {"button": []}}
    buttons = [
        {"name": top["name"], "sub_button": {"list": top["sub_button"]}}
        if top["sub_button"]
        else {name: value for name, value in top.items() if name != "sub_button"}
        for top in default.buttons
    ]
    return {"is_menu_open": 1, "selfmenu_info": {"button": buttons}}


def _delete(call: Call) -> Answer:
    call.live.menus.delete()
    call.world.changed(call.live)
    return OK


def _add_conditional(call: Call) -> Answer:
    menu = call.live.menus.add_conditional(call.body, tuple(call.live.followers.tags))
    call.world.changed(call.live)
    return {"menuid": str(menu.menu_id)}


def _delete_conditional(call: Call) -> Answer:
    call.live.menus.delete_conditional(call.body.get("menuid"))
    call.world.changed(call.live)
    return OK


def _try_match(call: Call) -> Answer:
    """`user_id` is an openid (or a WeChat id, of which handsets here have none)."""
    follower = call.live.followers.get(str(call.body.get("user_id", "")))
    if follower is None:
        raise ApiError(65302)
    menu = call.live.menus.seen_by(follower.tags)
    if menu is None:
        raise ApiError(46003)
    return {"button": list(menu.buttons)}


ENDPOINTS = (
    Endpoint("/cgi-bin/menu/create", "POST", _create),
    Endpoint("/cgi-bin/menu/get", "GET", _get),
    Endpoint("/cgi-bin/menu/delete", "GET", _delete),
    Endpoint("/cgi-bin/get_current_selfmenu_info", "GET", _current),
    Endpoint("/cgi-bin/menu/addconditional", "POST", _add_conditional),
    Endpoint("/cgi-bin/menu/delconditional", "POST", _delete_conditional),
    Endpoint("/cgi-bin/menu/trymatch", "POST", _try_match),
)
