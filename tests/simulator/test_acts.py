"""What a person does becomes the right push."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.simulator.phone import Platform, until
from tests.simulator.served import Bot, says
from weiyin.simulator.settings import Recognition

MENU = {
    "button": [
        {"type": "click", "name": "余额", "key": "balance"},
        {
            "name": "更多",
            "sub_button": [
                {"type": "view", "name": "官网", "url": "https://bank.example/"},
                {"type": "scancode_push", "name": "扫码", "key": "push"},
                {"type": "scancode_waitmsg", "name": "扫码等", "key": "wait"},
                {"type": "pic_sysphoto", "name": "拍照", "key": "photo"},
                {"type": "location_select", "name": "位置", "key": "place"},
            ],
        },
        {
            "type": "miniprogram",
            "name": "小程序",
            "url": "https://bank.example/mini",
            "appid": "wx1",
            "pagepath": "pages/index",
        },
    ]
}


def test_follow_and_unfollow(bot: Bot, platform: Platform) -> None:
    assert bot.of("subscribe")[0]["EventKey"] == ""
    platform.act("unfollow")
    assert len(bot.of("unsubscribe")) == 1
    refused = platform.http.post("/sim/phones/wang/say", json={"text": "在吗"})
    assert (refused.status_code, refused.json()["heard"]) == (409, "请先关注")


def test_voice_without_recognition(bot: Bot, platform: Platform) -> None:
    shown = platform.act("voice", text="我还剩多少钱")["messages"][0]
    assert (shown["kind"], shown["spoken"], shown["seconds"]) == ("voice", "我还剩多少钱", 2)
    pushed = bot.of("voice")[0]
    assert (pushed["Recognition"], pushed["Format"]) == ("", "amr")
    wide = platform.http.get(
        "/cgi-bin/media/get",
        params={"access_token": platform.access(), "media_id": pushed["MediaId16K"]},
    )
    assert wide.content.startswith(b"#!AMR-WB\n")
    assert unquote(wide.headers["x-sim-spoken-text"]) == "我还剩多少钱"
    assert pushed["MediaId"] != pushed["MediaId16K"]


def test_recognition_absent(bot: Bot, platform_of: Callable[..., Platform]) -> None:
    platform = platform_of(recognition=Recognition.ABSENT)
    platform.act("follow")
    platform.act("voice", text="你好")
    assert "Recognition" not in bot.of("voice")[0]


def test_picture(bot: Bot, platform: Platform) -> None:
    shown = platform.act("picture")["messages"][0]
    pushed = bot.of("image")[0]
    assert pushed["MediaId"] == shown["media"]
    seen = platform.http.get(pushed["PicUrl"])
    assert seen.content.startswith(b"\x89PNG")
    own = platform.http.post(
        "/sim/phones/wang/picture", content=b"GIF89a", headers={"content-type": "image/gif"}
    )
    assert own.status_code == 200
    assert platform.http.get(bot.of("image")[1]["PicUrl"]).content == b"GIF89a"


def test_location(bot: Bot, platform: Platform) -> None:
    platform.act("location", latitude=31.2304, longitude=121.4737, label="上海市人民广场")
    pushed = bot.of("location")[0]
    assert (pushed["Location_X"], pushed["Location_Y"]) == ("31.2304", "121.4737")
    assert pushed["Label"] == "上海市人民广场"
    bad = platform.http.post("/sim/phones/wang/location", json={"latitude": 91})
    assert bad.status_code == 422


def test_place_told_on_entering(bot: Bot, platform: Platform) -> None:
    assert platform.act("enter")["attempts"] == []
    platform.act("settings", tells_place=True)
    platform.act("enter", latitude=22.5, longitude=114.0)
    assert bot.of("LOCATION")[0]["Latitude"] == "22.5"


def test_menu_taps(bot: Bot, platform: Platform) -> None:
    platform.post("/cgi-bin/menu/create", MENU)
    bot.answer = says("好的")
    assert platform.act("tap", button=[0])["messages"][-1]["text"] == "好的"
    assert bot.of("CLICK")[0]["EventKey"] == "balance"
    assert platform.act("tap", button=[1, 0])["open"] == "https://bank.example/"
    assert bot.of("VIEW")[0]["EventKey"] == "https://bank.example/"
    assert bot.of("VIEW")[0]["MenuId"].isdecimal()
    platform.act("tap", key="push", result="https://x.example/")
    assert bot.of("scancode_push")[0]["ScanCodeInfo"] == {
        "ScanType": "qrcode",
        "ScanResult": "https://x.example/",
    }
    platform.act("tap", key="wait")
    assert bot.of("scancode_waitmsg")
    platform.act("tap", key="photo")
    assert bot.of("pic_sysphoto")[0]["SendPicsInfo"]["Count"] == "1"
    assert bot.of("image")
    platform.act("tap", key="place")
    assert bot.of("location_select")[0]["SendLocationInfo"]["Poiname"] == "天安门"
    assert bot.of("location")
    platform.act("tap", button=[2])
    assert bot.of("view_miniprogram")[0]["EventKey"] == "pages/index"


@pytest.mark.parametrize("button", [[1], [3], [0, 0], [-1], []])
def test_no_such_button(platform: Platform, button: list[int]) -> None:
    platform.post("/cgi-bin/menu/create", MENU)
    refused = platform.http.post("/sim/phones/wang/tap", json={"button": button})
    assert refused.status_code in (404, 422)


def test_scan_by_a_stranger_and_by_a_follower(bot: Bot, platform: Platform) -> None:
    made = platform.post(
        "/cgi-bin/qrcode/create",
        {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "branch-7"}}},
    )
    platform.act("scan", code=made["ticket"])
    assert bot.of("SCAN")[0]["EventKey"] == "branch-7"
    assert platform.act("scan", "li", code=made["url"])["attempts"] == []
    platform.act("follow", "li")
    assert bot.of("subscribe")[-1]["EventKey"] == "qrscene_branch-7"
    assert bot.of("subscribe")[-1]["Ticket"] == made["ticket"]


def test_a_choice_tapped_in_a_menu_of_words(bot: Bot, platform: Platform) -> None:
    platform.act("say", text="满意", menu_id="101")
    assert bot.of("text")[0]["bizmsgmenuid"] == "101"


def test_subscription_pop_up(bot: Bot, platform: Platform) -> None:
    platform.act("subscribe", template_id="tpl-security")
    told = bot.of("subscribe_msg_popup_event")[0]["SubscribeMsgPopupEvent"]["List"]
    assert told["SubscribeStatusString"] == "accept"


def test_a_phone_is_added(bot: Bot, platform: Platform) -> None:
    handset = {"id": "mei", "nickname": "韩梅梅", "phone": "13700000000"}
    assert platform.http.post("/sim/phones", json=handset).status_code == 201
    assert platform.http.post("/sim/phones", json=handset).status_code == 409
    platform.act("follow", "mei")
    assert len({one["FromUserName"] for one in bot.of("subscribe")}) == 2
    seen = platform.http.get("/sim/phones/mei").json()
    assert seen["accounts"][0]["following"] is True


def test_texts_reach_the_phone_with_that_number(platform: Platform) -> None:
    body = {"phone": "13800001234", "body": "验证码 123456", "key": "k1"}
    key = {"authorization": "Bearer demo-sms-key"}
    assert platform.http.post("/sms/send", json=body).status_code == 401
    first = platform.http.post("/sms/send", json=body, headers=key).json()
    assert platform.http.post("/sms/send", json=body, headers=key).json() == first
    tray = platform.http.get("/sim/phones/wang/sms").json()
    assert [one["body"] for one in tray] == ["验证码 123456"]
    assert platform.http.get("/sim/phones/li/sms").json() == []


def test_live_events_and_the_log(bot: Bot, platform: Platform) -> None:
    with platform.http.stream("GET", "/sim/events") as stream:
        lines = stream.iter_lines()
        platform.act("say", text="直播")
        assert any('"event":"bubble"' in line and "直播" in line for line in lines)
    log = platform.http.get("/sim/log").json()
    assert [(one["path"], one["status"]) for one in log][-1] == ("text", "200")
    assert until(lambda: bot.of("text"))


@pytest.mark.parametrize(
    ("host", "site", "status"),
    [
        ("evil.example", "none", 403),
        ("127.0.0.1:1", "cross-site", 403),
        ("wang.weiyin.localhost:9", "same-origin", 200),
    ],
)
def test_only_this_machine(platform: Platform, host: str, site: str, status: int) -> None:
    headers = {"host": host, "sec-fetch-site": site}
    assert platform.http.get("/sim/phones", headers=headers).status_code == status
