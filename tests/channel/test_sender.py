"""Sending: every outcome is one of sent, later, never, lost; words fit the template's fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.channel import kit
from tests.channel.conftest import on_sqlite
from tests.channel.served import WechatApi
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.reply import Articles, Choose, Option, Say, Silence
from weiyin.base.sender import Fate, Later, Lost, Never, Notice, Sent
from weiyin.channel.wechat import windows
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.sender import WechatSender
from weiyin.channel.wechat.subscription import Subscriptions
from weiyin.channel.wechat.template_fields import fit, match, slots_of
from weiyin.storage.store import Store

TEMPLATE = "/cgi-bin/message/template/send"
LIST = "/cgi-bin/template/get_all_private_template"
KF = "/cgi-bin/message/custom/send"
SUBSCRIBED = "/cgi-bin/message/subscribe/bizsend"
CONTENT = (
    "{{first.DATA}}\n账户：{{character_string1.DATA}}\n交易类型：{{thing2.DATA}}\n"
    "交易金额：{{amount3.DATA}}\n账户余额：{{amount4.DATA}}\n交易时间：{{time5.DATA}}\n{{remark.DATA}}"
)
NOTICE = Notice(
    "account_change",
    "账户变动通知",
    (
        ("账户", "尾号1234"),
        ("时间", "2026-07-20 10:00"),
        ("类型", "代发工资（示范科技有限公司七月份全额发放）"),
        ("金额", "+12,345.60元"),
        ("余额", "98,765.43元"),
        ("流水号", "E1"),
    ),
    "/p/entry/abc",
)


@pytest.fixture
def sender(client: WechatClient, store: Store, clock: ManualClock, api: WechatApi) -> WechatSender:
    api.on(LIST, {"template_list": [{"template_id": "tpl", "content": CONTENT}]})
    return WechatSender({"main": client}, {"main": {"account_change": "tpl"}}, store, clock)


@on_sqlite
def test_a_notice_fills_the_template_by_label(sender: WechatSender, api: WechatApi) -> None:
    api.on(TEMPLATE, {"errcode": 0, "errmsg": "ok", "msgid": 200163836})
    assert sender.notify("main", "openid", NOTICE, "E1:6222") == Sent("200163836")
    (call,) = api.calls(TEMPLATE)
    assert call.json["url"] == "https://bank.example/p/entry/abc"
    assert {name: held["value"] for name, held in call.json["data"].items()} == {
        "character_string1": "1234",
        "thing2": "代发工资（示范科技有限公司七月份全额发…",
        "amount3": "+12345.60元",
        "amount4": "98765.43元",
        "time5": "2026-07-20 10:00",
    }
    assert len(call.json["client_msg_id"]) == 32
    sender.notify("main", "openid", NOTICE, "E1:6222")
    assert len({one.json["client_msg_id"] for one in api.calls(TEMPLATE)}) == 1
    assert len(api.calls(LIST)) == 1


FATES: list[tuple[Any, Callable[[Fate], bool]]] = [
    ({"errcode": -1}, lambda fate: isinstance(fate, Later)),
    ({"errcode": 45011}, lambda fate: isinstance(fate, Later)),
    ({"errcode": 45009}, lambda fate: isinstance(fate, Never)),
    ({"errcode": 43004}, lambda fate: isinstance(fate, Never)),
    ({"errcode": 40003}, lambda fate: isinstance(fate, Never)),
    ({"errcode": 47003}, lambda fate: isinstance(fate, Never)),
    ({"errcode": 48001}, lambda fate: isinstance(fate, Never)),
    ((502, b"<html>"), lambda fate: isinstance(fate, Lost)),
    ((0, b""), lambda fate: isinstance(fate, Lost)),
    ((503, b""), lambda fate: isinstance(fate, Lost)),
]


@pytest.mark.parametrize(("answer", "expected"), FATES)
@on_sqlite
def test_every_outcome_is_a_fate(
    answer: Any, expected: Callable[[Fate], bool], sender: WechatSender, api: WechatApi
) -> None:
    api.on(TEMPLATE, answer)
    api.on(KF, answer)
    assert expected(sender.notify("main", "openid", NOTICE, "k"))
    assert expected(sender.reply_later("main", "openid", Say("好"), "k"))
    assert (len(api.calls(TEMPLATE)), len(api.calls(KF))) == (1, 1)


@on_sqlite
def test_what_cannot_be_told_here_is_never(sender: WechatSender, api: WechatApi) -> None:
    bare = Notice("account_change", "账户变动通知", (("账户", "尾号1234"),))
    assert isinstance(sender.notify("main", "openid", bare, "k"), Never)
    assert isinstance(sender.notify("main", "openid", Notice("bill", "账单", ()), "k"), Never)
    assert isinstance(sender.notify("other", "openid", NOTICE, "k"), Never)
    assert isinstance(sender.reply_later("other", "openid", Say("好"), "k"), Never)
    assert api.calls(TEMPLATE) == []


@on_sqlite
def test_where_no_template_tells_it_a_subscription_does(
    client: WechatClient, store: Store, clock: ManualClock, api: WechatApi
) -> None:
    content = "事项:{{thing1.DATA}}\n金额:{{amount2.DATA}}\n"
    api.on("/wxaapi/newtmpl/gettemplate", {"data": [{"priTmplId": "sub", "content": content}]})
    api.on(SUBSCRIBED, {"errcode": 0, "msgid": 7})
    sender = WechatSender({"main": client}, {}, store, clock, {"main": {"event": "sub"}})
    notice = Notice("event", "充值未成功", (("事项", "充值未成功"), ("金额", "50.00元")), "/p/x")
    assert sender.notify("main", "openid", notice, "k") == Sent("7")
    (call,) = api.calls(SUBSCRIBED)
    assert call.json["data"] == {"thing1": {"value": "充值未成功"}, "amount2": {"value": "50.00元"}}
    api.on(SUBSCRIBED, {"errcode": 43101})
    assert isinstance(sender.notify("main", "openid", notice, "k2"), Never)
    api.on(KF, {"errcode": 0})
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.TEXT, clock)))
    assert sender.notify("main", "openid", notice, "k3") == Sent("k3")
    (said,) = api.calls(KF)
    assert said.json["text"]["content"].startswith("充值未成功\n金额：50.00元")


@on_sqlite
def test_late_replies_become_service_messages(sender: WechatSender, api: WechatApi) -> None:
    api.on(KF, {"errcode": 0})
    replies = [
        Say("余额 100 元"),
        Say("\n".join(f"第 {n} 笔 消费 100.00 元 便利店" for n in range(100))),
        Choose("哪一张？", (Option("1234", "借记卡 1234"),)),
        Silence(),
        Articles((), "附近没有网点"),
    ]
    for reply in replies:
        assert sender.reply_later("main", "openid", reply, "k") == Sent("k")
    kinds = [call.json["msgtype"] for call in api.calls(KF)]
    assert kinds == ["text", "text", "text", "msgmenu", "text"]


def _ask(kind: AskKind, clock: ManualClock) -> Ask:
    return Ask("main", "openid", "k", kind, clock.now())


def test_the_window_of_service_messages_is_kept(
    sender: WechatSender, api: WechatApi, store: Store, clock: ManualClock
) -> None:
    api.on(KF, {"errcode": 0})

    def told() -> bool:
        return isinstance(sender.reply_later("main", "openid", Say("好"), "k"), Sent)

    assert told()  # nothing is noted of this person: WeChat judges
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.TAP, clock)))
    assert [told() for _ in range(4)] == [True, True, True, False]
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.TEXT, clock)))
    assert [told() for _ in range(6)] == [True] * 5 + [False]
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.TEXT, clock)))
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.SCAN, clock)))
    clock.advance(timedelta(seconds=61))
    assert [told() for _ in range(6)] == [True] * 5 + [False]
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.TEXT, clock)))
    clock.advance(timedelta(hours=49))
    assert not told()
    store.run(lambda tx: windows.opened(tx, _ask(AskKind.DELIVERY, clock)))
    assert not told()


@pytest.mark.parametrize(
    ("name", "words", "fitted"),
    [
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("thing1", "第一行\n第二行", "第一行"),
        ("keyword2", "a" * 30, "a" * 19 + "…"),
        ("phrase3", "已成功到账了吗", "已成功到账"),
        ("amount4", "¥ 1,000.50 元", "¥1000.50元"),
        ("character_string5", "尾号 1234", "1234"),
        ("number6", "第 12 期", "12"),
        ("time7", "2026年7月20日 10:00", "2026年7月20日 10:00"),
        ("unknown8", "x" * 30, "x" * 20),
        ("thing9", "  \n", ""),
    ],
)
def test_words_fit_their_field(name: str, words: str, fitted: str) -> None:
    assert fit(name, words) == fitted


@given(st.sampled_from(["thing1", "phrase2", "amount3", "keyword1", "name1", "x"]), st.text())
def test_whatever_is_said_fits(name: str, words: str) -> None:
    fitted = fit(name, words)
    assert len(fitted) <= {"phrase2": 5, "amount3": 24, "name1": 10}.get(name, 20)
    assert "\n" not in fitted


def test_labels_are_matched_exactly_before_loosely() -> None:
    labels = [label for _, label in slots_of(CONTENT)]
    assert labels == ["账户", "交易类型", "交易金额", "账户余额", "交易时间"]
    found = match(labels, dict(NOTICE.fields))
    assert found["账户余额"] == "98,765.43元"
    assert found["账户"] == "尾号1234"


@on_sqlite
def test_subscription_notices_fit_too(client: WechatClient, api: WechatApi) -> None:
    path = "/cgi-bin/message/subscribe/bizsend"
    api.on(path, {"errcode": 0, "msgid": 7})
    made = Subscriptions(client).send("openid", "tpl", {"thing1": "字" * 30}, path="/p/x")
    assert made == "7"
    (call,) = api.calls(path)
    assert call.json["data"] == {"thing1": {"value": "字" * 19 + "…"}}
    assert call.json["page"] == "https://bank.example/p/x"
    assert kit.OPENID
