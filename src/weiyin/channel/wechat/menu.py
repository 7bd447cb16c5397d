"""The menu under the chat: judged before it is published, because WeChat's refusals are terse.

Source: 创建自定义菜单, 个性化菜单. At most 3 columns of 5; lengths in bytes of UTF-8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from weiyin.base.errors import BadInput
from weiyin.channel.wechat.client import Json, WechatClient

MAX_COLUMNS = 3
MAX_ITEMS = 5
MAX_COLUMN_NAME_BYTES = 16
MAX_ITEM_NAME_BYTES = 60
MAX_KEY_BYTES = 128
MAX_URL_BYTES = 1024
MAX_CONDITIONAL_DOMAINS = 3

_NEEDS = {
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
    **dict.fromkeys(
        (
            "click",
            "scancode_push",
            "scancode_waitmsg",
            "pic_sysphoto",
            "pic_photo_or_album",
            "pic_weixin",
            "location_select",
        ),
        ("key",),
    ),
}
"""What each type of button needs beside its name."""


@dataclass(frozen=True, slots=True)
class Button:
    """A column with `items`, or a button of one `type`."""

    name: str
    type: str = ""
    key: str = ""
    url: str = ""
    media_id: str = ""
    article_id: str = ""
    appid: str = ""
    pagepath: str = ""
    items: tuple[Button, ...] = ()

    def as_json(self) -> Json:
        if self.items:
            return {"name": self.name, "sub_button": [item.as_json() for item in self.items]}
        facts = {name: getattr(self, name) for name in _NEEDS.get(self.type, ())}
        return {"type": self.type, "name": self.name, **facts}


def buttons_of(menu: Json) -> tuple[Button, ...]:
    """The columns of a menu in WeChat's own JSON. Raises `BadInput` for what is no menu."""
    found = menu.get("button")
    if not isinstance(found, list):
        raise BadInput("button", "菜单缺少 button")
    return tuple(_button(f"button.{place}", column) for place, column in enumerate(found))


def _button(where: str, found: Any) -> Button:
    if not isinstance(found, dict):
        raise BadInput(where, "菜单项须为对象")
    below = found.get("sub_button") or []
    items = tuple(_button(f"{where}.sub_button.{n}", item) for n, item in enumerate(below))
    names = ("name", "type", "key", "url", "media_id", "article_id", "appid", "pagepath")
    return Button(**{name: str(found.get(name, "")) for name in names}, items=items)


def check_menu(columns: Sequence[Button]) -> None:
    """Raises `BadInput` naming the button (`button.1.sub_button.0`) that WeChat would refuse."""
    if not 1 <= len(columns) <= MAX_COLUMNS:
        raise BadInput("button", f"一级菜单为 1 至 {MAX_COLUMNS} 个")
    for place, column in enumerate(columns):
        where = f"button.{place}"
        _check_name(where, column.name, MAX_COLUMN_NAME_BYTES)
        if not column.items:
            _check_button(where, column)
        if len(column.items) > MAX_ITEMS:
            raise BadInput(where, f"二级菜单最多 {MAX_ITEMS} 个")
        for number, item in enumerate(column.items):
            below = f"{where}.sub_button.{number}"
            _check_name(below, item.name, MAX_ITEM_NAME_BYTES)
            if item.items:
                raise BadInput(below, "菜单最多两级")
            _check_button(below, item)


def _check_name(where: str, name: str, limit: int) -> None:
    if not name.strip() or len(name.encode()) > limit:
        raise BadInput(f"{where}.name", f"菜单标题为 1 至 {limit} 字节")


def _check_button(where: str, button: Button) -> None:
    if button.type not in _NEEDS:
        raise BadInput(f"{where}.type", "不支持的菜单类型")
    for name in _NEEDS[button.type]:
        if not getattr(button, name):
            raise BadInput(f"{where}.{name}", f"{button.type} 菜单必须填写 {name}")
    if len(button.key.encode()) > MAX_KEY_BYTES:
        raise BadInput(f"{where}.key", f"key 不超过 {MAX_KEY_BYTES} 字节")
    if button.url:
        scheme = urlsplit(button.url).scheme
        if scheme not in {"http", "https"} or len(button.url.encode()) > MAX_URL_BYTES:
            raise BadInput(
                f"{where}.url", f"网页链接须为 http(s) 地址，不超过 {MAX_URL_BYTES} 字节"
            )


class Menu:
    """The menus of one account."""

    def __init__(self, client: WechatClient) -> None:
        self._client = client

    def publish(self, columns: Sequence[Button]) -> None:
        """The default menu. Phones see it after they pull again, at most five minutes later."""
        check_menu(columns)
        self._client.post("/cgi-bin/menu/create", _body(columns), repeatable=True)

    def publish_conditional(self, columns: Sequence[Button], tag_id: int) -> str:
        """A menu for people with a tag, newest first; its id. Other rules meet 65320."""
        check_menu(columns)
        buttons = [button for column in columns for button in (column, *column.items)]
        domains = {urlsplit(button.url).hostname for button in buttons if button.url}
        if len(domains) > MAX_CONDITIONAL_DOMAINS:
            raise BadInput("button", f"个性化菜单最多 {MAX_CONDITIONAL_DOMAINS} 个链接域名")
        body = {**_body(columns), "matchrule": {"tag_id": str(tag_id)}}
        return str(self._client.post("/cgi-bin/menu/addconditional", body)["menuid"])

    def delete_conditional(self, menu_id: str) -> None:
        self._client.post("/cgi-bin/menu/delconditional", {"menuid": menu_id}, repeatable=True)

    def conditional_of(self, tag_id: int) -> list[str]:
        """The ids of the conditional menus of a tag, the newest first."""
        shown = self.published().get("conditionalmenu", [])
        return [str(one["menuid"]) for one in shown if _tag_of(one["matchrule"]) == str(tag_id)]

    def seen_by(self, user_id: str) -> Json:
        """The menu that a person (openid or WeChat id) sees."""
        return self._client.post("/cgi-bin/menu/trymatch", {"user_id": user_id}, repeatable=True)

    def published(self) -> Json:
        """The default menu and the conditional ones, as published through the API."""
        return self._client.get("/cgi-bin/menu/get")

    def current(self) -> Json:
        """What is shown, also when it was made in the console."""
        return self._client.get("/cgi-bin/get_current_selfmenu_info")

    def delete(self) -> None:
        """All menus of the account, the conditional ones too."""
        self._client.get("/cgi-bin/menu/delete")


def _tag_of(rule: Json) -> str:
    """WeChat takes a `tag_id` and gives it back as the `group_id` that tags once were."""
    return str(rule.get("tag_id") or rule.get("group_id", ""))


def _body(columns: Sequence[Button]) -> Json:
    return {"button": [column.as_json() for column in columns]}
