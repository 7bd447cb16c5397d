"""The list of all services: every function a customer can open, under the menu it belongs to."""

from __future__ import annotations

from weiyin.base.ask import AskKind
from weiyin.base.reply import OpenPage
from weiyin.base.views import Service, ServiceGroup
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Declaration, Menu
from weiyin.reception.links import form_path, services_path

_NAMED = 6
"""How many services the card in a chat names."""


def service_groups(catalogue: Catalogue, oa: str) -> tuple[ServiceGroup, ...]:
    """By menu from left to right, those of the menus themselves first; then what is in none."""
    groups = []
    for menu in (*Menu, None):
        said = sorted(
            (one.declaration for one in catalogue if _is_listed(one.declaration, menu)),
            key=lambda one: (one.place or 99, one.title),
        )
        if said:
            title = menu.value if menu is not None else "其他服务"
            entries = tuple(Service(one.title, one.about, form_path(oa, one.id)) for one in said)
            groups.append(ServiceGroup(title, entries))
    return tuple(groups)


def services_card(catalogue: Catalogue, oa: str) -> OpenPage:
    """What a chat answers to 全部服务: a card that opens the list."""
    groups = service_groups(catalogue, oa)
    count = sum(len(group.services) for group in groups)
    named = "、".join(one.title for one in groups[0].services[:_NAMED])
    return OpenPage("全部服务", f"{named}等 {count} 项服务", services_path(oa), "点击查看")


def _is_listed(said: Declaration, menu: Menu | None) -> bool:
    """The greeting answers a follow and nobody opens it."""
    return said.menu is menu and AskKind.FOLLOW not in said.opens_on
