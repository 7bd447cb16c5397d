"""Menus: versions kept, judged before WeChat judges, published by two people, rolled back so too.

An older version is published again the same way: that is the roll-back. A version with a tag is a
conditional menu, shown to the followers with that tag instead of everybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from weiyin.base.errors import BadInput, WeiyinError
from weiyin.console.menu_form import (
    COLUMN_BYTES,
    ITEM_BYTES,
    MenuColumn,
    field_of,
    filled,
    menu_of,
    place_keys,
    posted_columns,
)
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.functions.menu_versions import (
    MenuVersion,
    access_version,
    add_version,
    live_versions,
    published,
    versions_of,
    withdrawn,
)
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who
from weiyin.storage.store import Tx

_KIND = "menu"
_WITHDRAW = "menu_withdraw"


def show(visit: Visit) -> Response:
    """The versions, and a form filled with one of them: the newest, or what is shipped."""
    versions = visit.read(lambda reader: versions_of(reader, visit.oa))
    wanted = visit.query.get("from", "")
    start = next((one for one in versions if str(one.version) == wanted), None)
    start = start or (versions[0] if versions else None)
    menu = start.menu if start else visit.deps.channel.shipped_menu(visit.oa)
    return _editor(visit, versions, filled(menu), start.tag if start else "")


def save(visit: Visit) -> Response:
    """A new version, if WeChat would take it; else the form again, saying which button is wrong."""
    columns, tag = posted_columns(visit.posted), visit.posted.get("tag", "")
    shipped = visit.deps.channel.shipped_menu(visit.oa)
    menu = menu_of(columns, place_keys(shipped))
    try:
        _check_tag(tag)
        visit.deps.channel.check_menu(menu)
    except BadInput as fault:
        versions = visit.read(lambda reader: versions_of(reader, visit.oa))
        return _editor(visit, versions, columns, tag, fault)
    by = who(visit.staff.login)
    visit.do(
        "menu",
        lambda tx: add_version(tx, visit.oa, menu, tag=tag, by=by, now=visit.now),
        detail={"tag": tag},
    )
    return visit.go("/menus", "saved")


def tags(visit: Visit) -> Response:
    """The tags that the account has at WeChat, asked for when somebody wants them."""
    try:
        found = visit.deps.channel.tags(visit.oa)
    except WeiyinError as fault:
        return visit.part("menu_tags.html", tags=[], fault=fault.heard)
    return visit.part("menu_tags.html", tags=found, fault="")


def publish(visit: Visit) -> Response:
    """Propose a version for everybody's phones."""
    found = _meant(visit)
    live = visit.read(lambda reader: live_versions(reader, visit.oa)).get(found.tag)
    back = live is not None and found.version < live.version
    facts = [("版本", str(found.version)), ("人群标签", found.tag or "全部")]
    facts += [("现有版本", str(live.version) if live else "随系统发布的菜单")]
    facts += [(one["name"], "、".join(_names(one))) for one in found.menu["button"]]
    title = f"{'退回' if back else '发布'}菜单第 {found.version} 版"
    return _propose(visit, _KIND, found, title, facts)


def withdraw(visit: Visit) -> Response:
    """Propose to take a conditional menu away: its people see everybody's again."""
    found = _meant(visit)
    if not found.tag:
        raise BadInput("version", "面向全部客户的菜单不能撤下，请发布另一版")
    facts = [("人群标签", found.tag), ("版本", str(found.version))]
    return _propose(visit, _WITHDRAW, found, f"撤下标签 {found.tag} 的个性化菜单", facts)


def _editor(
    visit: Visit,
    versions: list[MenuVersion],
    columns: list[MenuColumn],
    tag: str,
    fault: BadInput | None = None,
) -> Response:
    live = visit.read(lambda reader: live_versions(reader, visit.oa))
    return visit.page(
        "menus.html",
        status=fault.status if fault else 200,
        versions=versions,
        columns=columns,
        tag=tag,
        fault=fault.heard if fault else "",
        wrong=field_of(columns, fault.field) if fault else "",
        titles={one.id: one.declaration.title for one in visit.deps.catalogue},
        live={one.version for one in live.values()},
        everybody=live[""].version if "" in live else 0,
        limits=(COLUMN_BYTES, ITEM_BYTES),
    )


def _propose(
    visit: Visit, kind: str, found: MenuVersion, title: str, facts: list[tuple[str, str]]
) -> Response:
    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=kind,
            subject=f"menu {found.tag}",
            title=title,
            facts=facts,
            order={"version": found.version},
            why=visit.posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"menu:{found.version}", work)
    return visit.go("/menus", "proposed")


def _apply(visit: Visit, tx: Tx, _proposal: Proposal, order: Mapping[str, Any]) -> None:
    """WeChat is told last: if it refuses, nothing is approved either."""
    found = access_version(tx, visit.oa, order["version"])
    published(tx, visit.oa, found.version, visit.now)
    visit.deps.channel.publish_menu(visit.oa, found.menu, found.tag)


def _apply_withdrawal(visit: Visit, tx: Tx, _proposal: Proposal, order: Mapping[str, Any]) -> None:
    found = access_version(tx, visit.oa, order["version"])
    withdrawn(tx, visit.oa, found.tag)
    visit.deps.channel.withdraw_menu(visit.oa, found.tag)


def _check_tag(tag: str) -> None:
    if tag and not (tag.isascii() and tag.isdigit()):
        raise BadInput("tag", "标签请填写微信的标签编号")


def _meant(visit: Visit) -> MenuVersion:
    told = visit.parts["version"]
    version = int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0
    return visit.read(lambda reader: access_version(reader, visit.oa, version))


def _names(column: Mapping[str, Any]) -> list[str]:
    return [item["name"] for item in column.get("sub_button", [])] or ["（按钮）"]


PAGE = ConsolePage(
    id="ops_menu_manage",
    words=Words("菜单", "Menus"),
    section=Section.CONTENT,
    scope=Scope.MENUS,
    path="/menus",
    routes=(
        get("/menus", show),
        get("/menus/tags", tags),
        post("/menus", save, "menu.save"),
        post("/menus/{version}/publish", publish, "menu.propose"),
        post("/menus/{version}/withdraw", withdraw, "menu.propose_withdrawal"),
    ),
    appliers={_KIND: _apply, _WITHDRAW: _apply_withdrawal},
    place=2,
)
