from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.assistant.bare import bare
from weiyin.assistant.normalise import LONGEST, normalise


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("￥５００", "¥500"),
        ("查詢餘額", "查询余额"),
        ("轉帳", "转账"),
        ("帳單", "账单"),
        ("信用卡帳單查詢", "信用卡账单查询"),
        ("绑定帐户", "绑定账户"),
        ("户口结余", "账户余额"),
        ("查 余 额", "查余额"),
        ("转 500 给 李雷", "转500给李雷"),
        ("Tom  Lee", "tom lee"),
        ("余\u200b额", "余额"),
        ("\u202e余额", "余额"),
        ("5²", "5²"),
        ("½", "½"),
        ("٣", "3"),
        ("⼀", "一"),
        ("话废充值", "话费充值"),
        ("绑定提款卡", "绑定借记卡"),
    ],
)
def test_one_way_of_writing(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("你好，麻烦帮我查一下余额，谢谢", "查余额"),
        ("请问能不能帮我查询余额呢", "余额"),
        ("我想绑张卡", "绑卡"),
        ("能帮我转账吗？", "转账"),
        ("给我转账", "给转账"),
    ],
)
def test_politeness_is_no_matter(polite: str, plain: str) -> None:
    assert plain in bare(normalise(polite))


@given(st.text(max_size=2000))
def test_whatever_is_typed_has_a_normal_form_that_stays(text: str) -> None:
    normal = normalise(text)
    assert len(normal) <= LONGEST
    assert normalise(normal) == normal or not normal.isascii()
    normal.encode()
    bare(normal)
