from __future__ import annotations

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks import Sabotage
from weiyin.assistant.amounts import find_amounts, read_amount
from weiyin.assistant.intents import Intent, SlotKind, SlotSpec
from weiyin.assistant.normalise import normalise
from weiyin.assistant.numbers import to_hundredths, to_int
from weiyin.assistant.slots import fill
from weiyin.base.money import MAX_FEN, Money

SABOTAGE = {
    "M13": Sabotage(
        "src/weiyin/assistant/amounts.py",
        "    bad = _LEFT_BAD.search(before) or _RIGHT_BAD.match(after)",
        "    bad = None",
    ),
}

PAY = Intent("pay", "付", (), slots=(SlotSpec("amount", SlotKind.MONEY, "金额"),))

# What stands for how many yuan, said in a sentence or as an answer.
EXACT: dict[str, str] = {
    "500": "500",
    "500元": "500",
    "500块": "500",
    "500块钱": "500",
    "500元钱": "500",
    "五百": "500",
    "五百块": "500",
    "五百元": "500",
    "五百块钱": "500",
    "五百元整": "500",
    "伍佰元整": "500",
    "人民币500元": "500",
    "人民币伍佰元整": "500",
    "500rmb": "500",
    "500RMB": "500",
    "rmb500": "500",
    "500人民币": "500",
    "CNY500": "500",
    "￥500": "500",
    "¥500": "500",
    "¥ 500": "500",
    "￥1,000.50": "1000.5",
    "1,000": "1000",
    "1,000.5": "1000.5",
    "1000.50": "1000.5",
    "1,234,567.89": "1234567.89",
    "１００": "100",
    "１００元": "100",
    "５００.５０": "500.5",
    "１，０００元": "1000",
    "100": "100",
    "100.0": "100",
    "100.00": "100",
    "0.01": "0.01",
    "0.1": "0.1",
    "0.5元": "0.5",
    "1元": "1",
    "9.99": "9.99",
    "88.88": "88.88",
    "520": "520",
    "2万": "20000",
    "2万5": "25000",
    "2万5千": "25000",
    "两万五": "25000",
    "两万五千": "25000",
    "1.5万": "15000",
    "1.5w": "15000",
    "1.5W": "15000",
    "1w": "10000",
    "1w5": "15000",
    "3k": "3000",
    "3K": "3000",
    "2.5k": "2500",
    "5千": "5000",
    "5百": "500",
    "3千2": "3200",
    "3千2百": "3200",
    "三千二": "3200",
    "三千二百": "3200",
    "三千二百元": "3200",
    "三百二十": "320",
    "三百二": "320",
    "三百二十五": "325",
    "一百零五": "105",
    "一百五": "150",
    "两百五": "250",
    "二百五十": "250",
    "一千零五": "1005",
    "一千零五十": "1050",
    "一千五": "1500",
    "一千五百": "1500",
    "一万": "10000",
    "一万二": "12000",
    "一万零二百": "10200",
    "一万零二十": "10020",
    "十万": "100000",
    "二十万": "200000",
    "三十五万": "350000",
    "一百万": "1000000",
    "五百万": "5000000",
    "一千万": "10000000",
    "一亿": "100000000",
    "1亿2000万": "120000000",
    "三亿五": "350000000",
    "十块": "10",
    "十元": "10",
    "二十块": "20",
    "五十元": "50",
    "十五块": "15",
    "两块": "2",
    "两元": "2",
    "三块五": "3.5",
    "三块五毛": "3.5",
    "三块五毛二": "3.5",
    "三块五毛二分": "3.52",
    "五毛": "0.5",
    "五毛钱": "0.5",
    "八毛五": "0.85",
    "五角": "0.5",
    "12元5角": "12.5",
    "12元5角6分": "12.56",
    "12块5": "12.5",
    "九块九": "9.9",
    "九十九块九": "99.9",
    "三点五元": "3.5",
    "三点五万": "35000",
    "一点二万": "12000",
    "99块9毛": "99.9",
    "一块钱": "1",
    "壹佰元": "100",
    "贰佰伍拾元": "250",
    "叁仟元整": "3000",
    "壹万元整": "10000",
    "柒拾元": "70",
    "捌佰元": "800",
    "玖佰玖拾玖元": "999",
    "陆仟元": "6000",
    "两千零五十": "2050",
    "九千九百九十九": "9999",
    "10万零500": "100500",
    "1.234万": "12340",
    "2.35亿": "235000000",
    "5百块": "500",
    "1百万": "1000000",
}
EXACT["三块五毛二"] = "3.52"

