"""Every documented type of message and event, and many that nobody documented."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.channel import kit
from tests.checks import Sabotage
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.reply import HandOver, Reply, Say, Silence
from weiyin.channel.wechat import events, messages
from weiyin.channel.wechat.asks import ask_of
from weiyin.channel.wechat.events import EVENTS
from weiyin.channel.wechat.messages import MESSAGES
from weiyin.channel.wechat.reading import read_push
from weiyin.channel.wechat.xml import read_xml

SABOTAGE = {
    "C14": Sabotage(
        "src/weiyin/channel/wechat/reading.py",
        "    if reader is None:\n        return _unrecognised",
        "    if reader is None:\n        raise KeyError(kind)\n        return _unrecognised",
    ),
}

MESSAGE_FIELDS: dict[str, dict[str, str]] = {
    "text": {"Content": "你好"},
    "image": {"PicUrl": "http://p", "MediaId": "m"},
    "voice": {"MediaId": "m", "Format": "amr", "MediaId16K": "m16", "Recognition": ""},
    "video": {"MediaId": "m", "ThumbMediaId": "t"},
    "shortvideo": {"MediaId": "m", "ThumbMediaId": "t"},
    "location": {"Location_X": "23.1", "Location_Y": "113.3", "Scale": "20", "Label": "广州"},
    "link": {"Title": "t", "Description": "d", "Url": "https://u"},
    "miniprogrampage": {"Title": "t", "AppId": "wx", "PagePath": "p", "ThumbUrl": "u"},
    "file": {"Title": "a.pdf", "Description": "d", "MediaId": "m"},
}
DOCUMENTED = [
    "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "scancode_push",
    "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
    "view_miniprogram", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "PUBLISHJOBFINISH",
    "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event",
    "kf_create_session", "kf_close_session", "kf_switch_session", "user_info_modified",
    "user_authorization_revoke", "user_authorization_cancellation",
    "qualification_verify_success", "qualification_verify_fail", "naming_verify_success",
    "naming_verify_fail", "annual_renew", "verify_expired",
]  # fmt: skip


def polite(ask: Ask) -> Reply:
    """As reception does: what wants no answer gets none, what is not understood gets words."""
    named = dict(ask.detail)
    return Silence() if "event" in named else Say("暂时看不懂这类消息")


def test_c14_every_type_is_taken_and_unknown_ones_are_counted(
    clock: ManualClock, record_property: Any
) -> None:
    known = [kit.message(kind, MsgId=f"{n}", **fields)
             for n, (kind, fields) in enumerate(MESSAGE_FIELDS.items())]  # fmt: skip
    known += [kit.message("event", Event=name, EventKey="k") for name in {*DOCUMENTED, *EVENTS}]
    unknown = [kit.message("event", Event=f"brand_new_{n}", Odd="x") for n in range(25)]
    unknown += [kit.message(f"hologram{n}", MsgId=f"9{n}", Odd="x") for n in range(25)]
    odd = [
        kit.message("location", Location_X="north", Location_Y="1", MsgId="801"),
        kit.message("location", Location_X="NaN", Location_Y="inf", MsgId="802"),
        kit.message("location", Location_X="91", Location_Y="181", MsgId="803"),
        kit.message("event", Event="LOCATION", Latitude="", Longitude="1"),
        kit.message("event", Event=""),
        kit.message("event"),
        kit.message("text"),
    ]
    platform = kit.Platform(clock)
    listener = kit.Listener(polite)
    door = kit.gateway(clock, listener)
    everything = [*known, *unknown, *odd]
    heard = kit.visit(door, *map(platform.safe, everything))
    assert {one.status for one in heard} == {200}
    assert len(listener.asks) == len(everything)
    assert door.counts["unrecognised"] >= len(unknown)
    for push, one in zip(everything, heard, strict=True):
        if "hologram" in push:
            words = kit.fields_of(platform.open_answer(one))["Content"]
            assert words == "暂时看不懂这类消息"
        if "brand_new" in push:
            assert one.body == b"success"
    record_property("attempts", len(everything))


def test_the_tables_know_what_is_documented() -> None:
    assert {name.lower() for name in DOCUMENTED} <= set(EVENTS)
    assert set(MESSAGE_FIELDS) == set(MESSAGES)


def push_of(xml: str) -> Any:
    return read_push(read_xml(xml.encode()))


def test_an_empty_transcript_is_no_transcript() -> None:
    voice = push_of(kit.message("voice", MsgId="1", **MESSAGE_FIELDS["voice"]))
    ask = ask_of("main", voice)
    assert (ask.kind, ask.text, ask.media_id) == (AskKind.VOICE, "", "m16")


def test_one_item_is_a_list_of_one() -> None:
    one = (
        "<SendPicsInfo><Count>1</Count><PicList>"
        "<item><PicMd5Sum>a</PicMd5Sum></item></PicList></SendPicsInfo>"
    )
    xml = kit.message("event", Event="pic_weixin").replace("</xml>", f"{one}</xml>")
    assert push_of(xml).md5_sums == ("a",)
    two = one.replace("</PicList>", "<item><PicMd5Sum>b</PicMd5Sum></item></PicList>")
    xml = kit.message("event", Event="pic_weixin").replace("</xml>", f"{two}</xml>")
    assert push_of(xml).md5_sums == ("a", "b")


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("success", "sent"),
        ("failed:user block", "failed"),
        ("failed: system failed", "failed"),
        ("err(30003)", "failed"),
    ],
)
def test_the_fate_of_a_sending_is_told(status: str, fate: str) -> None:
    push = push_of(kit.message("event", Event="TEMPLATESENDJOBFINISH", MsgID="7", Status=status))
    ask = ask_of("main", push)
    assert ask.kind is AskKind.DELIVERY
    told = dict(ask.detail)
    assert (told["msgid"], told["fate"], told["status"]) == ("7", fate, status)


def test_subscription_notices_are_read_one_or_many() -> None:
    item = (
        "<List><TemplateId>t{n}</TemplateId>"
        "<SubscribeStatusString>accept</SubscribeStatusString></List>"
    )
    many = "".join(item.format(n=n) for n in range(2))
    for inside, ids in ((item.format(n=0), ["t0"]), (many, ["t0", "t1"])):
        xml = kit.message("event", Event="subscribe_msg_popup_event").replace(
            "</xml>", f"<SubscribeMsgPopupEvent>{inside}</SubscribeMsgPopupEvent></xml>"
        )
        push = push_of(xml)
        assert isinstance(push, events.SubscribeMsg)
        assert [choice.template_id for choice in push.choices] == ids


def test_names_are_read_in_any_case() -> None:
    xml = kit.message("TEXT", msgid="5", CONTENT="好")
    push = push_of(xml)
    assert isinstance(push, messages.Text)
    assert (push.msg_id, push.content) == ("5", "好")


def test_the_probe_of_cloud_hosting_is_answered(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    listener = kit.Listener()
    door = kit.gateway(clock, listener, kit.account("plain"))
    xml = platform.plain("<xml><action>CheckContainerPath</action></xml>")
    json = platform.plain('{"action":"CheckContainerPath"}')
    assert {one.body for one in kit.visit(door, xml, json)} == {b"success"}
    assert listener.asks == []


def test_a_colleague_takes_over_words_but_not_events(clock: ManualClock) -> None:
    platform = kit.Platform(clock)
    listener = kit.Listener(HandOver("正在为您转接人工客服"))
    for desk, kind in ((True, "transfer_customer_service"), (False, "text")):
        followed: list[AskKind] = []
        door = kit.gateway(
            clock,
            listener,
            kit.account("plain", wechat_desk=desk),
            late=lambda ask, followed=followed: followed.append(ask.kind),  # type: ignore[misc]
        )
        click = kit.message("event", Event="CLICK", EventKey="agent")
        word, event = kit.visit(door, *map(platform.plain, (kit.text("人工"), click)))
        assert kit.fields_of(word.text)["MsgType"] == kind
        assert kit.fields_of(event.text)["Content"] == "正在为您转接人工客服"
        # A transfer shows nothing: its words follow as a customer-service message.
        assert followed == ([AskKind.TEXT] if desk else [])


_HEAD = {"tousername", "fromusername", "createtime", "msgtype", "msgid", "event"}
_HEAD |= {"kind", "openid", "at"}
"""Fields that `kit.message` writes itself, and its own words for three of them."""
_names = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=1, max_size=20)
_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from([*MESSAGE_FIELDS, "event", "Event", "news", "x"]),
    event=st.one_of(st.sampled_from(sorted(EVENTS)), _names),
    fields=st.dictionaries(_names.filter(lambda n: n.lower() not in _HEAD), _words, max_size=6),
    sealed=st.booleans(),
)
def test_unseen_pushes_of_the_same_kinds_are_taken(
    kind: str, event: str, fields: dict[str, str], sealed: bool
) -> None:
    if len({name.lower() for name in fields}) != len(fields):
        return
    clock = SystemClock()
    platform = kit.Platform(clock)
    listener = kit.Listener(polite)
    door = kit.gateway(clock, listener, kit.account("safe" if sealed else "plain"))
    told = {name: value.replace("]]>", "") for name, value in fields.items()}
    extra = {"Event": event} if kind.lower() == "event" else {"MsgId": "77"}
    xml = kit.message(kind, **extra, **told)
    (heard,) = kit.visit(door, platform.safe(xml) if sealed else platform.plain(xml))
    assert heard.status == 200
    (ask,) = listener.asks
    assert ask.openid == kit.OPENID


@settings(max_examples=100, deadline=None)
@given(
    kind=st.sampled_from(["text", "image", "event", "news"]),
    event=st.sampled_from(["CLICK", "SCAN", "subscribe", "brand_new"]),
    fields=st.dictionaries(_names.filter(lambda n: n.lower() not in _HEAD), _words, max_size=5),
)
def test_a_push_says_the_same_in_json_and_in_xml(
    kind: str, event: str, fields: dict[str, str]
) -> None:
    if len({name.lower() for name in fields}) != len(fields):
        return
    clock = SystemClock()
    platform = kit.Platform(clock)
    listener = kit.Listener(polite)
    door = kit.gateway(clock, listener)
    own = {"Event": event} if kind == "event" else {"MsgId": "6000000000000000001"}
    told = {**own, **{name: " ".join(value.split()) for name, value in fields.items()}}
    facts = {"ToUserName": kit.GH_ID, "FromUserName": kit.OPENID, "CreateTime": 1_784_512_800}
    in_json = {**facts, "MsgType": kind, **told}
    visits = (platform.safe(kit.message(kind, **told)), platform.safe_json(in_json))
    assert {one.status for one in kit.visit(door, *visits)} == {200}
    assert listener.asks[0] == listener.asks[1]
