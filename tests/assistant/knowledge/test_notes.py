"""What a conversation leaves for the editors: votes, and questions without an answer, masked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.checks import Sabotage
from tests.house.bank import WANG
from tests.house.made import OA, House
from weiyin.assistant.knowledge import feedback, notes, unanswered
from weiyin.assistant.knowledge.unanswered import clusters, masked
from weiyin.base.clock import SHANGHAI
from weiyin.storage.store import Store

SABOTAGE = {
    "N07": Sabotage(
        "src/weiyin/assistant/knowledge/unanswered.py",
        'return _NUMBER.sub("＊", plain)[:_LONGEST].strip()',
        "return plain[:_LONGEST].strip()",
    )
}

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)


def tell(store: Store, entry_id: str, openid: str = "o-1") -> None:
    store.run(lambda tx: notes.write(tx, OA, openid, notes.Answered(entry_id), NOW))


def judge(store: Store, openid: str = "o-1", *, useful: bool, now: datetime = NOW) -> None:
    store.run(lambda tx: notes.write(tx, OA, openid, notes.Judged(useful), now))


def ask(store: Store, *texts: str, now: datetime = NOW) -> None:
    for text in texts:
        store.run(lambda tx, said=text: notes.write(tx, OA, "o-1", notes.Unanswered(said), now))


def test_an_answer_is_judged_once(store: Store) -> None:
    tell(store, "card-001")
    judge(store, useful=True)
    judge(store, useful=True)
    tell(store, "card-001")
    judge(store, useful=False)
    tell(store, "card-002", "o-2")
    judge(store, "o-2", useful=False)
    judge(store, "o-3", useful=True)
    counted = {one.entry_id: (one.useful, one.useless) for one in store.read(feedback.votes)}
    assert counted == {"card-001": (1, 1), "card-002": (0, 1)}


def test_an_old_answer_is_judged_no_more_and_forgotten(store: Store) -> None:
    tell(store, "card-001")
    later = NOW + timedelta(days=1)
    judge(store, useful=True, now=later)
    assert store.read(feedback.votes) == []
    assert store.run(lambda tx: notes.purge(tx, later)) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("给6222021234567890123转账", "给＊转账"),
        ("6222 0212-3456 7890 123是谁的", "＊是谁的"),
        ("我的身份证11010519491231002X", "我的身份证＊"),
        ("打13812345678", "打＊"),
        ("验证码是１２３４５６", "验证码是＊"),
        ("卡号六二二二零二一二三四五六", "卡号＊"),
        ("发到wang.xiaoming@example.com", "发到＊"),
        ("看https://evil.example/x?y=1", "看＊"),
        ("转500块给朋友", "转500块给朋友"),
        ("长" * 100, "长" * 60),
    ],
)
def test_n07_numbers_never_reach_the_editors(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_questions_alike_are_gathered_and_the_most_asked_come_first(store: Store) -> None:
    ask(store, "数字藏品怎么买", "数字藏品怎么卖", "怎么买数字藏品呀", "数字藏品怎么买")
    ask(store, "能寄存行李吗")
    ask(store, "x")
    found = store.read(clusters)
    assert [(one.times, one.words[0]) for one in found] == [
        (4, "数字藏品怎么买"),
        (1, "能寄存行李吗"),
    ]
    assert len(found[0].words) == 3
    assert found[0].last == NOW


def test_what_is_asked_no_more_is_dropped(store: Store) -> None:
    ask(store, "数字藏品怎么买")
    assert store.run(lambda tx: unanswered.purge(tx, NOW + timedelta(days=91))) == 1
    assert store.read(clusters) == []


def test_in_a_conversation_words_not_understood_are_kept(house: House) -> None:
    house.bind("o-wang", WANG)
    house.say("o-wang", "帮我给火星上的基地采购四十斤螺丝钉，单子上写着4321和8765")
    (kept,) = house.app.store.read(clusters)
    assert kept.words == ("帮我给火星上的基地采购四十斤螺丝钉，单子上写着＊和＊",)


def test_a_tap_on_a_verdict_is_thanked_for_and_counted(house: House) -> None:
    store, now = house.app.store, house.clock.now()
    store.run(lambda tx: feedback.tell(tx, OA, "o-wang", "card-001", now))
    assert "谢谢您的反馈" in house.say("o-wang", "有用")
    assert [one.entry_id for one in store.read(feedback.votes)] == ["card-001"]
    assert "谢谢您的反馈" not in house.say("o-wang", "有用")
    assert "谢谢您的反馈" not in house.say("o-li", "没用")
