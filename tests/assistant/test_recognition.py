from __future__ import annotations

import pytest

from tests.assistant.bank_intents import GUARDED, PATHS, phrase_file
from tests.assistant.conftest import Ask
from tests.assistant.held_out import HELD_OUT, UNKNOWN, UNSAFE
from tests.checks import Sabotage
from weiyin.assistant.intents import Kind, Understanding
from weiyin.assistant.phrases import parse

SABOTAGE = {
    "N04": Sabotage(
        "src/weiyin/assistant/recognise.py",
        "        if not strange and sure >= enough:",
        "        if sure >= LIKELY:",
    ),
}

_RUNS = {Kind.ANSWER, Kind.ASK_BACK}


def _opens(heard: Understanding) -> str | None:
    return heard.function if heard.kind in _RUNS else None


def _missed(function: str, ask: Ask) -> list[str]:
    return [said for said in HELD_OUT[function] if _opens(ask(said)) != function]


def test_held_out_utterances_open_the_right_function(ask: Ask) -> None:
    missed = {function: _missed(function, ask) for function in HELD_OUT}
    total = sum(map(len, HELD_OUT.values()))
    wrong = sum(map(len, missed.values()))
    assert 1 - wrong / total >= 0.9, missed


@pytest.mark.parametrize("function", HELD_OUT)
def test_no_function_is_left_behind(function: str, ask: Ask) -> None:
    assert len(HELD_OUT[function]) >= 16
    missed = _missed(function, ask)
    assert len(missed) <= 0.2 * len(HELD_OUT[function]), missed


def test_what_is_not_answered_is_offered_first(ask: Ask) -> None:
    """Of what is understood in doubt, the right function leads the choice nearly always."""
    offered = total = 0
    for function, utterances in HELD_OUT.items():
        for said in utterances:
            heard = ask(said)
            total += 1
            offered += _opens(heard) == function or heard.choices[:1] == (function,)
    assert offered / total >= 0.97


def test_hardly_ever_another_function_is_run(ask: Ask) -> None:
    wrong = [
        (said, heard.function)
        for function, utterances in HELD_OUT.items()
        for said in utterances
        if _opens(heard := ask(said)) not in {None, function}
    ]
    assert len(wrong) <= 3, wrong


def test_what_nobody_can_answer_is_not_answered(ask: Ask) -> None:
    run = [(said, heard.function) for said in UNKNOWN if _opens(heard := ask(said))]
    assert len(run) <= 2, run
    assert not [said for said, function in run if function in GUARDED]


def test_what_is_not_understood_gets_words_and_a_way_on(ask: Ask) -> None:
    for said in UNKNOWN:
        heard = ask(said)
        if heard.kind is Kind.UNKNOWN:
            assert heard.reply
            assert heard.choices or "转人工" in heard.reply or "热线" in heard.reply


def test_n04_near_misses_never_open_what_changes_or_moves(ask: Ask) -> None:
    unsafe = [(said, heard.function) for said in UNSAFE if _opens(heard := ask(said)) in GUARDED]
    assert not unsafe


@pytest.mark.parametrize("path", PATHS)
def test_n04_every_refusal_of_a_phrase_file_is_kept(path: str, ask: Ask) -> None:
    for said in parse(phrase_file(path)).refusals:
        plain = said.format(amount="500", payee="李雷", phone="13800138000", month="7月")
        own = next(id_ for id_, at in zip(HELD_OUT, PATHS, strict=True) if at == path)
        assert _opens(ask(plain)) != own, said


def test_every_phrase_file_is_rich_and_its_own(ask: Ask) -> None:
    owner: dict[str, str] = {}
    for path in PATHS:
        said = parse(phrase_file(path), path)
        assert len(said.phrases) >= 25, path
        assert len(said.refusals) >= 4, path
        for phrase in said.phrases:
            assert owner.setdefault(phrase, path) == path, phrase


@pytest.mark.parametrize(
    ("said", "function"),
    [
        ("YE", "balance_query"),
        ("ye", "balance_query"),
        ("ＺＤ", "cc_bill_query"),
        (" mx ", "transaction_query"),
        ("余额查询", "balance_query"),
        ("mobile_topup", "mobile_topup"),
    ],
)
def test_short_codes_and_titles(said: str, function: str, ask: Ask) -> None:
    heard = ask(said)
    assert (heard.function, heard.confidence) == (function, 1.0)


@pytest.mark.parametrize(
    "said",
    [
        "我卡上還剩多少錢",
        "查詢餘額",
        "卡里還有多少錢",
        "我卡上还剩多少?!",
        "我卡上 还剩 多少",
        "查帐户余额",
    ],
)
def test_however_it_is_written(said: str, ask: Ask) -> None:
    assert ask(said).function == "balance_query"


def test_a_story_with_a_wish_in_it(ask: Ask) -> None:
    heard = ask("我今天去超市买东西发现没钱了，你帮我看看卡里还有多少钱")
    assert (heard.kind, heard.function) == (Kind.ANSWER, "balance_query")


@pytest.mark.parametrize("said", ["卡丢了", "信用卡被盗刷", "我被骗了", "有人让我转账"])
def test_an_emergency_gets_help_at_once(said: str, ask: Ask) -> None:
    heard = ask(said)
    assert heard.kind is Kind.UNKNOWN
    assert "热线" in heard.reply or "110" in heard.reply


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("你好", "小微"),
        ("谢谢", "不客气"),
        ("你是谁", "小微"),
        ("再见", "再见"),
        ("你真笨", "抱歉"),
    ],
)
def test_small_talk_is_kind(said: str, words: str, ask: Ask) -> None:
    heard = ask(said)
    assert heard.kind is Kind.KNOWLEDGE
    assert words in heard.reply


@pytest.mark.parametrize("said", ["转人工", "人工客服", "我要找人工", "找真人", "接客服", "客服"])
def test_a_human_is_asked_for(said: str, ask: Ask) -> None:
    assert ask(said).kind is Kind.HANDOFF


@pytest.mark.parametrize("said", ["你是人工智能吗", "人工客服几点上班", "不要转人工"])
def test_a_human_is_only_mentioned(said: str, ask: Ask) -> None:
    assert ask(said).kind is not Kind.HANDOFF
