"""The three menus of the service account, from what the functions declare."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.ask import AskKind
from weiyin.functions.catalogue import MENU_PLACES, Catalogue
from weiyin.functions.declare import Menu


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One item: tapping it sends `key` back to us, or lets the phone choose a place to send."""

    title: str
    key: str
    asks_place: bool = False


@dataclass(frozen=True, slots=True)
class MenuColumn:
    title: str
    items: tuple[MenuItem, ...]


ALL_SERVICES = "all_services"
"""The key of the item that lists every function of the menus."""
_SPOKEN = {
    Menu.CREDIT: (
        MenuItem("全部服务", ALL_SERVICES),
        MenuItem("人工客服", "say:转人工"),
    )
}
"""Items that are no function; they follow the functions of their menu."""


def spoken_title(key: str) -> str:
    """The title of an item that is no function; the key itself of one that is not ours."""
    items = (item for column in _SPOKEN.values() for item in column)
    return next((item.title for item in items if item.key == key), key)


def menu_columns(catalogue: Catalogue) -> tuple[MenuColumn, ...]:
    """The menus from left to right, at most five items in each."""
    return tuple(MenuColumn(menu.value, _items(catalogue, menu)) for menu in Menu)


def _items(catalogue: Catalogue, menu: Menu) -> tuple[MenuItem, ...]:
    functions = tuple(
        MenuItem(said.title, said.id, asks_place=AskKind.PLACE in said.opens_on)
        for said in (function.declaration for function in catalogue.menu(menu))
    )
    return (*functions, *_SPOKEN.get(menu, ()))[:MENU_PLACES]
