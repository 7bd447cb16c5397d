"""Menus: versions kept, judged before WeChat judges, published by two people, rolled back so too.

An older version is published again the same way: that is the roll-back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.functions.menu_versions import (
    access_version,
    add_version,
    published,
    versions_of,
)
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who
from weiyin.storage.store import Tx

_KIND = "menu"
_COLUMNS, _ITEMS = 3, 5


def show(visit: Visit) -> Response:
    """The versions, and a form filled with one of them: the newest, or what is shipped."""
    versions = visit.read(lambda reader: versions_of(reader, visit.oa))
    wanted = visit.query.get("from", "")
    start = next((one.menu for one in versions if str(one.version) == wanted), None)
    menu = start or (versions[0].menu if versions else visit.deps.channel.shipped_menu(visit.oa))
    return visit.page(
        "menus.html",
        versions=versions,
        columns=_filled(menu),
        titles={one.id: one.declaration.title for one in visit.deps.catalogue},
        live=next((one for one in versions if one.published_at and not one.tag), None),
    )


def save(visit: Visit) -> Response:
    """A new version, if WeChat would take it."""
    menu, tag = _menu(visit), visit.posted.get("tag", "")
    if tag and not (tag.isascii() and tag.isdigit()):
        raise BadInput("tag", "标签请填写微信的标签编号")
    visit.deps.channel.check_menu(menu)
    by = who(visit.staff.login)
    visit.do(
        "menu",
        lambda tx: add_version(tx, visit.oa, menu, tag=tag, by=by, now=visit.now),
        detail={"tag": tag},
    )
    return visit.go("/menus", "saved")


def publish(visit: Visit) -> Response:
    """Propose a version for everybody's phones."""
    version = _version(visit)
    found = visit.read(lambda reader: access_version(reader, visit.oa, version))
    facts = [("版本", str(version)), ("人群标签", found.tag or "全部")]
    facts += [(one["name"], "、".join(_names(one))) for one in found.menu["button"]]

    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=_KIND,
            subject=f"menu {found.tag}",
            title=f"发布菜单第 {version} 版",
            facts=facts,
            order={"version": version},
            why=visit.posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"menu:{version}", work)
    return visit.go("/menus", "proposed")


def _apply(visit: Visit, tx: Tx, _proposal: Proposal, order: Mapping[str, Any]) -> None:
    """WeChat is told last: if it refuses, nothing is approved either."""
    found = access_version(tx, visit.oa, order["version"])
    published(tx, visit.oa, found.version, visit.now)
    visit.deps.channel.publish_menu(visit.oa, found.menu, found.tag)


def _version(visit: Visit) -> int:
    told = visit.parts["version"]
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0


def _names(column: Mapping[str, Any]) -> list[str]:
    return [item["name"] for item in column.get("sub_button", [])] or ["（按钮）"]


def _filled(menu: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Three columns of five rows of (title, function or address), empty ones too."""
    found = []
    columns = [*menu.get("button", []), *({} for _ in range(_COLUMNS))][:_COLUMNS]
    for column in columns:
        items = [*column.get("sub_button", []), *({} for _ in range(_ITEMS))][:_ITEMS]
        rows = [(one.get("name", ""), one.get("key") or one.get("url", "")) for one in items]
        found.append((column.get("name", ""), rows))
    return found


def _menu(visit: Visit) -> dict[str, Any]:
    """WeChat's JSON out of the form; empty rows are left out."""
    posted, columns = visit.posted, []
    for c in range(_COLUMNS):
        items = [
            _button(posted[f"name{c}{i}"], posted.get(f"key{c}{i}", ""), visit)
            for i in range(_ITEMS)
            if posted.get(f"name{c}{i}")
        ]
        if posted.get(f"name{c}") and items:
            columns.append({"name": posted[f"name{c}"], "sub_button": items})
    return msgspec.json.decode(msgspec.json.encode({"button": columns}), type=dict[str, Any])


def _button(name: str, key: str, visit: Visit) -> dict[str, str]:
    if key.startswith(("https://", "http://")):
        return {"type": "view", "name": name, "url": key}
    shipped = visit.deps.channel.shipped_menu(visit.oa)["button"]
    asks = {
        one["key"]
        for column in shipped
        for one in column.get("sub_button", [])
        if one["type"] == "location_select"
    }
    return {"type": "location_select" if key in asks else "click", "name": name, "key": key}


PAGE = ConsolePage(
    id="ops_menu_manage",
    words=Words("菜单", "Menus"),
    section=Section.CONTENT,
    scope=Scope.MENUS,
    path="/menus",
    routes=(
        get("/menus", show),
        post("/menus", save, "menu.save"),
        post("/menus/{version}/publish", publish, "menu.propose"),
    ),
    appliers={_KIND: _apply},
    place=2,
)
