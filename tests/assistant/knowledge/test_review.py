"""What an editor is told to look at."""

from __future__ import annotations

from datetime import date

from tests.assistant.knowledge.kit import RENTAL, rental
from weiyin.assistant.knowledge.review import review
from weiyin.assistant.knowledge.shipped import shipped

TODAY = date(2026, 7, 20)


def fields(*entries, functions=frozenset()) -> list[tuple[str, str, bool]]:
    return [(one.entry_id, one.field, one.wrong) for one in review(entries, functions, TODAY)]


def test_a_good_entry_is_left_alone() -> None:
    assert fields(RENTAL) == []


def test_a_link_to_a_function_that_is_not_installed() -> None:
    linked = rental(link="box_rent")
    assert fields(linked) == [("box-001", "link", False)]
    assert fields(linked, functions={"box_rent"}) == []
    assert fields(rental(link="/p/box")) == []


def test_an_answer_out_of_force_or_soon() -> None:
    assert fields(rental(valid_until=date(2026, 7, 19))) == [("box-001", "valid_until", True)]
    assert fields(rental(valid_until=date(2026, 8, 1))) == [("box-001", "valid_until", False)]


def test_few_ways_to_ask() -> None:
    assert fields(rental(variants=("保管箱续费",))) == [("box-001", "variants", False)]


def test_the_same_question_in_two_entries_is_wrong_however_it_is_written() -> None:
    other = rental(
        id="box-002", question="请问保管箱怎么续租呀？", variants=("箱一", "箱二", "箱三")
    )
    assert fields(RENTAL, other) == [("box-002", "variants", True)]


def test_nothing_is_wrong_with_what_is_shipped() -> None:
    assert [one for one in review(shipped(), frozenset(), TODAY) if one.wrong] == []
