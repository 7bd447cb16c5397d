"""The questions of `make evaluate`, by the phrases alone: no model is made for a test."""

from __future__ import annotations

import time

import pytest

from tests.assistant.conftest import KNOWN, NOW, Talk
from tests.checks import Sabotage
from tests.questions.asked import Question, questions
from weiyin.assistant.intents import DialogueState, Kind, Understanding
from weiyin.assistant.normalise import LONGEST, normalise
from weiyin.assistant.understand import Assistant
from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.declare import Risk

SABOTAGE = {
    "N01": Sabotage(
        "src/weiyin/assistant/recognise.py",
        "        if not strange and sure >= enough:",
        "        if sure >= 0.1:",
    ),
    "N06": Sabotage(
        "src/weiyin/assistant/normalise.py",
        "seen = _fold(clean(text, LONGEST))",
        "seen = _fold(clean(text, 10**6))",
    ),
    "H11": Sabotage(
        "src/weiyin/assistant/normalise.py",
        "seen = _fold(clean(text, LONGEST))",
        "seen = _fold(clean(text, 10**6))",
    ),
}

_RUNS = {Kind.ANSWER, Kind.ASK_BACK}
_HOSTILE = (
    "' OR 1=1; DROP TABLE accounts; --",
    "%' AND 1=2 UNION SELECT card_no FROM cards --",
    "$(rm -rf /) 转账",
    "`cat /etc/passwd`",
    "{{ config.items() }} 转500给李雷",
    "${7*7}绑卡",
    '=HYPERLINK("http://evil") 解绑',
    "+cmd|' /C calc'!A0 转账",
    "@SUM(1+1)*cmd 挂失",
    "MATCH 'a*' NEAR/2 转账 <script>alert(1)</script>",
    "%s%s%n%x 充值",
    "\\x00\\u202e 转账 NULL",
)
_LONG = {
    "one character": "转" * 2048,
    "digits": "1" * 2048,
    "money": "转500给李雷" * 290,
    "commas": "，" * 2048,
    "pinyin": "zhuanzhang" * 204,
    "denials": "不要" * 1024,
    "days": "3月4日到" * 400,
}


@pytest.fixture(scope="module")
def everything() -> tuple[Assistant, set[str], set[str]]:
    """小微 with all functions; the ids of all, and of those that change or move something."""
    catalogue = load_catalogue()
    guarded = {one.id for one in catalogue if one.declaration.risk is not Risk.READ}
    known = {one.id for one in catalogue}
    return Assistant([one.as_intent() for one in catalogue]), known, guarded


def _ask(assistant: Assistant, one: Question) -> Understanding:
    state: DialogueState | None = None
    if one.before:
        _, state = assistant.understand(one.before, vocabulary=KNOWN, now=NOW)
    return assistant.understand(one.text, state=state, vocabulary=KNOWN, now=NOW)[0]


def test_there_are_enough_of_every_kind() -> None:
    asked = questions()
    assert len(asked) >= 1500
    assert len({(one.kind, one.before, one.text) for one in asked}) == len(asked)
    kinds = {one.kind for one in asked}
    assert kinds == {
        "plain",
        "typo",
        "homophone",
        "traditional",
        "pinyin",
        "dialect",
        "several",
        "elliptical",
        "near_miss",
        "out_of_scope",
    }


def test_n04_no_near_miss_opens_what_changes_or_moves(
    everything: tuple[Assistant, set[str], set[str]],
) -> None:
    assistant, _, guarded = everything
    heard = [(one, _ask(assistant, one)) for one in questions() if one.kind == "near_miss"]
    unsafe = [
        (one.text, understood.function)
        for one, understood in heard
        if understood.kind in _RUNS and understood.function in guarded - one.wanted
    ]
    assert not unsafe


def test_chit_chat_is_not_banking(everything: tuple[Assistant, set[str], set[str]]) -> None:
    assistant, _, guarded = everything
    chat = [one for one in questions() if one.kind == "out_of_scope"]
    run = [understood.function for one in chat if (understood := _ask(assistant, one)).function]
    assert len(run) <= 0.03 * len(chat), run
    assert not guarded & set(run)


def test_what_is_asked_plainly_is_opened_or_offered(
    everything: tuple[Assistant, set[str], set[str]],
) -> None:
    assistant, known, _ = everything
    plain = [one for one in questions() if one.kind == "plain" and one.wanted & known]
    offered = 0
    for one in plain:
        understood = _ask(assistant, one)
        offered += bool(one.wanted & {understood.function, *understood.choices})
    assert offered / len(plain) >= 0.93


@pytest.mark.parametrize("said", _HOSTILE)
def test_n01_hostile_words_open_nothing_that_changes(
    said: str, everything: tuple[Assistant, set[str], set[str]]
) -> None:
    assistant, _, guarded = everything
    understood, _ = assistant.understand(said, vocabulary=KNOWN, now=NOW)
    assert not (understood.kind in _RUNS and understood.function in guarded)
    assert said not in understood.reply


@pytest.mark.parametrize("name", _LONG)
def test_n06_a_long_message_is_read_no_further_than_it_makes_sense(name: str) -> None:
    assert len(normalise(_LONG[name])) <= LONGEST


@pytest.mark.parametrize("name", _LONG)
def test_h11_no_pattern_runs_away(
    name: str, everything: tuple[Assistant, set[str], set[str]]
) -> None:
    """Ten thousand characters made to make patterns try again; this process's own time counts."""
    assistant, _, _ = everything
    said = (_LONG[name] * 5)[:10_240]
    Talk(assistant).say("ni hao")
    began = time.process_time()
    Talk(assistant).say(said)
    assert time.process_time() - began < 0.1
