from __future__ import annotations

import pytest

from tests.assistant.conftest import NOW
from weiyin.assistant.corpus import INTENT, KNOWN, entries_of, sentences
from weiyin.assistant.intents import Intent, Kind
from weiyin.assistant.learned.classifier import Classifier, learn
from weiyin.assistant.learned.words import Words
from weiyin.assistant.ranker import Ranker
from weiyin.assistant.recognise import Recogniser
from weiyin.assistant.retriever import Entry, Hit
from weiyin.assistant.understand import Assistant

BALANCE = Intent(
    "balance_query",
    "余额查询",
    ("查余额", "卡里还有多少钱", "我的余额", "账户余额是多少", "看看还剩多少钱"),
)
LOSS = Intent(
    "account_loss_report",
    "挂失",
    ("我要挂失", "挂失银行卡", "卡丢了要挂失", "帮我挂失", "办理挂失"),
    refusals=("取消挂失",),
    guarded=True,
)
FEE = Entry(
    "fee-1",
    ("挂失要多少钱", "挂失收费吗", "挂失的手续费是多少", "挂失费用", "挂失需要交钱吗"),
    "免费。",
)


class Shelf:
    """A knowledge base of one entry, found by any of its words."""

    version = "1"

    def search(self, text: str, k: int) -> list[Hit]:
        score = 0.8 if "挂失" in text else 0.0
        return [Hit(FEE.entry_id, FEE.phrasings[0], FEE.answer, score)][:k]

    def entries(self) -> list[Entry]:
        return [FEE]


@pytest.fixture(scope="module")
def model() -> Classifier:
    pairs = sentences(entries_of((BALANCE, LOSS), (), ()), Shelf())
    return learn([text for text, _ in pairs], [label for _, label in pairs], Words.none())


def test_a_sentence_is_of_the_function_that_says_it_first() -> None:
    both = Intent("other", "另一个", ("挂失收费吗",))
    pairs = dict(sentences(entries_of((both,), (), ()), Shelf()))
    assert pairs["挂失收费吗"] == f"{INTENT}other"
    assert pairs["挂失费用"] == f"{KNOWN}fee-1"


def test_a_near_miss_rules_a_label_out_whatever_the_model_says(model: Classifier) -> None:
    ranker = Ranker(entries_of((BALANCE, LOSS), (), ()), model, 8)
    assert all(
        match.label != f"{INTENT}account_loss_report" for match in ranker.rank("取消挂失").matches
    )


def test_the_model_names_what_the_phrases_cannot_spell(model: Classifier) -> None:
    ranked = Ranker(entries_of((BALANCE, LOSS), (), ()), model, 8).rank("yu e")
    assert ranked.matches[0].label == f"{INTENT}balance_query"
    assert ranked.matches[0].foreign


@pytest.mark.parametrize("learned", [True, False])
def test_a_question_about_an_action_is_answered_and_not_done(
    learned: bool, model: Classifier
) -> None:
    recogniser = Recogniser((BALANCE, LOSS), 8, Shelf(), model if learned else None)
    for said in ("挂失要多少钱", "请问挂失收费吗"):
        verdict = recogniser.judge(said, said)
        assert (verdict.kind, verdict.entry) == (Kind.KNOWLEDGE, "fee-1"), said
    assert recogniser.judge("我要挂失", "我要挂失").function == "account_loss_report"


def test_a_new_model_is_heeded_at_once(model: Classifier) -> None:
    assistant = Assistant((BALANCE, LOSS), Shelf())
    before, _ = assistant.understand("于额还有多少", now=NOW)
    assert not assistant.has_model
    assistant.take(model)
    assert assistant.has_model
    after, _ = assistant.understand("于额还有多少", now=NOW)
    assert after.confidence != before.confidence
