"""`weiyin menu publish`: the three menus that the functions declare, sent to WeChat."""

from __future__ import annotations

from weiyin.app import App, compose
from weiyin.app.menus import wechat_menu
from weiyin.base.errors import BadInput
from weiyin.channel.wechat.menu import Button, Menu, check_menu
from weiyin.commands.show import as_json, as_table, console
from weiyin.settings import load_settings


def publish(oa: str | None, *, dry_run: bool, json: bool) -> None:
    """Validate and publish to one account, or to all of them."""
    app = compose(load_settings())
    try:
        for key in _accounts(app, oa):
            columns = wechat_menu(app.catalogue, app.settings.accounts[key].groups)
            check_menu(columns)
            if not dry_run:
                Menu(app.clients[key]).publish(columns)
                console.print(f"menu published to {key}", highlight=False)
    finally:
        app.close()
    _show(columns, json=json)


def _accounts(app: App, oa: str | None) -> list[str]:
    if oa is not None and oa not in app.clients:
        raise BadInput("--oa", f"没有公众号 {oa}")
    return [oa] if oa else list(app.clients)


def _show(columns: list[Button], *, json: bool) -> None:
    if json:
        as_json([column.as_json() for column in columns])
        return
    names = [[item.name for item in column.items] for column in columns]
    rows = [
        [column[n] if n < len(column) else "" for column in names]
        for n in range(max(map(len, names)))
    ]
    as_table("menu", [column.name for column in columns], rows)
