"""What goes back: well formed whatever it says, within WeChat's limits, echo only after proof."""

from __future__ import annotations

import asyncio
import json
import random
import re
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.channel import kit
from tests.checks import Sabotage
from weiyin.base.ask import AskKind
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.reply import (
    Article,
    Articles,
    Choose,
    HandOver,
    Link,
    OpenPage,
    Option,
    Say,
    Silence,
)
from weiyin.channel.wechat.render import in_words, kf_bodies, passive, split_utf8
from weiyin.channel.wechat.replies import MAX_TEXT_BYTES, NewsReply, TextReply
from weiyin.channel.wechat.xml import legal, read_xml

SABOTAGE = {
    "C15": Sabotage(
        "src/weiyin/channel/wechat/wire.py",
        "await _respond(send, 200, _TEXT, content)",
        'await _respond(send, 200, b"text/html", content)',
    ),
    "C17": Sabotage(
        "src/weiyin/channel/wechat/xml.py",
        'words = legal(value).replace("]]>", "]]]]><![CDATA[>")',
        "words = legal(value)",
    ),
}
_PIECES = [
    "]]>", "<![CDATA[", "]]", "]", ">", "<", "&", "&amp;", "&#x0;", "</Content>", "</xml>", "<xml>",
    "<script>alert(1)</script>", "<a href='x'>", "余额", "𠮷", "😀", "\u202e", "\u200b", "\n",
    "\t", " ", "\r\n", "\r", "\x00", "\x08", "\ufffe", "é", "0", "<!--", "-->", "<?xml?>",
    "<!DOCTYPE x>", "%s",
]  # fmt: skip


def test_c15_the_echo_is_plain_bounded_and_only_after_proof(
    clock: ManualClock, record_property: Any
) -> None:
    platform = kit.Platform(clock)
    door = kit.gateway(clock, kit.Listener())
    echoes = ["<script>alert(1)</script>", "4375120948345356249", "a&b=c+d%", "余额", "\r\nX-A: 1"]
    for echo in echoes:
        query = platform.proof() | {"echostr": echo}
        (heard,) = kit.visit(door, kit.Knock(query, method="GET"))
        assert (heard.status, heard.text) == (200, echo)
        assert heard.headers["content-type"] == "text/plain; charset=utf-8"
        assert heard.headers["x-content-type-options"] == "nosniff"
        forged = kit.Knock(query | {"signature": "0" * 40}, method="GET")
        stale = kit.Knock(platform.proof(at=1) | {"echostr": echo}, method="GET")
        bare = kit.Knock({"echostr": echo}, method="GET")
        for refused in kit.visit(door, forged, stale, bare):
            assert (refused.status, refused.text) == (403, "forbidden")
    for long in ("x" * 1025, "x" * 5000, "x" * (10 * 1024 * 1024)):
        (heard,) = kit.visit(door, kit.Knock(platform.proof() | {"echostr": long}, method="GET"))
        assert (heard.status, heard.text) == (403, "forbidden")
    record_property("attempts", 4 * len(echoes) + 3)


def test_c17_whatever_is_echoed_the_reply_is_well_formed(
    clock: ManualClock, record_property: Any
) -> None:
    chance = random.Random(17)
    platform = kit.Platform(clock)
    listener = kit.Listener(lambda ask: Say(ask.text))
    door = kit.gateway(clock, listener)
    count = 10_000

    async def echo_all() -> None:
        for number in range(count):
            said = "".join(chance.choices(_PIECES, k=chance.randrange(1, 12)))
            words = legal(said)
            push = kit.text(words, msg_id=str(number))
            heard = await kit.knock(door, platform.safe(push))
            taken = listener.asks[-1].text
            if not taken:
                assert heard.body == b"success"
                continue
            answer = kit.fields_of(platform.open_answer(heard))
            assert answer["Content"] == taken
            assert set(answer) == {
                "ToUserName", "FromUserName", "CreateTime", "MsgType", "Content",
            }  # fmt: skip

    asyncio.run(echo_all())
    assert len(listener.asks) == count
    record_property("attempts", count)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=3000), st.sampled_from(["safe", "plain"]))
def test_any_words_come_back_within_the_limit(words: str, mode: str) -> None:
    clock = SystemClock()
    platform = kit.Platform(clock)
    door = kit.gateway(clock, kit.Listener(Say(words)), kit.account(mode))
    push = kit.text("说")
    (heard,) = kit.visit(door, platform.safe(push) if mode == "safe" else platform.plain(push))
    if heard.body == b"success":
        assert not legal(words).strip()
        return
    xml = platform.open_answer(heard) if mode == "safe" else heard.text
    content = kit.fields_of(xml)["Content"]
    assert len(content.encode()) <= MAX_TEXT_BYTES
    assert legal(words).strip().startswith(content.removesuffix("…").strip())
    assert read_xml(xml.encode())["Content"] == content


def test_a_menu_of_choices_is_numbered_or_tapped() -> None:
    reply = Choose("请问您要查哪一项？", (Option("a", "借记卡余额"), Option("b", "信用卡账单")))
    account = kit.account()
    said = passive(reply, AskKind.TEXT, account)
    assert isinstance(said, TextReply)
    assert _taps(said.content) == [
        ("weixin://bizmsgmenu?msgmenucontent=借记卡余额&msgmenuid=1", "1. 借记卡余额"),
        ("weixin://bizmsgmenu?msgmenucontent=信用卡账单&msgmenuid=2", "2. 信用卡账单"),
    ]
    assert said.content.startswith("请问您要查哪一项？\n")
    assert said.content.endswith("请点选，或回复序号")
    (body,) = kf_bodies(reply, account)
    assert body["msgmenu"]["list"] == [
        {"id": "a", "content": "借记卡余额"},
        {"id": "b", "content": "信用卡账单"},
    ]


