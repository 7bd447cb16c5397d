"""The API as a client meets it: tokens, quotas, windows, templates, menus, people, media."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.simulator.phone import Platform, until
from tests.simulator.served import Bot

Make = Callable[..., Platform]


def _info(platform: Platform, token: str) -> int:
    query = {"access_token": token, "openid": platform.openid}
    return int(platform.http.get("/cgi-bin/user/info", params=query).json().get("errcode", 0))


def _kf(platform: Platform, words: str = "您好") -> int:
    body = {"touser": platform.openid, "msgtype": "text", "text": {"content": words}}
    return int(platform.post("/cgi-bin/message/custom/send", body)["errcode"])


def test_classic_token_overlaps_five_minutes(platform: Platform) -> None:
    old, new = platform.token()["access_token"], platform.token()["access_token"]
    assert (_info(platform, old), _info(platform, new)) == (0, 0)
    platform.skip(301)
    assert (_info(platform, old), _info(platform, new)) == (40001, 0)
    platform.skip(7200)
    assert _info(platform, new) == 42001
    assert _info(platform, "made-up") == 40014
    assert _info(platform, "") == 41001


def test_stable_token_stays_and_turns_over(platform: Platform) -> None:
    first = platform.stable()
    platform.skip(60)
    again = platform.stable()
    assert again["access_token"] == first["access_token"]
    assert 7135 <= again["expires_in"] <= 7140
    platform.skip(7200 - 60 - 200)
    renewed = platform.stable()
    assert renewed["access_token"] != first["access_token"]
    assert _info(platform, first["access_token"]) == 0
    assert _info(platform, platform.token()["access_token"]) == 0


def test_forced_refresh_kills_and_is_limited(platform: Platform) -> None:
    first = platform.stable()["access_token"]
    second = platform.stable(force=True)["access_token"]
    assert (_info(platform, first), _info(platform, second)) == (40001, 0)
    assert platform.stable(force=True)["errcode"] == 45011
    for _ in range(19):
        platform.skip(31)
        assert "access_token" in platform.stable(force=True)
    platform.skip(31)
    assert platform.stable(force=True)["errcode"] == 45009


@pytest.mark.parametrize(
    ("query", "errcode"),
    [
        ({"secret": "x"}, 41002),
        ({"appid": "wx0", "secret": "x"}, 40013),
        ({"appid": "wx5f0a9c1e7d3b2846"}, 41004),
        ({"appid": "wx5f0a9c1e7d3b2846", "secret": "x"}, 40125),
    ],
)
def test_bad_credentials(platform: Platform, query: dict[str, str], errcode: int) -> None:
    answer = platform.http.get(
        "/cgi-bin/token", params={"grant_type": "client_credential", **query}
    ).json()
    assert answer["errcode"] == errcode
    assert " rid: " in answer["errmsg"]


def test_white_list(platform_of: Make) -> None:
    platform = platform_of(ip_white_list=("10.0.0.1",))
    assert platform.token()["errcode"] == 40164


def test_methods_and_bodies(platform: Platform) -> None:
    query = {"access_token": platform.access()}
    post, get = platform.http.post, platform.http.get
    assert post("/cgi-bin/user/get", params=query).json()["errcode"] == 43001
    assert get("/cgi-bin/menu/create", params=query).json()["errcode"] == 43002
    assert post("/cgi-bin/menu/create", params=query).json()["errcode"] == 44002
    bad = post("/cgi-bin/menu/create", params=query, content=b"{no")
    assert bad.json()["errcode"] == 47001
    assert get("/cgi-bin/nothing", params=query).json()["errcode"] == 40066


def test_customer_service_windows(platform: Platform) -> None:
    assert [_kf(platform) for _ in range(4)] == [0, 0, 0, 45047]
    platform.skip(61)
    assert _kf(platform) == 45015
    platform.act("say", text="在吗")
    assert [_kf(platform) for _ in range(6)] == [0] * 5 + [45047]
    platform.act("say", text="还在吗")
    platform.skip(48 * 3600 - 5)
    assert _kf(platform) == 0
    platform.skip(10)
    assert _kf(platform) == 45015


def test_customer_service_to_whom(platform: Platform) -> None:
    platform.act("unfollow")
    assert _kf(platform) == 45015
    body = {"touser": "nobody", "msgtype": "text", "text": {"content": "x"}}
    assert platform.post("/cgi-bin/message/custom/send", body)["errcode"] == 40003


@pytest.mark.parametrize(
    ("kind", "inner", "errcode"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {"content": "字" * 683}, 45002),
        ("image", {"media_id": "x"}, 40007),
        ("news", {"articles": [{"title": "a"}, {"title": "b"}]}, 45008),
        ("news", {"articles": [{"title": "a", "url": "https://a.example"}]}, 0),
        ("msgmenu", {"head_content": "满意吗", "list": [{"id": "1", "content": "是"}]}, 0),
        ("msgmenu", {"list": []}, 44004),
        ("miniprogrampage", {"appid": "wx1", "pagepath": "p", "title": "t"}, 0),
        ("mpnews", {"media_id": "m"}, 0),
        ("mpnewsarticle", {"article_id": "a"}, 0),
        ("wxcard", {"card_id": "c"}, 0),
        ("music", {"title": "t", "musicurl": "u", "thumb_media_id": "m"}, 0),
        ("carrier-pigeon", {}, 40008),
    ],
)
def test_customer_service_kinds(
    platform: Platform, kind: str, inner: dict[str, Any], errcode: int
) -> None:
    body = {"touser": platform.openid, "msgtype": kind, kind: inner}
    assert platform.post("/cgi-bin/message/custom/send", body)["errcode"] == errcode


def _template(
    platform: Platform, name: str = "tpl-account-change", **change: str
) -> dict[str, Any]:
    data = {
        "character_string1": "****1234",
        "thing2": "转账支出",
        "amount3": "500.00元",
        "amount4": "¥1234.50",
        "time5": "2026年7月20日 10:00",
        **change,
    }
    return {
        "touser": platform.openid,
        "template_id": name,
        "url": "https://bank.example/p/1",
        "data": {key: {"value": value} for key, value in data.items()},
    }


def test_template_message_arrives_and_is_reported(bot: Bot, platform: Platform) -> None:
    sent = platform.post("/cgi-bin/message/template/send", _template(platform))
    shown = platform.messages()[-1]
    assert (shown["kind"], shown["title"]) == ("template", "账户变动提醒")
    assert shown["rows"][2] == {"label": "交易金额", "value": "500.00元"}
    report = until(lambda: bot.of("TEMPLATESENDJOBFINISH"))[0]
    assert (report["MsgID"], report["Status"]) == (str(sent["msgid"]), "success")


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"thing2": "字" * 20}, 0),
        ({"thing2": "字" * 21}, 47003),
        ({"thing2": ""}, 47003),
        ({"amount3": "1,000.50元"}, 47003),
        ({"amount3": "一百元"}, 47003),
        ({"character_string1": "尾号1234"}, 47003),
        ({"time5": "today"}, 47003),
        ({"thing2": "第一行\n第二行" + "长" * 30}, 0),
    ],
)
def test_template_fields(platform: Platform, change: dict[str, str], errcode: int) -> None:
    sent = platform.post("/cgi-bin/message/template/send", _template(platform, **change))
    assert sent["errcode"] == errcode
    if "\n" in change.get("thing2", ""):
        assert platform.messages()[-1]["rows"][1]["value"] == "第一行"


def test_template_refusals(bot: Bot, platform: Platform) -> None:
    path = "/cgi-bin/message/template/send"
    assert platform.post(path, _template(platform, "unknown"))["errcode"] == 40037
    platform.act("settings", refuse_templates=True)
    assert platform.post(path, _template(platform))["errcode"] == 0
    assert until(lambda: bot.of("TEMPLATESENDJOBFINISH"))[0]["Status"] == "failed:user block"
    platform.act("unfollow")
    assert platform.post(path, _template(platform))["errcode"] == 43004


def test_template_sent_once_by_client_id(platform: Platform) -> None:
    body = {**_template(platform), "client_msg_id": "entry-1"}
    first = platform.post("/cgi-bin/message/template/send", body)
    assert platform.post("/cgi-bin/message/template/send", body) == first
    assert len([one for one in platform.messages() if one["kind"] == "template"]) == 1


def test_subscription_notice_needs_a_grant(bot: Bot, platform: Platform) -> None:
    body = {**_template(platform), "page": "https://bank.example/p/1"}
    path = "/cgi-bin/message/subscribe/bizsend"
    assert platform.post(path, body)["errcode"] == 43101
    platform.act("subscribe", template_id="tpl-account-change")
    assert platform.post(path, body)["errcode"] == 0
    assert platform.post(path, body)["errcode"] == 43101
    until(lambda: bot.of("subscribe_msg_sent_event"))
    platform.act("subscribe", template_id="tpl-account-change", forever=True)
    assert [platform.post(path, body)["errcode"] for _ in range(3)] == [0, 0, 0]


def _button(**facts: Any) -> dict[str, Any]:
    return {"type": "click", "name": "余额", "key": "k", **facts}


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([], 40016),
        ([_button()] * 4, 40016),
        ([_button(name="五个汉字啊")], 0),
        ([_button(name="六个汉字啊呀")], 40018),
        ([_button(name="")], 40018),
        ([_button(key="k" * 128)], 0),
        ([_button(key="k" * 129)], 40019),
        ([_button(type="dance")], 40017),
        ([_button(type="view", url="https://a.example/" + "x" * 1024)], 40020),
        ([_button(type="view", url="ftp://a.example/")], 65317),
        ([{"name": "多", "sub_button": [_button()] * 5}], 0),
        ([{"name": "多", "sub_button": [_button()] * 6}], 40023),
        ([{"name": "多", "sub_button": [_button(name="字" * 20)]}], 0),
        ([{"name": "多", "sub_button": [_button(name="字" * 21)]}], 40025),
        ([{"name": "多", "sub_button": [_button(type="none")]}], 40024),
        ([{"name": "多", "sub_button": [_button(key="")]}], 40026),
        ([_button(type="miniprogram", url="https://a.example/")], 40017),
    ],
)
def test_menu_rules(platform: Platform, buttons: list[Any], errcode: int) -> None:
    answer = platform.post("/cgi-bin/menu/create", {"button": buttons})
    assert answer["errcode"] == errcode


def test_conditional_menus(platform: Platform) -> None:
    add = "/cgi-bin/menu/addconditional"
    special = {"button": [_button(name="贵宾")], "matchrule": {"tag_id": "100"}}
    assert platform.post(add, special)["errcode"] == 65303
    platform.post("/cgi-bin/menu/create", {"button": [_button()]})
    assert platform.post(add, special)["errcode"] == 45159
    tag = platform.post("/cgi-bin/tags/create", {"tag": {"name": "贵宾"}})["tag"]["id"]
    assert platform.post(add, {**special, "matchrule": {"sex": "1"}})["errcode"] == 65320
    assert platform.post(add, {**special, "matchrule": {}})["errcode"] == 65304
    menu_id = platform.post(add, special)["menuid"]
    match = {"user_id": platform.openid}
    tried = platform.post("/cgi-bin/menu/trymatch", match)
    assert tried["button"][0]["name"] == "余额"
    platform.post(
        "/cgi-bin/tags/members/batchtagging", {"openid_list": [platform.openid], "tagid": tag}
    )
    assert platform.post("/cgi-bin/menu/trymatch", match)["button"][0]["name"] == "贵宾"
    seen = platform.http.get("/sim/phones/wang").json()["accounts"][0]["menu"]
    assert seen[0]["name"] == "贵宾"
    assert len(platform.get("/cgi-bin/menu/get")["conditionalmenu"]) == 1
    assert platform.post("/cgi-bin/menu/delconditional", {"menuid": menu_id})["errcode"] == 0
    assert platform.get("/cgi-bin/menu/delete")["errcode"] == 0
    assert platform.get("/cgi-bin/menu/get")["errcode"] == 46003


def test_people_and_tags(platform: Platform) -> None:
    platform.act("follow", "li")
    people = platform.get("/cgi-bin/user/get")
    assert (people["total"], people["count"]) == (2, 2)
    info = platform.get("/cgi-bin/user/info", openid=platform.openid)
    assert (info["subscribe"], info["subscribe_scene"]) == (1, "ADD_SCENE_SEARCH")
    create = "/cgi-bin/tags/create"
    tag = platform.post(create, {"tag": {"name": "白金"}})["tag"]["id"]
    assert platform.post(create, {"tag": {"name": "白金"}})["errcode"] == 45157
    assert platform.post(create, {"tag": {"name": "字" * 11}})["errcode"] == 45158
    put = "/cgi-bin/tags/members/batchtagging"
    both = people["data"]["openid"]
    assert platform.post(put, {"openid_list": both, "tagid": tag})["errcode"] == 0
    assert platform.post(put, {"openid_list": both * 26, "tagid": tag})["errcode"] == 40032
    assert platform.post(put, {"openid_list": both, "tagid": 2})["errcode"] == 45058
    tagged = platform.post("/cgi-bin/user/tag/get", {"tagid": tag, "next_openid": ""})
    assert tagged["count"] == 2
    platform.act("unfollow", "li")
    gone = platform.get("/cgi-bin/user/info", openid=both[1])
    assert gone == {"subscribe": 0, "openid": both[1], "tagid_list": []}
    assert platform.post(put, {"openid_list": both, "tagid": tag})["errcode"] == 49003


def test_too_many_tags(platform: Platform) -> None:
    codes = [
        platform.post("/cgi-bin/tags/create", {"tag": {"name": f"t{n}"}}).get("errcode", 0)
        for n in range(101)
    ]
    assert codes == [0] * 100 + [45056]
    put = "/cgi-bin/tags/members/batchtagging"
    codes = [
        platform.post(put, {"openid_list": [platform.openid], "tagid": 100 + n})["errcode"]
        for n in range(21)
    ]
    assert codes == [0] * 20 + [45059]


def test_media_lives_three_days(platform: Platform) -> None:
    def upload(kind: str, body: bytes) -> dict[str, Any]:
        query = {"access_token": platform.access(), "type": kind}
        files = {"media": ("a.bin", body, "image/png")}
        answer: dict[str, Any] = platform.http.post(
            "/cgi-bin/media/upload", params=query, files=files
        ).json()
        return answer

    def fetch(media_id: str) -> httpx.Response:
        query = {"access_token": platform.access(), "media_id": media_id}
        return platform.http.get("/cgi-bin/media/get", params=query)

    body = bytes(range(256)) * 8 + b"\r\n--x\r\n\r\n"
    made = upload("image", body)
    assert fetch(made["media_id"]).content == body
    assert upload("thumb", b"x" * (64 << 10))["thumb_media_id"]
    assert upload("thumb", b"x" * ((64 << 10) + 1))["errcode"] == 40006
    assert upload("file", b"x")["errcode"] == 40004
    query = {"access_token": platform.access(), "type": "image"}
    none = platform.http.post("/cgi-bin/media/upload", params=query, content=b"raw").json()
    assert none["errcode"] == 41005
    platform.skip(3 * 86400)
    assert fetch(made["media_id"]).json()["errcode"] == 40007


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 2**32 - 1}}}, 0),
        ({"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 2**32}}}, 40053),
        ({"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 100001}}}, 40053),
        ({"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "x" * 65}}}, 40053),
        ({"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "x"}}}, 0),
        ({"action_name": "QR", "action_info": {}}, 40053),
    ],
)
def test_qr_codes(platform: Platform, body: dict[str, Any], errcode: int) -> None:
    made = platform.post("/cgi-bin/qrcode/create", body)
    assert made.get("errcode", 0) == errcode
    if not errcode:
        shown = platform.http.get("/cgi-bin/showqrcode", params={"ticket": made["ticket"]})
        assert shown.text.startswith("<svg")
        assert ("expire_seconds" in made) == ("LIMIT" not in body["action_name"])


def test_a_qr_code_expires(platform: Platform) -> None:
    scene = {"scene": {"scene_str": "s"}}
    body = {"action_name": "QR_STR_SCENE", "action_info": scene, "expire_seconds": 30}
    made = platform.post("/cgi-bin/qrcode/create", body)
    platform.skip(31)
    refused = platform.http.post("/sim/phones/wang/scan", json={"code": made["ticket"]})
    assert refused.status_code == 404


def test_daily_quota_and_clearing(platform_of: Make) -> None:
    platform = platform_of(limits={"/cgi-bin/user/get": 2})
    codes = [platform.get("/cgi-bin/user/get").get("errcode", 0) for _ in range(3)]
    assert codes == [0, 0, 45009]
    quota = platform.post("/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/user/get"})["quota"]
    assert quota == {"daily_limit": 2, "used": 2, "remain": 0}
    clear = {"appid": platform.account.appid}
    assert platform.post("/cgi-bin/clear_quota", clear)["errcode"] == 0
    assert platform.get("/cgi-bin/user/get").get("errcode", 0) == 0
    codes = [platform.post("/cgi-bin/clear_quota", clear)["errcode"] for _ in range(10)]
    assert codes == [0] * 9 + [48006]
    codes = [platform.get("/cgi-bin/user/get").get("errcode", 0) for _ in range(3)]
    assert codes == [0, 0, 45009]
    platform.skip(86400)
    assert platform.get("/cgi-bin/user/get").get("errcode", 0) == 0


def test_request_ids_and_addresses(platform: Platform) -> None:
    refused = platform.get("/cgi-bin/user/info", openid="nobody")
    rid = refused["errmsg"].rpartition("rid: ")[2]
    found = platform.post("/cgi-bin/openapi/rid/get", {"rid": rid})["request"]
    assert found["request_url"].startswith("/cgi-bin/user/info")
    assert platform.get("/cgi-bin/getcallbackip") == {"ip_list": ["127.0.0.1"]}
    assert platform.get("/cgi-bin/get_api_domain_ip")["ip_list"]
    checked = platform.post("/cgi-bin/callback/check", {"action": "all"})
    assert checked["ping"][0]["package_loss"] == "0%"
    tickets = [platform.get("/cgi-bin/ticket/getticket", type="jsapi") for _ in range(2)]
    assert tickets[0]["ticket"] == tickets[1]["ticket"]


def test_faults_on_demand(platform: Platform) -> None:
    path, query = "/cgi-bin/user/get", {"access_token": platform.access()}
    platform.fault(path, "-1")
    assert platform.get(path)["errcode"] == -1
    platform.fault(path, "45009", times=2)
    assert [platform.get(path)["errcode"] for _ in range(2)] == [45009, 45009]
    platform.fault(path, "5xx")
    assert platform.http.get(path, params=query).status_code == 502
    platform.fault(path, "html")
    assert "<html>" in platform.http.get(path, params=query).text
    platform.fault(path, "slow", seconds=1)
    with pytest.raises(httpx.ReadTimeout):
        platform.http.get(path, params=query, timeout=0.1)
    assert platform.get(path)["total"] == 1
    assert platform.http.get("/sim/faults").json() == []
    assert platform.http.post("/sim/faults", json={"path": "x", "kind": "?"}).status_code == 422


def test_a_lost_answer_did_its_work(platform: Platform) -> None:
    platform.fault("/cgi-bin/message/custom/send", "lost_answer")
    with pytest.raises(httpx.RemoteProtocolError):
        _kf(platform, "到了")
    assert platform.messages()[-1]["text"] == "到了"


def test_tokens_expire_on_demand(platform: Platform) -> None:
    token = platform.access()
    platform.http.post("/sim/tokens/expire", json={})
    assert _info(platform, token) == 42001


def test_a_withdrawn_api_says_so(platform: Platform) -> None:
    path = "/cgi-bin/message/wxopen/template/uniform_send"
    assert platform.post(path, {"touser": platform.openid})["errcode"] == 45109
