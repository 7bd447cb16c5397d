"""Every conformance case of what WeChat sends, replayed through the served HTTP door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channel import kit
from tests.channel.served import served
from weiyin.base.ask import AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.mask import Secret
from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.channel.wechat.reading import read_push
from weiyin.channel.wechat.signature import sign
from weiyin.channel.wechat.xml import read_xml

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "fixtures/wechat_cases.json").read_text(encoding="utf-8")
)["cases"]
_KINDS = {
    "text": AskKind.TEXT,
    "image": AskKind.PICTURE,
    "voice": AskKind.VOICE,
    "location": AskKind.PLACE,
    "subscribe": AskKind.FOLLOW,
    "unsubscribe": AskKind.UNFOLLOW,
    "scan": AskKind.SCAN,
    "click": AskKind.TAP,
    "scancode_waitmsg": AskKind.TAP,
    "LOCATION": AskKind.WHEREABOUTS,
    "templatesendjobfinish": AskKind.DELIVERY,
    "masssendjobfinish": AskKind.DELIVERY,
}


def of_kind(*kinds: str) -> Any:
    chosen = [case for case in CASES if case["kind"] in kinds]
    return pytest.mark.parametrize("case", chosen, ids=[case["id"] for case in chosen])


class Replay:
    """A served door whose clock each case sets."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime(1970, 1, 1, tzinfo=UTC))
        self.listener = kit.Listener()
        self.platform = kit.Platform(self.clock)

    def post(self, port: int, knock: kit.Knock) -> httpx.Response:
        url = f"http://127.0.0.1:{port}{knock.path}?{knock.query_string}"
        return httpx.request(
            knock.method, url, content=knock.body, headers=dict(knock.headers), trust_env=False
        )


def _clock_at(at: int) -> ManualClock:
    return ManualClock(datetime.fromtimestamp(at, UTC))


def _kind_of(expected: dict[str, Any]) -> AskKind:
    kind = expected["msg_type"].strip().lower()
    if kind != "event":
        return _KINDS.get(kind, AskKind.OTHER)
    event = expected["event"].strip().lower()
    return _KINDS.get("LOCATION" if event == "location" else event, AskKind.OTHER)


@pytest.fixture(scope="module")
def plain_door() -> Iterator[tuple[Replay, int, Any]]:
    replay = Replay()
    replay.clock.set(datetime(2026, 7, 20, 2, tzinfo=UTC))
    door = kit.gateway(replay.clock, replay.listener, kit.account("plain"))
    with served(door) as port:
        yield replay, port, door


@of_kind("message", "event")
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_pushes_hold(
    plain_door: tuple[Replay, int, Any], case: dict[str, Any], sealed: bool
) -> None:
    replay, port, _ = plain_door
    replay.listener.asks.clear()
    xml, expected = case["input"]["xml"], case["expected"]
    knock = replay.platform.safe(xml) if sealed else replay.platform.plain(xml)
    response = replay.post(port, knock)
    assert response.status_code == 200
    (ask,) = replay.listener.asks
    fields = expected["fields"]
    assert ask.openid == fields["FromUserName"].strip()
    assert int(ask.at.timestamp()) == int(fields["CreateTime"])
    assert ask.kind == _kind_of(expected)
    if ask.kind is AskKind.TEXT:
        assert ask.text == fields["Content"].strip()
    if expected["msg_type"] == "location":
        assert ask.place is not None
        assert ask.place.latitude == float(fields["Location_X"])
        assert ask.place.longitude == float(fields["Location_Y"])
        assert ask.place.label == fields["Label"]
    if ask.kind is AskKind.WHEREABOUTS:
        assert ask.place is not None
        assert (ask.place.latitude, ask.place.longitude) == (
            float(fields["Latitude"]),
            float(fields["Longitude"]),
        )
    if ask.kind in (AskKind.TAP, AskKind.SCAN):
        assert ask.text == fields["EventKey"]


