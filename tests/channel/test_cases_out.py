"""Every conformance case of what we send: passive replies through the served door, calls through
the client to a listening stand-in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from tests.channel import kit
from tests.channel.conftest import on_sqlite
from tests.channel.served import WechatApi, served
from tests.channel.test_cases_in import CASES, of_kind
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NotFound
from weiyin.channel.wechat import jssdk, kf_messages
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.datacube import DataCube
from weiyin.channel.wechat.kf import Kf
from weiyin.channel.wechat.mass import MassMessages
from weiyin.channel.wechat.media import Media, MediaShelf
from weiyin.channel.wechat.menu import Menu, buttons_of
from weiyin.channel.wechat.oauth import WechatSignIn
from weiyin.channel.wechat.platform import Platform
from weiyin.channel.wechat.replies import (
    Card,
    ImageReply,
    MusicReply,
    NewsReply,
    Passive,
    TextReply,
    TransferReply,
    VideoReply,
    VoiceReply,
)
from weiyin.channel.wechat.tags import Tags
from weiyin.channel.wechat.users import Users


def _reply_of(fields: dict[str, Any]) -> Passive:
    kind = fields["MsgType"]
    inside = fields.get(kind.capitalize(), {})
    if kind == "news":
        items = fields["Articles"]["item"] if fields["Articles"] else []
        return NewsReply(
            tuple(Card(i["Title"], i["Description"], i["PicUrl"], i["Url"]) for i in items)
        )
    if kind == "music":
        return MusicReply(
            inside["ThumbMediaId"],
            inside["Title"],
            inside["Description"],
            inside["MusicUrl"],
            inside["HQMusicUrl"],
        )
    if kind == "video":
        return VideoReply(inside["MediaId"], inside["Title"], inside["Description"])
    if kind == "transfer_customer_service":
        return TransferReply(fields.get("TransInfo", {}).get("KfAccount", ""))
    if kind == "text":
        return TextReply(fields["Content"])
    return {"image": ImageReply, "voice": VoiceReply}[kind](inside["MediaId"])


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value != ""}


@of_kind("reply_xml")
@pytest.mark.parametrize("mode", ["plain", "safe"])
def test_passive_replies_hold(case: dict[str, Any], mode: str) -> None:
    fields = case["expected"]["fields"]
    at = 1122 if fields["CreateTime"] == "{time}" else int(fields["CreateTime"])
    clock = ManualClock(datetime.fromtimestamp(at, UTC))
    platform = kit.Platform(clock)
    listener = kit.Listener(lambda _: _reply_of(fields))  # type: ignore[arg-type, return-value]
    push = kit.message(
        "event",
        openid=fields["ToUserName"],
        Event="CLICK",
        EventKey="k",
    ).replace(kit.GH_ID, fields["FromUserName"])
    with served(kit.gateway(clock, listener, kit.account(mode))) as port:
        knock = platform.plain(push) if mode == "plain" else platform.safe(push)
        url = f"http://127.0.0.1:{port}/wechat/main?{knock.query_string}"
        response = httpx.post(url, content=knock.body, trust_env=False)
    heard = kit.Heard(response.status_code, {}, response.content)
    xml = heard.text if mode == "plain" else platform.open_answer(heard)
    expected = {**fields, "CreateTime": str(at)}
    assert _said(kit.fields_of(xml)) == _said(expected)


def _body_of(message: dict[str, Any]) -> kf_messages.Body:
    kind = message["msgtype"]
    inside = message[kind]
    match kind:
        case "text":
            return kf_messages.text(inside["content"])
        case "voice":
            return kf_messages.voice(inside["media_id"])
        case "music":
            return kf_messages.music(
                inside["musicurl"],
                inside["hqmusicurl"],
                inside["thumb_media_id"],
                inside["title"],
                inside["description"],
            )
        case "msgmenu":
            options = [(item["id"], item["content"]) for item in inside["list"]]
            return kf_messages.menu(inside["head_content"], options, inside["tail_content"])
        case "mpnewsarticle":
            return kf_messages.mpnews_article(inside["article_id"])
        case "miniprogrampage":
            return kf_messages.mini_program_page(
                inside["title"], inside["appid"], inside["pagepath"], inside["thumb_media_id"]
            )
    raise AssertionError(kind)


@of_kind("outbound_json")
@on_sqlite
def test_outbound_messages_hold(case: dict[str, Any], client: WechatClient, api: WechatApi) -> None:
    expected = case["expected"]["json"]
    api.on(case["api"], {"errcode": 0, "errmsg": "ok"})
    if case["api"] == "/cgi-bin/menu/create":
        Menu(client).publish(buttons_of(expected))
    else:
        Kf(client).send(expected["touser"], _body_of(expected))
    (call,) = api.calls(case["api"])
    assert call.query == {"access_token": "token-1"}
    assert call.json == expected


WEEK = (date(2014, 12, 7), date(2014, 12, 8))
_CALLS: dict[str, tuple[str, Any, Any]] = {
    "ticket_getticket": (
        "/cgi-bin/ticket/getticket",
        lambda c: c.jsapi_ticket(),
        lambda r: r["ticket"],
    ),
    "getcallbackip": (
        "/cgi-bin/getcallbackip",
        lambda c: Platform(c).callback_ips(),
        lambda r: r["ip_list"],
    ),
    "callback_check": (
        "/cgi-bin/callback/check",
        lambda c: Platform(c).check_callback(),
        lambda r: r,
    ),
    "menu_get": ("/cgi-bin/menu/get", lambda c: Menu(c).published(), lambda r: r),
    "menu_delete": ("/cgi-bin/menu/delete", lambda c: Menu(c).delete(), lambda _: None),
    "get_current_selfmenu_info": (
        "/cgi-bin/get_current_selfmenu_info",
        lambda c: Menu(c).current(),
        lambda r: r,
    ),
    "shorturl": (
        "/cgi-bin/shorturl",
        lambda c: c.post("/cgi-bin/shorturl", {"action": "long2short", "long_url": "x"}),
        lambda r: r,
    ),
    "user_info": (
        "/cgi-bin/user/info",
        lambda c: Users(c).info("o6_bmjrPTlm6_2sgVt7hMZOPfL2M").raw,
        lambda r: r,
    ),
    "user_info_batchget": (
        "/cgi-bin/user/info/batchget",
        lambda c: [one.raw for one in Users(c).infos(["a", "b"])],
        lambda r: r["user_info_list"],
    ),
    "user_get": (
        "/cgi-bin/user/get",
        lambda c: Users(c).followers(),
        lambda r: (r["data"]["openid"], r["next_openid"]),
    ),
    "user_tag_get": (
        "/cgi-bin/user/tag/get",
        lambda c: Tags(c).people(1),
        lambda r: (r["data"]["openid"], r["next_openid"]),
    ),
    "sns_auth": (
        "/sns/auth",
        lambda c: WechatSignIn({"main": c}).is_valid("main", "openid", "token"),
        lambda r: r["errcode"] == 0,
    ),
    "message_custom_send": (
        "/cgi-bin/message/custom/send",
        lambda c: Kf(c).send("openid", kf_messages.text("好")),
        lambda _: None,
    ),
    "message_mass_get": (
        "/cgi-bin/message/mass/get",
        lambda c: MassMessages(c).status("201053012"),
        lambda r: r["msg_status"],
    ),
    "media_uploadimg": (
        "/cgi-bin/media/uploadimg",
        lambda c: MediaShelf(c).upload_picture("a.png", Media(b"png", "image/png")),
        lambda r: r["url"],
    ),
    "customservice_getkflist": (
        "/cgi-bin/customservice/getkflist",
        lambda c: Kf(c).accounts(),
        lambda r: r["kf_list"],
    ),
    "customservice_kfsession_create": (
        "/customservice/kfsession/create",
        lambda c: Kf(c).create_session("openid", "test1@test"),
        lambda _: None,
    ),
    "customservice_kfsession_getsessionlist": (
        "/customservice/kfsession/getsessionlist",
        lambda c: Kf(c).sessions("test1@test"),
        lambda r: r["sessionlist"],
    ),
    "customservice_kfsession_getwaitcase": (
        "/customservice/kfsession/getwaitcase",
        lambda c: Kf(c).waiting(),
        lambda r: r["waitcaselist"],
    ),
    "datacube_getusersummary": (
        "/datacube/getusersummary",
        lambda c: DataCube(c).followers(*WEEK),
        lambda r: r["list"],
    ),
    "datacube_getupstreammsg": (
        "/datacube/getupstreammsg",
        lambda c: DataCube(c).messages(*WEEK),
        lambda r: r["list"],
    ),
}
"""By the name of the case: the path, our call, and what it must give of the answer."""


@of_kind("api_response")
@on_sqlite
def test_answers_of_the_api_hold(
    case: dict[str, Any], client: WechatClient, api: WechatApi
) -> None:
    answer = case["input"]["response_json"]
    if "access_token" in answer:
        api.on("/cgi-bin/stable_token", answer)
        api.on("/cgi-bin/getcallbackip", {"ip_list": []})
        Platform(client).callback_ips()
        assert api.asked[-1].query == {"access_token": answer["access_token"]}
        return
    path, call, expected = _CALLS[case["source"]["case"]]
    api.on(path, answer)
    assert call(client) == expected(answer)
    assert len(api.calls(path)) == 1


@of_kind("jssdk_signature")
@on_sqlite
def test_page_signatures_hold(case: dict[str, Any], client: WechatClient, api: WechatApi) -> None:
    given = case["input"]
    for url in (given["url"], given["url"] + "#wechat"):
        made = jssdk.signature_of(given["jsapi_ticket"], given["noncestr"], given["timestamp"], url)
        assert made == case["expected"]["signature"]
    api.on("/cgi-bin/ticket/getticket", {"ticket": given["jsapi_ticket"], "expires_in": 7200})
    config = jssdk.sign_page(client, "https://bank.example/p/branch?a=1#top")
    assert config.signature == jssdk.signature_of(
        given["jsapi_ticket"],
        config.noncestr,
        config.timestamp,
        "https://bank.example/p/branch?a=1",
    )
    for foreign in ("https://evil.example/", "https://bank.example@evil/", "http://bank.example/"):
        with pytest.raises(NotFound):
            jssdk.sign_page(client, foreign)


def test_no_case_is_left_out() -> None:
    replayed = {
        "message", "event", "url_signature", "url_verify", "decrypt", "json_push", "sha1_sorted",
        "reply_xml", "outbound_json", "api_response", "jssdk_signature",
    }  # fmt: skip
    assert {case["kind"] for case in CASES} == replayed
    assert len(CASES) == 141
    assert json.dumps(CASES)
