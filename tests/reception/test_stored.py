"""What is kept of a reply or an answer is what was said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from weiyin.base.reply import (
    Article,
    Articles,
    Choose,
    HandOver,
    Link,
    OpenPage,
    Option,
    Reply,
    Say,
    Silence,
)
from weiyin.functions.answers import Answer, Table
from weiyin.reception.stored import (
    answer_from_json,
    answer_to_json,
    reply_from_bytes,
    reply_to_bytes,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
replies: st.SearchStrategy[Reply] = st.one_of(
    st.builds(
        Say,
        words,
        st.lists(words, max_size=3).map(tuple),
        st.lists(st.builds(Link, words, words), max_size=3).map(tuple),
    ),
    st.builds(Choose, words, st.lists(st.builds(Option, words, words), max_size=3).map(tuple)),
    st.builds(OpenPage, words, words, words, words),
    st.builds(
        Articles,
        st.lists(st.builds(Article, words, words, words, words), max_size=3).map(tuple),
        words,
    ),
    st.builds(HandOver, words, words),
    st.just(Silence()),
)
tables = st.builds(
    Table, st.lists(words, max_size=3).map(tuple), st.lists(st.tuples(words, words)).map(tuple)
)
answers = st.builds(
    Answer,
    words,
    words,
    st.lists(st.tuples(words, words), max_size=3).map(tuple),
    st.none() | tables,
    pending=st.booleans(),
)


@given(replies)
def test_a_reply_comes_back(reply: Reply) -> None:
    assert reply_from_bytes(reply_to_bytes(reply)) == reply


@given(answers)
def test_an_answer_comes_back(answer: Answer) -> None:
    assert answer_from_json(answer_to_json(answer)) == answer
