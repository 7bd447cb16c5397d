"""What the bank has to say out of the box."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from weiyin.assistant.knowledge.shipped import shipped
from weiyin.assistant.sensitive import is_sensitive

ENTRIES = shipped()


def test_there_are_at_least_six_hundred_each_asked_in_four_ways_or_more() -> None:
    assert len(ENTRIES) >= 600
    assert min(len(one.asked) for one in ENTRIES) >= 4


def test_no_two_entries_are_asked_the_same_way() -> None:
    asked = Counter(asked for one in ENTRIES for asked in one.asked)
    assert [words for words, count in asked.items() if count > 1] == []


def test_ids_are_once() -> None:
    assert len({one.id for one in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("category", sorted({one.category for one in ENTRIES}))
def test_an_answer_reads_as_a_bank_prints_it(category: str) -> None:
    for one in ENTRIES:
        if one.category == category:
            assert one.answer[-1] in "。？！", one.id
            assert not re.search(r"[ \t]{2}|，。|。。", one.answer), one.id
            assert not is_sensitive(one.answer), one.id


def test_the_banks_name_and_number_are_never_written_out() -> None:
    assert not [
        one.id for one in ENTRIES if re.search(r"示范银行|95000", f"{one.asked}{one.answer}")
    ]


def test_placeholders_are_filled() -> None:
    told = [one.told_by({"bank": "示范银行", "hotline": "95000"}) for one in ENTRIES]
    assert not [one.id for one in told if "{" in f"{one.asked}{one.answer}"]