@of_kind("message", "event")
def test_every_field_is_read(case: dict[str, Any]) -> None:
    fields = read_xml(case["input"]["xml"].strip().encode())
    assert fields == case["expected"]["fields"]
    push = read_push(fields)
    assert push.msg_type == case["expected"]["msg_type"].strip().lower()
    if case["expected"]["msg_type"].strip().lower() == "event":
        assert getattr(push, "event", "") == case["expected"]["event"].strip().lower()


@of_kind("url_signature", "url_verify")
def test_the_address_check_holds(case: dict[str, Any]) -> None:
    given = case["input"]
    token, at = given.get("token", kit.TOKEN), int(given.get("timestamp", 1_784_512_800))
    clock = _clock_at(at)
    query = kit.Platform(clock, token).proof(nonce=given.get("nonce", "1358161344"))
    assert query["signature"] == given.get("signature", query["signature"])
    echo = given.get("echostr") or given["query"]["echostr"]
    door = kit.gateway(clock, kit.Listener(), kit.account("plain", token=Secret(token)))
    with served(door) as port:
        address = f"http://127.0.0.1:{port}/wechat/main"
        proven = httpx.get(address, params={**query, "echostr": echo}, trust_env=False)
        bare = httpx.get(address, params={"echostr": echo}, trust_env=False)
    assert (proven.status_code, proven.text) == (200, case["expected"]["body"])
    assert bare.status_code == 403


@of_kind("decrypt")
def test_sealed_messages_hold(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]
    clock = _clock_at(int(given["timestamp"]))
    account = OfficialAccount(
        "main",
        given["appid"],
        Secret("s"),
        Secret(given["token"]),
        Secret(given["encoding_aes_key"]),
        mode=Mode.SAFE,
    )
    listener = kit.Listener()
    query = {name: given[name] for name in ("timestamp", "nonce", "msg_signature")}
    body = f"<xml><Encrypt><![CDATA[{given['encrypt']}]]></Encrypt></xml>"
    with served(kit.gateway(clock, listener, account)) as port:
        response = httpx.post(
            f"http://127.0.0.1:{port}/wechat/main",
            params={**query, "encrypt_type": "aes"},
            content=body.encode(),
            trust_env=False,
        )
    if not expected["valid"]:
        assert (response.status_code, listener.asks) == (403, [])
        return
    assert response.status_code == 200
    inner = kit.fields_of(expected["plaintext"])
    (ask,) = listener.asks
    assert (ask.openid, ask.text) == (inner["FromUserName"], inner["Content"])
    platform = kit.Platform(clock, given["token"], given["encoding_aes_key"], given["appid"])
    heard = kit.Heard(response.status_code, {}, response.content)
    assert kit.fields_of(platform.open_answer(heard))["ToUserName"] == inner["FromUserName"]


@of_kind("json_push")
def test_json_pushes_hold(case: dict[str, Any]) -> None:
    given = case["input"]
    clock = _clock_at(int(given["timestamp"]))
    platform = kit.Platform(clock, given["token"], given["encoding_aes_key"], given["appid"])
    account = kit.account(
        token=Secret(given["token"]),
        aes_key=Secret(given["encoding_aes_key"]),
        appid=given["appid"],
    )
    listener = kit.Listener()
    knock = platform.safe_json(given["plaintext_json"], nonce=given["nonce"])
    with served(kit.gateway(clock, listener, account)) as port:
        response = Replay().post(port, knock)
    (ask,) = listener.asks
    assert ask.text == case["expected"]["Content"]
    assert ask.openid == case["expected"]["FromUserName"]
    answer = response.json()
    assert set(answer) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    assert answer["Nonce"] == given["nonce"]
    assert answer["TimeStamp"] == int(given["timestamp"])
    inside, _ = kit.unseal(answer["Encrypt"], aes_key=given["encoding_aes_key"])
    assert json.loads(inside)["Content"] == "好的"


@of_kind("sha1_sorted")
def test_signatures_hold(case: dict[str, Any]) -> None:
    assert sign(*case["input"]["parts"]) == case["expected"]["sha1"]
