"""Whatever people send can be stored, shown and logged afterwards."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.base import text as module
from weiyin.base.text import clean, cut_utf8


@given(st.text())
def test_cleaned_text_can_be_encoded_and_has_ink(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(st.sampled_from("我卡上还剩多少？ab1,。\n“”￥ "), max_size=60))
def test_the_short_way_says_what_the_long_way_says(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = clean(text)
        patch.setattr(module, "_PLAIN", module.re.compile(r"(?!)"))
        assert clean(text) == quick


def test_hostile_characters() -> None:
    assert clean("a\u202eb\u0000c\ufeff") == "abc"
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * 3
    assert clean("\ud800") == ""
    assert len(clean("长" * 5000)) == 2048


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(3, 60))
def test_cut_fits(text: str, limit: int) -> None:
    cut = cut_utf8(text, limit)
    assert len(cut.encode()) <= limit
    assert cut == text or cut.endswith("…")