# What says no exact, positive, payable sum in yuan.
NOT_EXACT: tuple[str, ...] = (
    "0",
    "0元",
    "0.00",
    "零元",
    "零",
    "-1",
    "-500",
    "－500",
    "−500",
    "负五百",
    "+500",
    "0.001",
    "500.555",
    "1.000",
    "1,00",
    "10,00.5",
    "1,0000",
    "1.2.3",
    "500..5",
    "1 000",
    "1e18",
    "1E5",
    "0x10",
    "NaN",
    "nan",
    "∞",
    "inf",
    "无穷",
    "500²",
    "½",
    "9999999999999999",
    "99999999999999999999元",
    "1000000000000000000",
    "100万亿",
    "一万万亿",
    "1e400",
    "10000000000000.01元",
    "五百多",
    "500多块",
    "500多",
    "五百来块",
    "500左右",
    "五百左右",
    "500上下",
    "大概500",
    "大约五百块",
    "约500元",
    "差不多500",
    "近500",
    "不到500",
    "超过500",
    "至少500",
    "最多500块",
    "500以上",
    "500元以下",
    "500以内",
    "500到1000",
    "500至1000",
    "500-1000",
    "500~1000",
    "500到800块",
    "五百到一千",
    "500或600",
    "一两千",
    "三五百",
    "几百",
    "几百块",
    "好几千",
    "五百几",
    "500出头",
    "500余元",
    "一百来块",
    "500块半",
    "一块半",
    "$500",
    "€500",
    "£500",
    "500美元",
    "500美金",
    "500刀",
    "500港币",
    "500日元",
    "500欧元",
    "500英镑",
    "500韩元",
    "一千块五",
    "2万50",
    "1.5万5",
    "五零零",
    "一二三",
    "百五",
    "万",
    "千",
    "千万",
    "一百百",
    "二十五百",
    "两千零",
    "00500",
    "0500",
    "500%",
    "百分之五",
    "五折",
    "第500",
    "500个",
    "500米",
    "500号",
    "500分",
    "500积分",
    "500天",
    "500笔",
    "500次",
    "5月",
    "5点",
    "500g",
    "500兆流量",
    "a500",
    "500a",
    "v2",
    "1.23456789万",
    "300块和500块",
    "300还是500",
    "转三百不对转五百",
    "转500给李雷300块",
)


def _amount(text: str) -> Money | None:
    """As a slot in a sentence, and as the answer to a question: they must not differ."""
    words = normalise(text)
    said = fill(PAY, find_amounts(words)).get("amount")
    return said if said is not None or find_amounts(words) else read_amount(words)


def _fen(yuan: str) -> int:
    whole, _, part = yuan.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or "0")


def test_the_table_is_long_enough() -> None:
    assert len(EXACT) + len(set(NOT_EXACT)) >= 200


@pytest.mark.parametrize(("text", "yuan"), EXACT.items())
def test_m13_exact_sums_are_read_exactly(text: str, yuan: str) -> None:
    assert _amount(text) == Money(_fen(yuan))
    assert read_amount(normalise(text)) == Money(_fen(yuan))


@pytest.mark.parametrize("text", NOT_EXACT)
def test_m13_anything_else_is_no_sum(text: str) -> None:
    assert _amount(text) is None
    assert read_amount(normalise(text)) is None


@pytest.mark.parametrize(("text", "yuan"), [(t, y) for t, y in EXACT.items() if len(t) > 2])
def test_sums_in_a_sentence(text: str, yuan: str) -> None:
    for sentence in ("转{}给李雷", "给李雷转{}", "我要转{}", "帮我充{}，谢谢"):
        found = find_amounts(normalise(sentence.format(text)))
        assert fill(PAY, found) == {"amount": Money(_fen(yuan))}, sentence


@pytest.mark.parametrize(
    "text",
    [
        "我们一块去",
        "千万别转",
        "万一转错了",
        "十分满意",
        "一百个放心",
        "我在二号线",
        "三人行",
        "两个人",
        "八点半",
        "一起",
    ],
)
def test_numbers_that_are_no_sums_at_all(text: str) -> None:
    assert fill(PAY, find_amounts(text)) == {}


@given(st.integers(1, 10**12))
def test_every_way_of_writing_digits_comes_back(fen: int) -> None:
    money = Money(fen)
    plain = str(money).replace(",", "")
    for text in (f"{money}", f"{money}元", f"￥{money}", plain, f"{plain}块", f"人民币{plain}元"):
        assert read_amount(normalise(text)) == money
        assert fill(PAY, find_amounts(normalise(f"给李雷转{text}"))) == {"amount": money}


@given(st.integers(1, 10**12 - 1))
def test_numbers_in_words_come_back(number: int) -> None:
    for style in ("low", "up"):
        words = cn2an.an2cn(number, style)
        assert to_int(words) == number
        assert read_amount(f"{words}元") == Money(number * 100)


@given(st.integers(1, 9999), st.sampled_from("万亿"))
def test_digits_with_a_unit_come_back(number: int, unit: str) -> None:
    scale = {"万": 10**4, "亿": 10**8}[unit]
    assert to_int(f"{number}{unit}") == number * scale


@given(st.text("0123456789,.零一二两三五十百千万亿wk元块毛角分￥-", max_size=12))
@settings(max_examples=500)
def test_whatever_is_typed_is_a_positive_payable_sum_or_none(text: str) -> None:
    words = normalise(text)
    for money in (read_amount(words), *(one.value for one in find_amounts(words))):
        if money is not None:
            assert type(money.fen) is int
            assert 0 < money.fen <= MAX_FEN
    assert to_hundredths(words) is None or isinstance(to_hundredths(words), int)
