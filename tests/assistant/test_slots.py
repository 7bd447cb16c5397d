from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assistant.conftest import Talk
from weiyin.assistant.intents import Intent, SlotKind, SlotSpec, Vocabulary
from weiyin.assistant.normalise import normalise
from weiyin.assistant.slots import fill, from_plain, read, scan, scan_names, to_plain
from weiyin.assistant.understand import Assistant
from weiyin.base.dates import DateRange
from weiyin.base.money import Money

TODAY = date(2026, 7, 20)
KNOWN = Vocabulary(("李雷", "韩梅梅", "老婆", "Tom"), ("1234", "5678"), ("北京", "上海", "广州"))


def _one(kind: SlotKind, text: str, vocabulary: Vocabulary = KNOWN) -> Any:
    words = normalise(text)
    found = scan_names(words, scan(words, TODAY), vocabulary)
    return fill(Intent("x", "x", (), slots=(SlotSpec("it", kind, "它"),)), found).get("it")


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("尾号1234", "1234"),
        ("尾号是1234的卡", "1234"),
        ("尾号为5678", "5678"),
        ("后四位1234", "1234"),
        ("末四位 9999", "9999"),
        ("卡尾号1234的余额", "1234"),
        ("1234那张卡", "1234"),
        ("1234的卡还有多少", "1234"),
        ("尾号：1234", "1234"),
        ("查5678的余额", "5678"),
        ("尾號1234", "1234"),
        ("尾号１２３４", "1234"),
        ("尾号12345", None),
        ("尾号123", None),
        ("转1234给李雷", None),
        ("充5678", None),
        ("2026年", None),
        ("查4321的余额", None),
        ("尾号1234和尾号5678", None),
    ],
)
def test_card_tails(text: str, tail: str | None) -> None:
    assert _one(SlotKind.CARD_TAIL, text) == tail


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("给13800138000充100", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("86 13800138000", "13800138000"),
        ("号码是１３８００１３８０００", "13800138000"),
        ("12345678901", None),
        ("1380013800", None),
        ("138001380001", None),
        ("13800138000和13900139000", None),
    ],
)
def test_phones(text: str, phone: str | None) -> None:
    assert _one(SlotKind.PHONE, text) == phone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("转500给李雷", "李雷"),
        ("给李雷转500", "李雷"),
        ("李雷500", "李雷"),
        ("转给韩梅梅", "韩梅梅"),
        ("轉給韓梅梅", "韩梅梅"),
        ("给老婆转500", "老婆"),
        ("给tom转500", "Tom"),
        ("给TOM转500", "Tom"),
        ("给王小明转500", "王小明"),
        ("转500给张伟", "张伟"),
        ("转1.5万给陈静", "陈静"),
        ("转账给欧阳娜娜", "欧阳娜娜"),
        ("汇500到王芳账户", "王芳"),
        ("给小王转500", "小王"),
        ("给我妈转500", "妈"),
        ("给妈妈打500", "妈妈"),
        ("向刘德华转账500", "刘德华"),
        ("收款人是赵云", "赵云"),
        ("帮我转三千二到王芳的卡里", "王芳"),
        ("给房东转500", "房东"),
        ("转500给李雷雷", "李雷雷"),
        ("转500给李雷吧", "李雷"),
        ("转给王芳吧谢谢", "王芳"),
        ("给李雷转500买菜", "李雷"),
        ("转500给王芳买菜", "王芳"),
        ("转500到tommy那里", None),
        ("转给我看看账单", None),
        ("转给我", None),
        ("给你转500", None),
        ("转500给他", None),
        ("给谁转500", None),
        ("转500给朋友", None),
        ("转账", None),
        ("给李雷和韩梅梅转500", None),
        ("转给别人500", None),
        ("给钱", None),
        ("转到信用卡", None),
        ("给手机充100", None),
        ("查余额", None),
        ("附近的网点", None),
        ("给孙子兵法打分", None),
    ],
)
def test_payees(text: str, name: str | None) -> None:
    assert _one(SlotKind.PAYEE, text) == name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("北京网点", "北京"),
        ("北京国贸附近的网点", "北京国贸"),
        ("国贸附近有网点吗", "国贸"),
        ("人民广场附近哪里有银行", "人民广场"),
        ("我在杭州东站，附近有银行吗", "杭州东站"),
        ("天河区有没有网点", "天河区"),
        ("五道口附近", "五道口"),
        ("上海的网点", "上海"),
        ("附近网点", None),
        ("我附近的银行", None),
        ("最近的网点", None),
        ("这附近有银行吗", None),
        ("网点附近", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    assert _one(SlotKind.PLACE, text) == place


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("最近5笔", 5),
        ("前三笔交易", 3),
        ("十条明细", 10),
        ("10笔", 10),
        ("一笔钱", None),
        ("5笔和10笔", None),
        ("500", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert _one(SlotKind.COUNT, text) == count


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SlotKind.MONEY, "五", Money(500)),
        (SlotKind.MONEY, "就500吧", Money(50000)),
        (SlotKind.MONEY, "不知道", None),
        (SlotKind.MONTH, "上个月", "2026-06"),
        (SlotKind.MONTH, "近三个月", None),
        (SlotKind.DATES, "上周", DateRange(date(2026, 7, 13), date(2026, 7, 19))),
        (SlotKind.CARD_TAIL, "1234", "1234"),
        (SlotKind.CARD_TAIL, "是5678吧", "5678"),
        (SlotKind.CARD_TAIL, "12345", None),
        (SlotKind.PHONE, "13800138000", "13800138000"),
        (SlotKind.PAYEE, "转给阿依古丽", "阿依古丽"),
        (SlotKind.PAYEE, "我", None),
        (SlotKind.PAYEE, "6222", None),
        (SlotKind.PLACE, "我在国贸附近", "国贸"),
        (SlotKind.PLACE, "不知道", None),
        (SlotKind.COUNT, "5", 5),
        (SlotKind.WORDS, "房租", "房租"),
    ],
)
def test_a_whole_message_as_an_answer(kind: SlotKind, text: str, value: Any) -> None:
    words = normalise(text)
    assert read(SlotSpec("it", kind, "它"), words, scan(words, TODAY)) == value


