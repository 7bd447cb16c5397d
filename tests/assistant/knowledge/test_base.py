"""The knowledge base: what is edited answers at once, and how sure an answer is, is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.assistant.knowledge.kit import RENTAL, knowledge, rental
from tests.checks import Sabotage
from weiyin.assistant.knowledge import shelf
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.knowledge.features import features
from weiyin.assistant.knowledge.index import Document, Index, Usual, ranked
from weiyin.assistant.knowledge.shipped import shipped
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.storage.store import Store

ASKED = "我租的箱子快到期了要续吗"


@pytest.fixture
def base(clock: ManualClock) -> KnowledgeBase:
    return knowledge(clock)


def edit(store: Store, base: KnowledgeBase, *entries) -> None:
    now = datetime(2026, 7, 20, tzinfo=SHANGHAI)
    store.run(lambda tx: shelf.put(tx, entries, "editor", now))
    store.read(base.refresh)


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("挂失要多少钱", "挂失要多少钱"),
        ("挂失要多少錢？", "挂失要多少钱"),
        ("我的银行卡弄丢了咋办呀", "银行卡丢了怎么办"),
        ("guashi yao duoshao qian", "挂失要多少钱"),
        ("转账限额是多少", "转账限额是多少"),
        ("怎么解绑", "怎么解绑银行卡"),
        ("钱转错人了能要回来吗", "转错账了怎么办"),
        ("客服跟我要验证码给不给", "验证码能告诉别人吗"),
        ("95000是你们的电话吗", "客服电话是多少"),
    ],
)
def test_a_question_finds_its_answer(base: KnowledgeBase, asked: str, question: str) -> None:
    assert question in [hit.question for hit in base.search(asked, 3)]


def test_its_own_words_are_certain_and_carry_the_function(base: KnowledgeBase) -> None:
    hit = base.search("锁卡和挂失有什么区别", 1)[0]
    assert hit.score == 1.0
    assert hit.function == "account_loss_report"


@pytest.mark.parametrize("text", ["", "？？？", "🙂", "今天天气怎么样", "讲个笑话", "明天几点开会"])
def test_what_is_not_ours_is_never_sure(base: KnowledgeBase, text: str) -> None:
    assert all(hit.score < 0.5 for hit in base.search(text, 3))


def test_a_new_entry_answers_at_once_and_after_a_rebuild(store: Store, base: KnowledgeBase) -> None:
    before = base.version
    edit(store, base, RENTAL)
    assert base.version != before
    live = base.search(ASKED, 1)[0]
    assert live.entry_id == "box-001"
    assert live.answer == "请在到期前带身份证和钥匙到示范银行原网点续租。"
    base.rebuild()
    assert base.search(ASKED, 1)[0].entry_id == "box-001"
    assert base.search("挂失要多少钱", 1)[0].score == 1.0


def test_a_new_entry_alone_in_its_index_takes_nothing_from_others(
    store: Store, base: KnowledgeBase
) -> None:
    edit(store, base, RENTAL)
    assert base.search("今天几点下雨到期吗", 1)[0].score < 0.5
    assert base.search("信用卡到期怎么换", 1)[0].question == "信用卡到期怎么换"


def test_an_edited_entry_stands_before_the_shipped_one(store: Store, base: KnowledgeBase) -> None:
    first = next(one for one in shipped() if one.question == "挂失要多少钱")
    edit(store, base, replace(first, answer="口头挂失免费。"))
    hits = base.search("挂失要多少钱", 5)
    assert hits[0].answer == "口头挂失免费。"
    assert [hit.entry_id for hit in hits].count(first.id) == 1


def test_a_withdrawn_entry_is_gone_everywhere(
    store: Store, base: KnowledgeBase, clock: ManualClock
) -> None:
    other = knowledge(clock)
    lost = base.search("挂失要多少钱", 1)[0].entry_id
    store.run(lambda tx: shelf.withdraw(tx, [lost], "editor", clock.now()))
    for process in (base, other):
        store.read(process.refresh)
        assert lost not in [hit.entry_id for hit in process.search("挂失要多少钱", 5)]
        assert process.get(lost) is None
        assert lost not in {one.entry_id for one in process.entries()}


def test_an_entry_answers_only_while_it_is_in_force(
    store: Store, base: KnowledgeBase, clock: ManualClock
) -> None:
    edit(store, base, rental(valid_from=date(2026, 7, 21), valid_until=date(2026, 7, 21)))
    assert base.get("box-001") is None
    today = base.version
    clock.advance(timedelta(days=1))
    assert base.version != today
    assert base.search(ASKED, 1)[0].entry_id == "box-001"
    clock.advance(timedelta(days=1))
    assert "box-001" not in [hit.entry_id for hit in base.search(ASKED, 3)]


def test_a_new_process_weighs_old_edits_like_all_others(
    store: Store, base: KnowledgeBase, clock: ManualClock
) -> None:
    edit(store, base, RENTAL)
    other = knowledge(clock)
    store.read(other.refresh)
    assert other.version == base.version
    assert other.search(ASKED, 1)[0].entry_id == "box-001"


def test_a_whole_new_base_is_taken_in(store: Store, base: KnowledgeBase) -> None:
    asked = [f"第{number}号业务大厅怎么走" for number in range(100)]
    many = [
        rental(id=f"box-{n:03d}", question=words, variants=(), answer=f"走到{n}楼。")
        for n, words in enumerate(asked)
    ]
    edit(store, base, *many)
    assert base.search(asked[42], 1)[0].answer == "走到42楼。"


def test_editions_never_go_back(store: Store, base: KnowledgeBase) -> None:
    edit(store, base, RENTAL)
    edit(store, base, rental(answer="新答案。"))
    assert store.read(shelf.edition) == 2
    store.read(base.refresh)
    assert base.search("保管箱续费", 1)[0].answer == "新答案。"


def _unseen() -> tuple[Index, list[tuple[str, str]]]:
    """An index without the last way to ask each entry, and those."""
    known = [replace(one, variants=one.variants[:-1]) for one in shipped()]
    documents = [Document(one) for one in known]
    return Index(documents, Usual(documents)), [(one.variants[-1], one.id) for one in shipped()]


def test_of_ways_to_ask_not_seen_most_are_found_and_scores_tell_how_often() -> None:
    index, asked = _unseen()
    firsts, thirds, sure, sure_right = 0, 0, 0, 0
    for words, id_ in asked:
        found = ranked(index.measure(features(words), lambda _: True))
        ids = [one.entry.id for one in found[:3]]
        firsts += ids[:1] == [id_]
        thirds += id_ in ids
        if found and found[0].score >= 0.6:
            sure += 1
            sure_right += ids[0] == id_
    assert firsts / len(asked) > 0.44
    assert thirds / len(asked) > 0.66
    assert sure_right / sure > 0.7


HOSTILE = (
    "' OR 1=1 --", "%_%", '"*"', "NEAR(", "'; DROP TABLE knowledge_entries; --", "$(rm -rf /)",
    "`id`", "{{7*7}}", "{bank.__class__}", "${jndi:ldap://x}", "<script>alert(1)</script>",
    "=HYPERLINK(1)", "\\u0000", "../../etc/passwd", "a" * 2048, "转" * 2048, "((((((", "[a-z]+$",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_n01_hostile_words_are_words(store: Store, base: KnowledgeBase, words: str) -> None:
    base.search(words, 3)
    edit(store, base, rental(question=words[:60], answer=f"{words[:200]}。", variants=()))
    assert base.get("box-001") is not None
    rows = store.read(lambda reader: shelf.edits_since(reader, 0))
    assert [one.entry.question for one in rows if one.entry] == [words[:60]]


SABOTAGE = {
    "N01": Sabotage(
        "src/weiyin/assistant/knowledge/entry.py",
        "_NAMED.sub(lambda found: names[found[1]], text)",
        "text.format(**names)",
    )
}
