"""The functions' menus as WeChat takes them."""

from __future__ import annotations

from weiyin.channel.wechat.menu import Button
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.menus import menu_columns


def wechat_menu(catalogue: Catalogue, offers: tuple[str, ...] = ()) -> list[Button]:
    """The menu as WeChat takes it: taps come back with a function's id.

    `offers`: the groups or functions of an account that does not offer every one.
    """
    return [
        Button(
            column.title,
            items=tuple(
                Button(item.title, "location_select" if item.asks_place else "click", item.key)
                for item in column.items
            ),
        )
        for column in menu_columns(catalogue.offered(offers))
        if column.items
    ]
