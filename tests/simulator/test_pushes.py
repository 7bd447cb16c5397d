"""What reaches the bot, how often, and what the person sees of the answer."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from tests.simulator.phone import Platform, until
from tests.simulator.served import Bot, Pushed, reply, says
from weiyin.simulator.push.replies import FAILURE
from weiyin.simulator.settings import Format, Mode
from weiyin.simulator.wire import cipher, signing, xml

Make = Callable[..., Platform]


def test_a_message_is_signed_and_answered(bot: Bot, platform: Platform) -> None:
    bot.answer = says("您好")
    answer = platform.act("say", text="你好 <b>&]]>")
    pushed = bot.seen[-1]
    assert pushed.fields["Content"] == "你好 <b>&]]>"
    assert pushed.fields["FromUserName"] == platform.openid == pushed.query["openid"]
    assert pushed.fields["ToUserName"] == platform.account.original_id
    parts = (platform.account.token, pushed.query["timestamp"], pushed.query["nonce"])
    assert signing.genuine(pushed.query["signature"], *parts)
    assert "encrypt_type" not in pushed.query
    assert [(one["side"], one["text"]) for one in answer["messages"]] == [
        ("me", "你好 <b>&]]>"),
        ("them", "您好"),
    ]


@pytest.mark.parametrize("silence", [b"", b"success", b" success\n"])
def test_silence_is_no_fault(bot: Bot, platform: Platform, silence: bytes) -> None:
    bot.answer = lambda _: silence
    assert [one["side"] for one in platform.act("say", text="嗯")["messages"]] == ["me"]


@pytest.mark.parametrize(
    "garbage",
    [
        b"ok",
        b'{"errcode":0}',
        b"<html><body/></html>",
        b"<xml><MsgType>text</MsgType></xml>",
        (404, b""),
        (302, b""),
    ],
)
def test_garbage_shows_the_failure(
    bot: Bot, platform: Platform, garbage: bytes | tuple[int, bytes]
) -> None:
    bot.answer = lambda _: garbage
    answer = platform.act("say", text="嗯")
    assert answer["messages"][-1]["text"] == FAILURE
    assert len(answer["attempts"]) == 1


def test_three_deliveries_of_the_same_message(bot: Bot, platform: Platform) -> None:
    bot.answer = lambda _: (500, b"")
    before = len(bot.seen)
    answer = platform.act("say", text="在吗")
    deliveries = bot.seen[before:]
    assert [one["status"] for one in answer["attempts"]] == ["500"] * 3
    assert len({one.body for one in deliveries}) == 1
    assert len({one.query["nonce"] for one in deliveries}) == 3
    assert answer["messages"][-1]["text"] == FAILURE


def test_a_retry_may_still_be_answered(bot: Bot, platform: Platform) -> None:
    before = len(bot.seen)

    def third_time(pushed: Pushed) -> tuple[int, bytes]:
        tries = len(bot.seen) - before
        return (200, says("来了")(pushed)) if tries == 3 else (503, b"")

    bot.answer = third_time
    answer = platform.act("say", text="在吗")
    assert [one["status"] for one in answer["attempts"]] == ["503", "503", "200"]
    assert answer["messages"][-1]["text"] == "来了"


def test_too_slow_three_times(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(seconds=0.1)
    bot.delay = 1
    answer = platform.act("follow")
    assert [one["status"] for one in answer["attempts"]] == ["timeout"] * 3
    assert len(bot.seen) == 3


def test_nobody_listens(platform_of: Make) -> None:
    platform = platform_of(callback_url="http://127.0.0.1:9/")
    answer = platform.act("follow")
    assert [one["status"] for one in answer["attempts"]] == ["disconnected"] * 3


def test_same_signature_on_demand(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(resend_same_signature=True, mode=Mode.SAFE)
    bot.answer = lambda _: (500, b"")
    platform.act("follow")
    assert len({(one.query["nonce"], one.body) for one in bot.seen}) == 1


def test_a_lost_answer_is_delivered_again(bot: Bot, platform: Platform) -> None:
    bot.answer = says("一次就好")
    platform.fault("push", "lost_answer")
    answer = platform.act("say", text="在吗")
    assert [one["status"] for one in answer["attempts"]] == ["timeout", "200"]
    assert len([one for one in answer["messages"] if one["side"] == "them"]) == 1


def test_safe_mode_both_ways(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(mode=Mode.SAFE)
    key, appid = platform.account.aes_key, platform.account.appid

    def echo(pushed: Pushed) -> bytes:
        sealed = pushed.fields["Encrypt"]
        assert set(pushed.fields) == {"ToUserName", "Encrypt"}
        assert pushed.query["encrypt_type"] == "aes"
        query = pushed.query
        signed = (platform.account.token, query["timestamp"], query["nonce"], sealed)
        assert signing.genuine(query["msg_signature"], *signed)
        inner = xml.read(cipher.unseal(key, appid, sealed))
        plain = reply(inner, "text", Content=f"收到 {inner.get('Content')}")
        answer = cipher.seal(key, appid, plain, random.Random(3))
        proof = signing.sign(platform.account.token, "1700000000", "77", answer)
        whole = {"Encrypt": answer, "MsgSignature": proof, "TimeStamp": 1700000000, "Nonce": "77"}
        return xml.write(whole).encode()

    bot.answer = echo
    platform.act("follow")
    assert platform.act("say", text="秘密")["messages"][-1]["text"] == "收到 秘密"


def test_safe_mode_takes_no_plain_or_forged_reply(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(mode=Mode.SAFE)
    platform.act("follow")
    key, appid = platform.account.aes_key, platform.account.appid

    def plain(pushed: Pushed) -> bytes:
        inner = xml.read(cipher.unseal(key, appid, pushed.fields["Encrypt"]))
        return reply(inner, "text", Content="明文")

    bot.answer = plain
    assert platform.act("say", text="嗯")["messages"][-1]["kind"] == "failure"
    bot.answer = lambda _: xml.write(
        {"Encrypt": "AAAA", "MsgSignature": "0" * 40, "TimeStamp": 1, "Nonce": "1"}
    ).encode()
    failure = platform.act("say", text="嗯")["messages"][-1]
    assert (failure["kind"], failure["why"]) == ("failure", "MsgSignature is wrong")


def test_compat_mode_carries_both(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(mode=Mode.COMPAT)
    platform.act("follow")
    bot.answer = says("明文也可")
    assert platform.act("say", text="嗯")["messages"][-1]["text"] == "明文也可"
    assert {"Content", "Encrypt", "MsgId"} <= set(bot.seen[-1].fields)


def test_json_pushes(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(format=Format.JSON)

    def answer(pushed: Pushed) -> bytes:
        asked = json.loads(pushed.body)
        assert pushed.content_type == "application/json"
        head = {"ToUserName": asked["FromUserName"], "FromUserName": asked["ToUserName"]}
        body = {**head, "CreateTime": 1, "MsgType": "text", "Content": "JSON 收到"}
        return json.dumps(body).encode()

    bot.answer = answer
    assert platform.act("follow")["messages"][-1]["text"] == "JSON 收到"
    sent = json.loads(bot.seen[-1].body)
    assert (sent["Event"], sent["EventKey"]) == ("subscribe", "")
    assert isinstance(sent["CreateTime"], int)


def test_events_fail_silently_unless_people_wait(bot: Bot, platform: Platform) -> None:
    bot.answer = lambda _: b"garbage"
    assert platform.act("whereabouts")["messages"] == []
    assert bot.of("LOCATION")[0]["Precision"] == "30.0"


def test_hand_over_to_a_person(bot: Bot, platform_of: Make) -> None:
    platform = platform_of(kf_online=("anna@bank",))
    platform.act("follow")
    bot.answer = lambda pushed: reply(pushed.fields, "transfer_customer_service")
    platform.act("say", text="人工")
    until(lambda: bot.of("kf_create_session"))
    before = len(bot.seen)
    assert platform.act("say", text="你好")["attempts"] == []
    assert len(bot.seen) == before
    platform.act("close_kf")
    assert bot.of("kf_close_session")[0]["KfAccount"] == "anna@bank"
    assert len(platform.act("say", text="回来了")["attempts"]) == 1


def test_hand_over_with_nobody_there(bot: Bot, platform: Platform) -> None:
    bot.answer = lambda pushed: reply(pushed.fields, "transfer_customer_service")
    platform.act("say", text="人工")
    assert len(platform.act("say", text="有人吗")["attempts"]) == 1


def test_the_console_verifies_the_address(bot: Bot, platform: Platform) -> None:
    assert platform.http.post("/sim/accounts/main/verify").json() == {"ok": True, "why": ""}