def test_ways_on_are_links_to_our_pages_and_never_cut() -> None:
    account = kit.account()
    details = "/p/in?oa=main&to=/p/f/transaction_query"
    links = (Link("交易明细", details), Link('<a">转账', "/p/f/t"))
    said = passive(Say("可用余额 8.00 元。", links=links), AskKind.TEXT, account)
    assert isinstance(said, TextReply)
    shown = [
        (f"https://bank.example{details}", "交易明细"),
        ("https://bank.example/p/f/t", "a转账"),
    ]
    assert _taps(said.content) == shown
    long = Say("一笔消费 100.00 元\n" * 400, ("余额查询",), links)
    one = passive(long, AskKind.TEXT, account)
    assert isinstance(one, TextReply)
    assert len(one.content.encode()) <= MAX_TEXT_BYTES
    assert one.body() == {"Content": one.content}
    assert _taps(one.content)[1:] == shown
    parts = [body["text"]["content"] for body in kf_bodies(long, account)]
    assert 1 < len(parts) <= 3
    assert all(len(part.encode()) <= MAX_TEXT_BYTES for part in parts)
    assert _taps(parts[-1])[1:] == shown
    assert in_words(long) == f"{long.text}\n\n您还可以问：\n· 余额查询"


def _taps(words: str) -> list[tuple[str, str]]:
    """(address, label) of each link."""
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', words)


def test_cards_are_one_for_a_message_and_eight_for_an_event() -> None:
    items = tuple(Article(f"网点 {n}", f"{n} 公里", f"/p/branch/{n}") for n in range(12))
    account = kit.account()
    one = passive(Articles(items, "附近网点"), AskKind.PLACE, account)
    assert isinstance(one, NewsReply)
    (card,) = one.cards
    assert card.url == "https://bank.example/p/branch/0"
    assert card.description.startswith("附近网点\n0 公里\n网点 1：1 公里")
    many = passive(Articles(items), AskKind.TAP, account)
    assert isinstance(many, NewsReply)
    assert len(many.cards) == 8
    assert "网点 11：11 公里" in many.cards[0].description
    assert len(kf_bodies(Articles(items), account)) == 1


def test_a_page_opens_under_our_own_address_only(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    for path, works in (("/p/d/abc", True), ("//evil.example", False), ("https://evil", False)):
        listener = kit.Listener(OpenPage("请确认：转账", "金额 500.00 元", path, "去确认"))
        door = kit.gateway(clock, listener, kit.account("plain"))
        (heard,) = kit.visit(door, platform.plain(kit.text("转账", "1")))
        answer = kit.fields_of(heard.text)
        if works:
            card = answer["Articles"]["item"]
            assert card["Url"] == "https://bank.example/p/d/abc"
            assert card["Title"] == "请确认：转账"
        else:
            assert answer["Content"] == "系统繁忙，请稍后再试"


def test_silence_is_success_and_needs_no_seal(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    door = kit.gateway(clock, kit.Listener(Silence()))
    (heard,) = kit.visit(door, platform.safe(kit.text("嗯")))
    assert (heard.body, heard.headers["content-type"]) == (b"success", "text/plain; charset=utf-8")
    assert kf_bodies(Silence(), kit.account()) == []


def test_answers_to_json_pushes_are_json(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    push = {"ToUserName": kit.GH_ID, "FromUserName": kit.OPENID, "CreateTime": 1_784_512_800}
    push |= {"MsgType": "text", "Content": "你好]]>", "MsgId": 6_000_000_000_000_000_001}
    listener = kit.Listener(lambda ask: Say(ask.text))
    door = kit.gateway(clock, listener, kit.account("plain"))
    (heard,) = kit.visit(door, platform.plain(json.dumps(push)))
    answer = json.loads(heard.text)
    assert answer == {
        "ToUserName": kit.OPENID,
        "FromUserName": kit.GH_ID,
        "CreateTime": int(clock.now().timestamp()),
        "MsgType": "text",
        "Content": "你好]]>",
    }
    assert listener.asks[0].key.endswith(":6000000000000000001")


def test_long_words_are_split_at_lines_for_service_messages() -> None:
    lines = "\n".join(f"{n} 月 1 日 消费 {n}00.00 元" for n in range(120))
    parts = split_utf8(lines)
    assert 1 < len(parts) <= 3
    assert all(len(part.encode()) <= MAX_TEXT_BYTES for part in parts)
    assert "\n".join(parts) == lines
    cut = split_utf8("字" * 5000)
    assert len(cut) == 3
    assert cut[-1].endswith("…")
    assert split_utf8("") == []


@pytest.mark.parametrize("suggestions", [(), ("查余额", "附近网点")])
def test_suggestions_follow_the_words(suggestions: tuple[str, ...]) -> None:
    said = passive(Say("您好", suggestions), AskKind.TEXT, kit.account())
    assert isinstance(said, TextReply)
    assert said.content.startswith("您好")
    assert [label for _, label in _taps(said.content)] == list(suggestions)
    assert kf_bodies(HandOver("请稍候"), kit.account())[0]["text"]["content"] == "请稍候"
