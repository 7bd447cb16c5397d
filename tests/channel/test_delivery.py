"""Checks on delivery: handled once, answered in time, told later when it takes longer."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.channel import kit
from tests.channel.inbox_answer import InboxAnswer
from tests.channel.served import WechatApi, served
from tests.checks import Sabotage
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import ManualClock, SystemClock
from weiyin.base.errors import TryLater
from weiyin.base.reply import Say
from weiyin.base.sender import Sent
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.sender import WechatSender
from weiyin.storage import inbox
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

SABOTAGE = {
    "C09": Sabotage(
        "src/weiyin/channel/wechat/asks.py",
        'return f"{push.openid}:{push.msg_id}"',
        'return f"{push.openid}:{push.msg_id}:{id(push)}"',
    ),
    "C11": Sabotage(
        "src/weiyin/channel/wechat/asks.py",
        'return f"{push.openid}:{push.created}:{event or push.msg_type}:{digest}"',
        'return f"{push.openid}:{push.created}"',
    ),
    "C12": Sabotage(
        "src/weiyin/channel/wechat/gateway.py", "DEADLINE_S = 4.3", "DEADLINE_S = 40.3"
    ),
}


def _post(port: int, knock: kit.Knock) -> kit.Heard:
    response = httpx.post(
        f"http://127.0.0.1:{port}{knock.path}?{knock.query_string}",
        content=knock.body,
        timeout=20,
        trust_env=False,
    )
    return kit.Heard(response.status_code, {}, response.content)


def test_c09_one_message_three_times_is_handled_once(
    store: Store, clock: ManualClock, record_property: Any
) -> None:
    answer = InboxAnswer(store, clock, seconds=0.02)
    platform = kit.Platform(clock)
    count = 12
    with served(kit.gateway(clock, answer)) as port, ThreadPoolExecutor(9) as pool:
        for number in range(count):
            words = kit.text(f"问题 {number}", msg_id=str(10**18 + number))
            same = platform.safe(words)
            # WeChat sends the same bytes again, or seals the same message anew.
            at_once = [same, same, platform.safe(words)]
            heard = list(pool.map(lambda knock: _post(port, knock), at_once))
            for _ in range(2):  # at five and ten seconds
                clock.advance(timedelta(seconds=5))
                heard += [_post(port, same), _post(port, platform.safe(words))]
            contents = {kit.fields_of(platform.open_answer(one))["Content"] for one in heard}
            assert contents == {f"第 {number + 1} 个问题：问题 {number}"}
    assert len(answer.handled) == count
    record_property("attempts", count * 7)


def test_c09_another_person_never_meets_that_answer(store: Store, clock: ManualClock) -> None:
    answer = InboxAnswer(store, clock)
    platform = kit.Platform(clock)
    visits = [platform.safe(kit.text("余额", openid=f"o{n}")) for n in range(3)]
    kit.visit(kit.gateway(clock, answer), *visits)
    assert [ask.openid for ask in answer.handled] == ["o0", "o1", "o2"]


def test_c11_two_events_of_one_second_are_both_handled(store: Store, clock: ManualClock) -> None:
    answer = InboxAnswer(store, clock)
    platform = kit.Platform(clock)
    pushes = [
        kit.message("event", Event="SCAN", EventKey="branch-7", Ticket="t"),
        kit.message("event", Event="LOCATION", Latitude="23.1", Longitude="113.3", Precision="9"),
        kit.message("event", Event="CLICK", EventKey="balance_query"),
        kit.message("event", Event="CLICK", EventKey="cc_bill_query"),
        kit.message("event", Event="TEMPLATESENDJOBFINISH", MsgID="1", Status="success"),
        kit.message("event", Event="TEMPLATESENDJOBFINISH", MsgID="2", Status="success"),
        kit.message("event", Event="user_get_card", CardId="a", UserCardCode="1"),
        kit.message("event", Event="user_get_card", CardId="a", UserCardCode="2"),
    ]
    door = kit.gateway(clock, answer)
    for _ in range(3):
        kit.visit(door, *(platform.safe(push) for push in pushes))
    assert [ask.kind for ask in answer.handled] == [
        AskKind.SCAN, AskKind.WHEREABOUTS, AskKind.TAP, AskKind.TAP,
        AskKind.DELIVERY, AskKind.DELIVERY, AskKind.OTHER, AskKind.OTHER,
    ]  # fmt: skip


@pytest.fixture
def api() -> Iterator[tuple[WechatApi, str]]:
    told = WechatApi()
    told.on("/cgi-bin/message/custom/send", {"errcode": 0, "errmsg": "ok"})
    with told.serve() as address:
        yield told, address


def test_c12_a_slow_answer_follows_once_as_a_service_message(
    store: Store, sealer: Sealer, api: tuple[WechatApi, str]
) -> None:
    told, address = api
    clock = SystemClock()
    answer = InboxAnswer(store, clock, seconds=6.0)
    account = kit.account(api_base=address)
    client = WechatClient(account, store=store, sealer=sealer, clock=clock)
    sender = WechatSender({"main": client}, {}, store, clock)
    queued: list[Ask] = []
    platform = kit.Platform(clock)
    slow = platform.safe(kit.text("还剩多少"))
    with served(kit.gateway(clock, answer, account, late=queued.append)) as port:
        began = time.monotonic()
        with ThreadPoolExecutor(3) as pool:
            # Three deliveries: WeChat had lost our `success`, and asks at five seconds again.
            first = pool.submit(_post, port, slow)
            second = pool.submit(_post, port, platform.safe(kit.text("还剩多少")))
            heard = [first.result(), second.result()]
            took = time.monotonic() - began
            heard.append(_post(port, slow))
        assert took < 4.5
        assert [one.body for one in heard] == [b"success"] * 3
        while not (stored := _stored(store, queued[0])):
            time.sleep(0.02)
        after = _post(port, slow)
    assert after.body == b"success"  # the answer goes the other way already
    (ask,) = queued
    assert sender.reply_later("main", ask.openid, Say(stored), ask.key) == Sent(ask.key)
    (call,) = told.calls("/cgi-bin/message/custom/send")
    assert call.json == {
        "touser": kit.OPENID,
        "msgtype": "text",
        "text": {"content": "第 1 个问题：还剩多少"},
    }
    assert len(answer.handled) == 1
    client.close()


def _stored(store: Store, ask: Ask) -> str:
    found = store.read(lambda reader: inbox.stored_answer(reader, ask.oa, ask.key))
    return found.decode() if found else ""


def test_a_late_answer_is_queued_even_when_the_queue_fails_at_first(clock: ManualClock) -> None:
    tried: list[Ask] = []

    def late(ask: Ask) -> None:
        tried.append(ask)
        if len(tried) == 1:
            raise TryLater("the store is busy")

    async def never(_: Ask) -> Any:
        await asyncio.sleep(0.3)
        return Say("晚了")

    platform = kit.Platform(clock)
    door = kit.gateway(clock, never, late=late, deadline_s=0.02)
    heard = kit.visit(door, platform.safe(kit.text("慢")), platform.safe(kit.text("慢")))
    assert {one.body for one in heard} == {b"success"}
    assert len(tried) == 2
    assert len({ask.key for ask in tried}) == 1


@pytest.mark.parametrize("fault", [TryLater("disk"), RuntimeError("secret details"), KeyError("x")])
def test_whatever_breaks_the_customer_hears_a_calm_word(
    fault: Exception, clock: ManualClock
) -> None:
    async def broken(_: Ask) -> Any:
        raise fault

    platform = kit.Platform(clock)
    door = kit.gateway(clock, broken)
    (heard,) = kit.visit(door, platform.safe(kit.text("查余额")))
    words = kit.fields_of(platform.open_answer(heard))["Content"]
    assert words == "系统繁忙，请稍后再试"


def test_drain_waits_for_answers_in_the_making(clock: ManualClock) -> None:
    done = threading.Event()

    async def slow(_: Ask) -> Any:
        await asyncio.sleep(0.1)
        done.set()
        return Say("好")

    platform = kit.Platform(clock)
    kit.visit(kit.gateway(clock, slow, deadline_s=0.01), platform.safe(kit.text("慢")))
    assert done.is_set()
