from __future__ import annotations

import pytest

from weiyin.assistant.phrases import MARKS, parse, parse_topics
from weiyin.assistant.spans import MARK_OF, phrase_marks
from weiyin.assistant.topics import missing, small_talk
from weiyin.base.errors import Misconfigured


def test_a_phrase_file() -> None:
    said = parse("# 转账\n转账\n\n  转{amount}给{payee}  \n! 转账手续费\n转账\n")
    assert said.phrases == ("转账", "转{amount}给{payee}")
    assert said.refusals == ("转账手续费",)


def test_an_unknown_mark_names_its_file() -> None:
    with pytest.raises(Misconfigured, match=r"same_bank\.phrases: unknown mark \{ammount\}"):
        parse("转{ammount}", "same_bank.phrases")


def test_every_mark_has_a_character() -> None:
    assert set(MARKS) == set(MARK_OF)
    assert "{" not in phrase_marks("".join(f"{{{mark}}}" for mark in MARKS))


def test_a_file_of_topics() -> None:
    topics = parse_topics("# 注释\n[hello] 问候\n> 您好\n你好\n\n[bye] 告别\n再见\n拜拜\n")
    assert [(t.id, t.title, t.reply, t.phrases) for t in topics] == [
        ("hello", "问候", "您好", ("你好",)),
        ("bye", "告别", "", ("再见", "拜拜")),
    ]


def test_a_line_before_the_first_heading() -> None:
    with pytest.raises(Misconfigured):
        parse_topics("你好\n[hello] 问候\n您好")


def test_a_topic_falls_silent_when_its_function_is_installed() -> None:
    assert {"cc_repay", "transfer_interbank"} <= {topic.id for topic in missing(())}
    assert "cc_repay" not in {topic.id for topic in missing({"cc_repay"})}


def test_small_talk_always_has_words() -> None:
    assert all(topic.reply and topic.phrases for topic in small_talk())
