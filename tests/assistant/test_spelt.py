from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assistant.conftest import Ask
from weiyin.assistant.intents import Kind
from weiyin.assistant.spelt import Speller

SPELLER = Speller(
    ("查余额", "余额", "转账", "打开到账提醒", "我的信用卡账单", "附近有没有网点", "明细", "转给")
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cha yu e", "查余额"),
        ("chayue", "查余额"),
        ("zhuanzhang", "转账"),
        ("dakai daozhang tixing", "打开到账提醒"),
        ("wo de xinyongka zhangdan", "我的信用卡账单"),
        ("cha余额", "查余额"),
        ("zz", "转账"),
        ("cye", "查余额"),
        ("zhuan 500 gei", "转 500 给"),
    ],
)
def test_pinyin_is_read_as_characters(typed: str, meant: str) -> None:
    assert SPELLER.read(typed) == meant


@pytest.mark.parametrize(
    "typed", ["查余额", "atm在哪", "etc怎么办", "hello", "qwrt", "wifi", "", "500"]
)
def test_what_is_no_pinyin_stays(typed: str) -> None:
    assert SPELLER.read(typed) == typed


@given(st.text("abceghnuvxyz '余额1", max_size=90))
def test_any_letters_are_read(typed: str) -> None:
    assert isinstance(SPELLER.read(typed), str)


@pytest.mark.parametrize(
    ("said", "function"),
    [
        ("cha yu e", "balance_query"),
        ("chayue", "balance_query"),
        ("fujin wangdian", "branch_nearby"),
        ("xinyongka zhangdan", "cc_bill_query"),
        ("zhuanzhang", "transfer_same_bank"),
    ],
)
def test_pinyin_opens_the_function(said: str, function: str, ask: Ask) -> None:
    assert ask(said).function == function


@pytest.mark.parametrize("said", ["bu yao zhuan zhang", "quxiao zhuanzhang"])
def test_n04_a_denial_in_pinyin_is_one(said: str, ask: Ask) -> None:
    heard = ask(said)
    assert not (heard.kind in {Kind.ANSWER, Kind.ASK_BACK} and heard.function is not None)
