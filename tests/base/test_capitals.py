"""Amounts in capitals, by the examples of the rules and read back again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.base.capitals import in_capitals
from weiyin.base.money import Money

_DIGITS = {word: digit for digit, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1_000}


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("107000", "壹拾万零柒仟元整"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("10010", "壹万零壹拾元整"),
    ],
)
def test_as_the_rules_have_it(yuan: str, words: str) -> None:
    amount = Money.zero() if yuan == "0" else Money.parse(yuan)
    assert in_capitals(amount) == words


@given(st.integers(0, 10**14))
def test_what_is_written_can_be_read(fen: int) -> None:
    words = in_capitals(Money(fen))
    assert "零零" not in words
    yuan, _, rest = words.partition("元") if "元" in words else ("零", "", words)
    jiao, fen_read = 0, 0
    for before, unit in pairwise(rest):
        jiao = _DIGITS[before] if unit == "角" else jiao
        fen_read = _DIGITS[before] if unit == "分" else fen_read
    assert _read(yuan) * 100 + jiao * 10 + fen_read == fen


def _read(words: str) -> int:
    total, group, digit = 0, 0, 0
    for word in words:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word in _PLACES:
            group, digit = group + digit * _PLACES[word], 0
        elif word == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif word == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit
