"""Menu, media, QR codes, tags: judged here before WeChat refuses them tersely."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channel.conftest import on_sqlite
from tests.channel.served import WechatApi
from weiyin.base.errors import BadInput, Misconfigured
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.kf import Kf
from weiyin.channel.wechat.media import Media, MediaShelf
from weiyin.channel.wechat.menu import Button, Menu, buttons_of, check_menu
from weiyin.channel.wechat.qr import QrCodes
from weiyin.channel.wechat.tags import Tags
from weiyin.channel.wechat.users import Users

CLICK = Button("余额查询", "click", key="balance_query")
VIEW = Button("网点", "view", url="https://bank.example/p/branches")


def test_a_whole_menu_passes() -> None:
    items = (CLICK, VIEW, *[CLICK] * 3)
    check_menu([Button("微金融", items=items), Button("悦生活", items=items), CLICK])


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ([], "button"),
        ([CLICK] * 4, "button"),
        ([Button("微金融", items=(CLICK,) * 6)], "button.0"),
        ([Button("名" * 6, "click", key="k")], "button.0.name"),
        ([CLICK, Button(" ", "click", key="k")], "button.1.name"),
        (
            [Button("栏", items=(Button("名" * 21, "click", key="k"),))],
            "button.0.sub_button.0.name",
        ),
        ([Button("栏", items=(Button("二", items=(CLICK,)),))], "button.0.sub_button.0"),
        ([Button("栏", "fly", key="k")], "button.0.type"),
        ([Button("栏", "click")], "button.0.key"),
        ([Button("栏", "click", key="k" * 129)], "button.0.key"),
        ([Button("栏", "view")], "button.0.url"),
        ([Button("栏", "view", url="javascript:x")], "button.0.url"),
        ([Button("栏", "view", url="https://x/" + "a" * 1024)], "button.0.url"),
        ([Button("栏", "miniprogram", url="https://x", appid="wx")], "button.0.pagepath"),
        ([Button("栏", "media_id")], "button.0.media_id"),
    ],
)
def test_a_menu_is_judged_by_button(columns: list[Button], where: str) -> None:
    with pytest.raises(BadInput) as told:
        check_menu(columns)
    assert told.value.field == where


@pytest.mark.parametrize("menu", [{}, {"button": 1}, {"button": [1]}])
def test_what_is_no_menu_is_said_so(menu: Any) -> None:
    with pytest.raises(BadInput):
        buttons_of(menu)


@on_sqlite
def test_conditional_menus_are_for_a_tag(client: WechatClient, api: WechatApi) -> None:
    api.on("/cgi-bin/menu/addconditional", {"menuid": 208379533})
    api.on("/cgi-bin/menu/trymatch", {"button": []})
    api.on("/cgi-bin/menu/delconditional", {"errcode": 0})
    menu = Menu(client)
    assert menu.publish_conditional([CLICK, VIEW], 7) == "208379533"
    (call,) = api.calls("/cgi-bin/menu/addconditional")
    assert call.json["matchrule"] == {"tag_id": "7"}
    assert menu.seen_by("openid") == {"button": []}
    menu.delete_conditional("208379533")
    shown = [{"menuid": 9, "matchrule": {"group_id": 7}}, {"menuid": 8, "matchrule": {}}]
    api.on("/cgi-bin/menu/get", {"menu": {"button": []}, "conditionalmenu": shown})
    assert menu.conditional_of(7) == ["9"]
    many = [Button(f"{n}", "view", url=f"https://h{n}.example/") for n in range(3)]
    other = Button("栏", items=(*many[:2], Button("四", "view", url="https://h4.example/")))
    with pytest.raises(BadInput):
        menu.publish_conditional([other, many[2]], 7)


@on_sqlite
def test_codes_carry_a_scene(client: WechatClient, api: WechatApi) -> None:
    path = "/cgi-bin/qrcode/create"
    api.on(path, {"ticket": "t", "url": "http://weixin.qq.com/q/x", "expire_seconds": 60})
    codes = QrCodes(client)
    assert codes.temporary("branch-7", 60).seconds == 60
    assert codes.permanent(100_000).ticket == "t"
    assert [call.json["action_name"] for call in api.calls(path)] == [
        "QR_STR_SCENE", "QR_LIMIT_SCENE",
    ]  # fmt: skip
    for bad in (
        lambda: codes.permanent(100_001),
        lambda: codes.permanent(""),
        lambda: codes.temporary("x" * 65),
        lambda: codes.temporary(0),
        lambda: codes.temporary(1, 2_592_001),
    ):
        with pytest.raises(BadInput):
            bad()


@on_sqlite
def test_media_within_the_limits_go_up_and_down(client: WechatClient, api: WechatApi) -> None:
    api.on("/cgi-bin/media/upload", {"type": "image", "media_id": "M1", "created_at": 1})
    api.on("/cgi-bin/media/get", b"#!AMR\n\x00\x01")
    shelf = MediaShelf(client)
    assert shelf.upload("image", "a.png", Media(b"png", "image/png")) == "M1"
    assert shelf.get("M2").content == b"#!AMR\n\x00\x01"
    api.on("/cgi-bin/media/get", {"errcode": 40007, "errmsg": "invalid media_id"})
    with pytest.raises(Exception, match="40007"):
        shelf.get("M3")
    for kind, media in (
        ("image", Media(b"x", "image/svg+xml")),
        ("voice", Media(b"x" * (2 * 1024 * 1024 + 1), "audio/amr")),
        ("thumb", Media(b"", "image/jpeg")),
        ("book", Media(b"x", "text/plain")),
    ):
        with pytest.raises(BadInput):
            shelf.upload(kind, "x", media)


@on_sqlite
def test_tags_and_users(client: WechatClient, api: WechatApi) -> None:
    api.on("/cgi-bin/tags/create", {"tag": {"id": 134, "name": "金卡"}})
    api.on("/cgi-bin/tags/get", {"tags": [{"id": 134, "name": "金卡", "count": 0}]})
    api.on("/cgi-bin/tags/getidlist", {"tagid_list": [134, 2]})
    for path in ("update", "delete", "members/batchtagging", "members/batchuntagging"):
        api.on(f"/cgi-bin/tags/{path}", {"errcode": 0})
    tags = Tags(client)
    assert tags.create("金卡") == 134
    tags.rename(134, "白金卡")
    tags.add(134, [f"o{n}" for n in range(120)])
    tags.remove(134, ["o1"])
    tags.delete(134)
    assert [
        len(call.json["openid_list"]) for call in api.calls("/cgi-bin/tags/members/batchtagging")
    ] == [50, 50, 20]
    assert (tags.of("o1"), tags.listed()[0]["name"]) == ([134, 2], "金卡")
    with pytest.raises(BadInput):
        tags.create("名" * 31)
    api.on("/cgi-bin/user/info/updateremark", {"errcode": 0})
    Users(client).remark("o1", "王经理的客户")
    with pytest.raises(BadInput):
        Users(client).infos(["o"] * 101)


@on_sqlite
def test_kf_accounts_have_their_form(client: WechatClient, api: WechatApi) -> None:
    api.on("/customservice/kfaccount/add", {"errcode": 0})
    kf = Kf(client)
    kf.add_account("test1@gh_1", "客服一")
    for account, nickname in (("test1", "客服"), ("a" * 11 + "@x", "客服"), ("a@b", "名" * 17)):
        with pytest.raises(BadInput):
            kf.add_account(account, nickname)
    with pytest.raises(Misconfigured):
        kf.delete_account("test1@gh_1")  # the stand-in knows no such page