@given(
    st.one_of(
        st.tuples(st.just(SlotKind.MONEY), st.integers(1, 10**15).map(Money)),
        st.tuples(
            st.just(SlotKind.DATES),
            st.tuples(st.dates(), st.dates()).map(lambda two: DateRange(min(two), max(two))),
        ),
        st.tuples(st.just(SlotKind.COUNT), st.integers(1, 999)),
        st.tuples(st.just(SlotKind.PAYEE), st.text(min_size=1)),
        st.tuples(st.just(SlotKind.MONTH), st.dates().map(lambda day: f"{day:%Y-%m}")),
    )
)
def test_the_plain_form_comes_back(case: tuple[SlotKind, Any]) -> None:
    kind, value = case
    assert from_plain(kind, to_plain(value)) == value


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每月1号给妈妈转500", "month"),
        ("每个月给李雷转500", "month"),
        ("每周五转300给李雷", "week"),
        ("每天转10块", "day"),
        ("明天给李雷转500", None),
        ("每张卡都查一下", None),
    ],
)
def test_how_often(text: str, every: str | None) -> None:
    assert _one(SlotKind.EVERY, text) == every


@pytest.mark.parametrize(
    ("said", "payee"),
    [("转500给李磊", "李雷"), ("给韩美美转500", "韩梅梅"), ("转500给王雷", "王雷")],
)
def test_a_payee_of_the_book_by_the_sound(said: str, payee: str, talk: Talk) -> None:
    assert talk.say(said).slots["payee"] == payee


def test_two_who_sound_alike_are_nobody(assistant: Assistant) -> None:
    talk = Talk(assistant, Vocabulary(payees=("李雷", "李蕾")))
    assert talk.say("转500给李磊").slots["payee"] == "李磊"
