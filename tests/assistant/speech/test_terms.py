"""A bank's words by their sound, and nothing else by it."""

from __future__ import annotations

import pytest

from weiyin.assistant.speech.port import as_heard
from weiyin.assistant.speech.terms import with_terms


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("帮我查一下鱼额", "帮我查一下余额"),
        ("查一下上个月的交易名戏。", "查一下上个月的交易明细。"),
        ("我要还先用卡", "我要还信用卡"),
        ("我想申请一张系用卡", "我想申请一张信用卡"),
        ("副锦有没有网店", "附近有没有网点"),
        ("附近哪里有取款积", "附近哪里有取款机"),
        ("忘记取款基码了", "忘记取款密码了"),
        ("最近花费多少", "最近花费多少"),
        ("我们公司在哪", "我们公司在哪"),
        ("转500给李雷", "转500给李雷"),
        ("abc 你好", "abc 你好"),
        ("", ""),
    ],
)
def test_terms(heard: str, meant: str) -> None:
    assert with_terms(heard) == meant


@pytest.mark.parametrize("words", ["转五百块给李雷", "转3000到尾号1234", "给王小明打两万五"])
def test_names_and_numbers_stay_as_they_were_heard(words: str) -> None:
    assert with_terms(words) == words


def test_what_was_heard_is_plain() -> None:
    assert as_heard("查一下我的餘額\ufffd") == "查一下我的余额"
