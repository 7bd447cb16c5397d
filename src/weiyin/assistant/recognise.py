"""From what was heard to what is wanted, and how sure of it one may be."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from weiyin.assistant import wording
from weiyin.assistant.commands import denies, split_clauses
from weiyin.assistant.corpus import INTENT, TALK, TOPIC, as_heard, entries_of
from weiyin.assistant.cues import cues
from weiyin.assistant.intents import Intent, Kind
from weiyin.assistant.learned.classifier import Classifier
from weiyin.assistant.phrases import Topic
from weiyin.assistant.ranker import Ranked, Ranker
from weiyin.assistant.retriever import Hit, NoKnowledge, Retriever
from weiyin.assistant.topics import missing, small_talk

SURE = 0.55
SURE_GUARDED = 0.66
SURER = 0.24
"""By so much surer, when a word of it is in none of the function's phrases: 赚500给李雷."""
LIKELY = 0.4
SUGGESTED = ("balance_query", "cc_bill_query", "branch_nearby", "transaction_query")
"""Offered when nothing better is known, as far as installed."""

_SAME = 0.8
"""Less near than this, …吗 asks about an action, whatever the phrase does."""
_NOT_A_MARK = re.compile(r"[a-z0-9\u4e00-\u9fff]")
KNOWS = 0.75
"""How sure an entry of the knowledge base must be to answer by itself …"""
KNOWS_ABOUT = 0.55
"""… and where the sentence asks about an action rather than for it."""
_BESIDE = 2
"""Functions offered under an answer of the knowledge base."""
_EXPLAINED = re.compile(
    r"怎么|如何|怎样|为[什啥]|什么意思|是什么|什么是|区别|收费|手续费|要钱|费用|条件|材料|流程|多久|几天"
    r"|规定|规则|安全|影响|[吗么嘛]$"
)
"""Words that want something explained."""
_ASKING = frozenset({"about", "why", "how", "done"})
"""Cues of a question about an action."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """ANSWER one function, offer a CHOICE, or KNOWLEDGE, UNKNOWN, CANCEL with the words to say."""

    kind: Kind
    functions: tuple[str, ...] = ()
    confidence: float = 0.0
    reply: str = ""
    entry: str | None = None

    @property
    def function(self) -> str | None:
        return self.functions[0] if self.kind is Kind.ANSWER else None


class Recogniser:
    """Built once from the intents; then only read."""

    def __init__(
        self,
        intents: Sequence[Intent],
        remembered: int,
        knowledge: Retriever | None = None,
        model: Classifier | None = None,
    ) -> None:
        self._intents = {intent.id: intent for intent in intents}
        self._topics = {topic.id: topic for topic in missing(self._intents)}
        self._talk = {topic.id: topic for topic in small_talk()}
        self._usual = {one.id: _usual_cues(one) for one in intents if one.guarded}
        entries = entries_of(intents, self._topics.values(), self._talk.values())
        self._ranker = Ranker(entries, model, remembered)
        self._refused = {one.label: frozenset(one.refusals) for one in entries}
        self._shared = _shared(intents)
        self.has_model = model is not None
        self._knowledge = knowledge or NoKnowledge()
        self.suggested = (
            tuple(id_ for id_ in SUGGESTED if id_ in self._intents)[:3] or tuple(self._intents)[:3]
        )

    def judge(self, said: str, text: str = "") -> Verdict:
        """What the sentence wants. `said` is normalised `text`, with marks for its values."""
        if said in self._shared:
            return Verdict(Kind.CHOICE, self._shared[said], 1.0, wording.CHOICE)
        ranked = self._rank(said)
        verdict = self._weigh(said, ranked)
        is_open = ranked.sure < 1 or verdict.kind is Kind.UNKNOWN
        if is_open and text and (known := self._known(said, text, ranked, verdict)):
            return known
        if verdict.kind is Kind.ANSWER or verdict.confidence >= SURE:
            return verdict
        return self._by_clause(said) or verdict

    def _known(self, said: str, text: str, ranked: Ranked, verdict: Verdict) -> Verdict | None:
        """The entry of the knowledge base that answers better than `verdict`, if one does."""
        hits = {hit.entry_id: hit for hit in self._knowledge.search(text, 3)}
        if worded := next((hit for hit in hits.values() if hit.score >= 1), None):
            return _told(worded, 1.0, ranked)
        sure_enough = verdict.confidence >= SURE and ranked.entry_sure < verdict.confidence
        if (
            sure_enough
            and verdict.kind not in {Kind.CANCEL, Kind.UNKNOWN}
            and not self._is_doubted(verdict, said)
        ):
            return None
        if ranked.entry in hits and ranked.entry_sure >= SURE:
            return self._tell(hits[ranked.entry], ranked.entry_sure, said, ranked)
        best = next(iter(hits.values()), None)
        asks = bool(cues(said) & _ASKING)
        if best is None or best.score < (KNOWS_ABOUT if asks else KNOWS):
            return None
        surer = best.score > verdict.confidence or verdict.kind is Kind.UNKNOWN
        return self._tell(best, best.score, said, ranked) if surer or asks else None

    def _tell(self, hit: Hit, sure: float, said: str, ranked: Ranked) -> Verdict:
        """What the entry says; or the function that it leads to, where nothing is to be explained.

        我持有哪些理财 is better answered than told where the answer stands.
        """
        likeliest = _offered(ranked)[:1]
        if likeliest != (hit.function,) or _EXPLAINED.search(said):
            return _told(hit, sure, ranked)
        if self._intents[likeliest[0]].guarded:
            return Verdict(Kind.CHOICE, _offered(ranked), LIKELY, wording.CHOICE)
        return Verdict(Kind.ANSWER, likeliest, round(sure, 3))

    def _is_doubted(self, verdict: Verdict, said: str) -> bool:
        """It names something done, and asks about it: 挂失要多少钱."""
        if verdict.kind is Kind.ANSWER or not verdict.functions:
            return False
        return self._intents[verdict.functions[0]].guarded and bool(cues(said) & _ASKING)

    def _by_clause(self, said: str) -> Verdict | None:
        """A long story with one plain wish in it, if that only reads; else a choice of them."""
        clauses = split_clauses(said)
        if len(clauses) < 2:
            return None
        verdicts = [self._weigh(clause, self._rank(clause)) for clause in clauses]
        wishes = [one for one in verdicts if one.function is not None]
        wanted = tuple(dict.fromkeys(one.functions[0] for one in wishes))
        if len(wanted) > 1:
            return Verdict(Kind.CHOICE, wanted[:3], SURE, wording.CHOICE)
        if not wanted or self._intents[wanted[0]].guarded or _says_otherwise(verdicts):
            return None
        sure = max(one.confidence for one in wishes)
        return Verdict(Kind.ANSWER, wanted, round(sure * 0.9, 3))

    def _rank(self, said: str) -> Ranked:
        """What a near miss is near to does not count: 给我发红包 has the very grams of 发红包."""
        ranked = self._ranker.rank(said)
        if ranked.matches and said in self._refused[ranked.matches[0].label]:
            refused, *rest = ranked.matches
            near = tuple(label for label in ranked.near if label != refused.label)
            sure = min(ranked.sure, SURE - 0.01)
            return replace(ranked, matches=tuple(rest), sure=sure, near=near)
        return ranked

    def _weigh(self, said: str, ranked: Ranked) -> Verdict:
        matches, sure = ranked.matches, ranked.sure
        if not matches:
            return Verdict(Kind.UNKNOWN, self.suggested, 0.0, wording.UNKNOWN)
        top = matches[0]
        if sure < 1 and len(_NOT_A_MARK.findall(said)) < 2:  # a name or a sum alone wants nothing
            return self._in_doubt(ranked, min(sure, SURE - 0.01))
        if top.label.startswith(INTENT):
            return self._wanted(said, ranked)
        if sure < SURE:
            return self._in_doubt(ranked, sure)
        if top.label.startswith(TALK):
            reply = self._talk[top.label.removeprefix(TALK)].reply
            return Verdict(Kind.KNOWLEDGE, (), sure, reply)
        topic = self._topics[top.label.removeprefix(TOPIC)]
        return Verdict(Kind.UNKNOWN, _offered(ranked), sure, _not_yet(topic))

    def _wanted(self, said: str, ranked: Ranked) -> Verdict:
        intent = self._intents[ranked.matches[0].label.removeprefix(INTENT)]
        if intent.guarded:
            return self._wanted_guarded(said, ranked, intent)
        if ranked.sure >= SURE:
            return Verdict(Kind.ANSWER, (intent.id,), ranked.sure)
        return self._in_doubt(ranked, ranked.sure)

    def _wanted_guarded(self, said: str, ranked: Ranked, intent: Intent) -> Verdict:
        """Never guessed: any sign that it is not simply asked for leads to a question."""
        matches, sure = ranked.matches, ranked.sure
        seen, like = cues(said), cues(matches[0].phrase)
        if "whether" in seen and matches[0].near < _SAME:
            like -= _ASKING
        strange = seen - like - self._usual[intent.id]
        if strange & {"not", "stop"} and sure >= LIKELY and denies(said):
            reply = wording.NOT_DONE.format(title=intent.title)
            return Verdict(Kind.CANCEL, (), sure, reply)
        enough = SURE_GUARDED + (SURER if matches[0].foreign else 0.0)
        if not strange and sure >= enough:
            return Verdict(Kind.ANSWER, (intent.id,), sure)
        return self._in_doubt(ranked, min(sure, enough - 0.01))

    def _in_doubt(self, ranked: Ranked, sure: float) -> Verdict:
        near = _offered(ranked)
        if sure >= LIKELY and near:
            return Verdict(Kind.CHOICE, near, sure, wording.CHOICE)
        return Verdict(Kind.UNKNOWN, near or self.suggested, sure, wording.UNKNOWN)


def _offered(ranked: Ranked) -> tuple[str, ...]:
    """The functions that it might have been, best first."""
    return tuple(label.removeprefix(INTENT) for label in ranked.near)


def _shared(intents: Sequence[Intent]) -> dict[str, tuple[str, ...]]:
    """Phrases that several functions claim, one of them guarded: 预约取款 is asked back about."""
    claimed: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for one in intents:
        for phrase in one.phrases:
            claimed[as_heard(phrase)][one.id] = one.guarded
    return {
        said: tuple(who)[:3] for said, who in claimed.items() if len(who) > 1 and any(who.values())
    }


def _usual_cues(intent: Intent) -> frozenset[str]:
    """怎么绑卡 asks for 绑卡, and 关掉还款提醒 for the switch, where its phrases say so."""
    said = Counter(cue for phrase in intent.phrases for cue in cues(phrase))
    return frozenset(cue for cue, least in (("how", 1), ("stop", 2)) if said[cue] >= least)


def _told(hit: Hit, sure: float, ranked: Ranked) -> Verdict:
    """The entry's answer, and the functions that may have been meant beside the one it leads to."""
    beside = tuple(id_ for id_ in _offered(ranked) if id_ != hit.function)[:_BESIDE]
    return Verdict(Kind.KNOWLEDGE, beside, round(sure, 3), hit.answer, hit.entry_id)


def _says_otherwise(verdicts: Sequence[Verdict]) -> bool:
    """One of the clauses takes something back, or wants what is not there yet."""
    return any(
        one.kind is Kind.CANCEL or (one.kind is Kind.UNKNOWN and one.confidence >= SURE)
        for one in verdicts
    )


def _not_yet(topic: Topic) -> str:
    return topic.reply or wording.NOT_YET.format(title=topic.title)
