"""The menu under the chat: its rules, and which one a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from weiyin.simulator.errors import ApiError

Button = dict[str, Any]

_KEYED = frozenset(
    {
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)
_NEEDS = {
    "view": "url",
    "media_id": "media_id",
    "view_limited": "media_id",
    "article_id": "article_id",
    "article_view_limited": "article_id",
}
_CONDITIONAL_HOSTS = 3
_PRIVATE = ("sex", "country", "province", "city", "language")


@dataclass(frozen=True, slots=True)
class Menu:
    menu_id: int
    buttons: tuple[Button, ...]
    tag_id: int | None = None


@dataclass(slots=True)
class Menus:
    """The default menu of one account and its conditional ones, newest last."""

    default: Menu | None = None
    conditional: list[Menu] = field(default_factory=list)
    _next_id: int = 208396938

    def create(self, body: dict[str, Any]) -> Menu:
        self.default = Menu(self._id(), check_buttons(body.get("button")))
        return self.default

    def add_conditional(self, body: dict[str, Any], known_tags: Sequence[int]) -> Menu:
        """Raises 65303, 65304, 65316, 65320, 45159 beside the errors of the buttons."""
        if self.default is None:
            raise ApiError(65303)
        rule = body.get("matchrule")
        if not isinstance(rule, dict) or not any(rule.values()):
            raise ApiError(65304)
        if any(rule.get(name) for name in _PRIVATE):
            raise ApiError(65320)
        tag = str(rule.get("tag_id") or rule.get("group_id") or "")
        if not tag.isdecimal():
            raise ApiError(65304)
        if int(tag) not in known_tags and int(tag) > 2:
            raise ApiError(45159)
        buttons = check_buttons(body.get("button"))
        if len(_hosts(buttons)) > _CONDITIONAL_HOSTS:
            raise ApiError(65316)
        menu = Menu(self._id(), buttons, int(tag))
        self.conditional.append(menu)
        return menu

    def delete_conditional(self, menu_id: object) -> None:
        kept = [one for one in self.conditional if str(one.menu_id) != str(menu_id)]
        if len(kept) == len(self.conditional):
            raise ApiError(65301)
        self.conditional = kept

    def delete(self) -> None:
        """Also takes the conditional ones away."""
        self.default = None
        self.conditional = []

    def seen_by(self, tags: Sequence[int]) -> Menu | None:
        """The newest conditional menu for one of `tags` (the tag set last wins), or the default."""
        for tag in reversed(tags):
            for menu in reversed(self.conditional):
                if menu.tag_id == tag:
                    return menu
        return self.default

    def _id(self) -> int:
        self._next_id += 1
        return self._next_id


def check_buttons(buttons: Any) -> tuple[Button, ...]:
    """The buttons as kept. Raises the code of the first rule that is broken."""
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise ApiError(40016)
    return tuple(_top(button) for button in buttons)


def _top(button: Any) -> Button:
    if not isinstance(button, dict):
        raise ApiError(40016)
    name = _name(button, 16, 40018)
    subs = button.get("sub_button")
    if isinstance(subs, dict):  # what get_current_selfmenu_info returns is also taken back
        subs = subs.get("list")
    if not subs:
        return {"name": name, **_action(button, 40017, 40019, 40020), "sub_button": []}
    if not isinstance(subs, list) or len(subs) > 5:
        raise ApiError(40023)
    return {"name": name, "sub_button": [_sub(one) for one in subs]}


def _sub(button: Any) -> Button:
    if not isinstance(button, dict):
        raise ApiError(40023)
    name = _name(button, 60, 40025)
    return {"name": name, **_action(button, 40024, 40026, 40027), "sub_button": []}


def _name(button: Button, longest: int, otherwise: int) -> str:
    name = button.get("name")
    if not isinstance(name, str) or not name or len(name.encode()) > longest:
        raise ApiError(otherwise)
    return name


def _action(button: Button, bad_type: int, bad_key: int, bad_url: int) -> Button:
    kind = button.get("type")
    if kind in _KEYED:
        key = button.get("key")
        if not isinstance(key, str) or not key or len(key.encode()) > 128:
            raise ApiError(bad_key)
        return {"type": kind, "key": key}
    if kind == "miniprogram":
        _check_url(button.get("url"), bad_url)
        if not button.get("appid") or not button.get("pagepath"):
            raise ApiError(bad_type)
        return {name: button[name] for name in ("type", "url", "appid", "pagepath")}
    wanted = _NEEDS.get(str(kind))
    if wanted is None:
        raise ApiError(bad_type)
    if wanted == "url":
        _check_url(button.get("url"), bad_url)
    elif not button.get(wanted):
        raise ApiError(bad_key)
    return {"type": kind, wanted: button[wanted]}


def _check_url(url: Any, otherwise: int) -> None:
    if not isinstance(url, str) or not url or len(url.encode()) > 1024:
        raise ApiError(otherwise)
    if urlsplit(url).scheme not in ("http", "https"):
        raise ApiError(65317)


def _hosts(buttons: Sequence[Button]) -> set[str | None]:
    leaves = [leaf for top in buttons for leaf in (top["sub_button"] or [top])]
    return {urlsplit(leaf["url"]).hostname for leaf in leaves if "url" in leaf}
