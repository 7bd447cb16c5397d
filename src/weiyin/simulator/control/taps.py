"""A tap on the menu: what each kind of button does on the phone and tells the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weiyin.base.errors import BadInput, NotFound
from weiyin.simulator.control.acts import Person, md5, send_location, send_picture
from weiyin.simulator.control.samples import picture
from weiyin.simulator.push.events import Expects, Push
from weiyin.simulator.world.chat import Side
from weiyin.simulator.world.menus import Button, Menu
from weiyin.simulator.world.windows import Opener


@dataclass(frozen=True, slots=True)
class Given:
    """What a button asks the phone for before it tells the bot."""

    result: str = "https://example.com/qr"
    latitude: float = 39.9087
    longitude: float = 116.3975
    label: str = "北京市东城区东长安街"
    name: str = "天安门"


def tap(person: Person, menu: Menu | None, where: object, given: Given) -> tuple[list[Push], str]:
    """`where` is [2], [0, 1] or a key or a name. The pushes, and the address to open or empty."""
    person.check_following()
    if menu is None:
        raise NotFound("no menu")
    button = _find(menu, where)
    kind = button.get("type")
    if kind == "view":
        facts = {"EventKey": button["url"], "MenuId": menu.menu_id}
        return [person.event("VIEW", **facts)], str(button["url"])
    if kind == "miniprogram":
        facts = {"EventKey": button["pagepath"], "MenuId": menu.menu_id}
        return [person.event("view_miniprogram", **facts)], str(button["url"])
    if kind in ("click", "scancode_waitmsg", "scancode_push"):
        return _click(person, button, given), ""
    if kind in ("pic_sysphoto", "pic_photo_or_album", "pic_weixin"):
        return _picture(person, button), ""
    if kind == "location_select":
        return _place(person, button, given), ""
    _show_material(person, button)
    return [], ""


def _find(menu: Menu, where: object) -> Button:
    if isinstance(where, list):
        return _by_path(menu, where)
    leaves: list[Button] = [leaf for top in menu.buttons for leaf in (top["sub_button"] or [top])]
    for leaf in leaves:
        if where in (leaf.get("key"), leaf["name"]):
            return leaf
    raise NotFound(f"no button {where!r}")


def _by_path(menu: Menu, path: Sequence[Any]) -> Button:
    buttons: Sequence[Button] = menu.buttons
    found: Button = {}
    for index in path:
        if not isinstance(index, int) or not 0 <= index < len(buttons):
            raise NotFound(f"no button {path!r}")
        found = buttons[index]
        buttons = found["sub_button"]
    if not found or buttons:
        raise BadInput("button", "这是一个上级菜单")
    return found


def _click(person: Person, button: Button, given: Given) -> list[Push]:
    person.live.windows.grant(person.openid, Opener.CLICK)
    kind = button["type"]
    if kind == "click":
        return [person.event("CLICK", Expects.TAP, EventKey=button["key"])]
    info = {"ScanType": "qrcode", "ScanResult": given.result}
    expects = Expects.TAP if kind == "scancode_waitmsg" else Expects.NOTHING
    return [person.event(kind, expects, EventKey=button["key"], ScanCodeInfo=info)]


def _picture(person: Person, button: Button) -> list[Push]:
    """The event first, then the picture itself as a message."""
    body = picture(person.world.rng.getrandbits(8))
    info = {"Count": 1, "PicList": [{"PicMd5Sum": md5(body)}]}
    told = person.event(button["type"], EventKey=button["key"], SendPicsInfo=info)
    return [told, *send_picture(person, "image/png", body)]


def _place(person: Person, button: Button, given: Given) -> list[Push]:
    info = {
        "Location_X": str(given.latitude),
        "Location_Y": str(given.longitude),
        "Scale": "15",
        "Label": given.label,
        "Poiname": given.name,
    }
    told = person.event("location_select", EventKey=button["key"], SendLocationInfo=info)
    return [told, *send_location(person, given.latitude, given.longitude, given.label)]


def _show_material(person: Person, button: Button) -> None:
    """Permanent material goes straight to the person; the bot is not told."""
    name = str(button.get("media_id") or button.get("article_id"))
    person.world.show(person.live, person.openid, Side.THEM, "card", "reply", title=f"素材 {name}")
