"""From what was heard to what is wanted, and how sure of it one may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weiyin.assistant import wording
from weiyin.assistant.commands import split_clauses
from weiyin.assistant.cues import cues
from weiyin.assistant.days import find_dates
from weiyin.assistant.index import Entry, Index, Match
from weiyin.assistant.intents import Intent, Kind
from weiyin.assistant.phrases import Topic
from weiyin.assistant.spans import masked, phrase_marks
from weiyin.assistant.topics import missing, small_talk

SURE = 0.55
SURE_GUARDED = 0.66
SURER = 0.24
"""By so much surer, when a word of it is in none of the function's phrases: 赚500给李雷."""
LIKELY = 0.4
SUGGESTED = ("balance_query", "cc_bill_query", "branch_nearby", "transaction_query")
"""Offered when nothing better is known, as far as installed."""

_NOT_A_MARK = re.compile(r"[a-z0-9\u4e00-\u9fff]")
_ANY_DAY = date(2000, 2, 29)
_TALK, _TOPIC, _INTENT = "talk:", "topic:", "do:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """ANSWER one function, offer a CHOICE, or KNOWLEDGE, UNKNOWN, CANCEL with the words to say."""

    kind: Kind
    functions: tuple[str, ...] = ()
    confidence: float = 0.0
    reply: str = ""

    @property
    def function(self) -> str | None:
        return self.functions[0] if self.kind is Kind.ANSWER else None


class Recogniser:
    """Built once from the intents; then only read."""

    def __init__(self, intents: Sequence[Intent], remembered: int) -> None:
        self._intents = {intent.id: intent for intent in intents}
        self._topics = {topic.id: topic for topic in missing(self._intents)}
        self._talk = {topic.id: topic for topic in small_talk()}
        self._asked_how = {
            one.id: (frozenset({"how"}) & {cue for said in one.phrases for cue in cues(said)})
            | (frozenset({"stop"}) & cues(one.title))
            for one in intents
            if one.guarded
        }
        """怎么绑卡 asks for 绑卡, where a phrase of it says so; 挂失 stops nothing but the card."""
        self._index = Index(self._entries(), remembered)
        self.suggested = (
            tuple(id_ for id_ in SUGGESTED if id_ in self._intents)[:3] or tuple(self._intents)[:3]
        )

    def _entries(self) -> list[Entry]:
        entries = [
            Entry(_INTENT + one.id, _marked((one.title, *one.phrases)), _marked(one.refusals))
            for one in self._intents.values()
        ]
        entries += [Entry(_TOPIC + one.id, _marked(one.phrases)) for one in self._topics.values()]
        return entries + [
            Entry(_TALK + one.id, _marked(one.phrases)) for one in self._talk.values()
        ]

    def judge(self, said: str) -> Verdict:
        """What the sentence wants. `said` is normalised, with marks for its values."""
        matches = self._index.rank(said)
        verdict = self._weigh(said, matches)
        if verdict.kind is Kind.ANSWER or verdict.confidence >= SURE:
            return verdict
        return self._by_clause(said) or verdict

    def _by_clause(self, said: str) -> Verdict | None:
        """A long story with one plain wish in it, if that only reads; else a choice of them."""
        clauses = split_clauses(said)
        if len(clauses) < 2:
            return None
        verdicts = [self._weigh(clause, self._index.rank(clause)) for clause in clauses]
        wishes = [one for one in verdicts if one.function is not None]
        wanted = tuple(dict.fromkeys(one.functions[0] for one in wishes))
        if len(wanted) > 1:
            return Verdict(Kind.CHOICE, wanted[:3], SURE, wording.CHOICE)
        if not wanted or self._intents[wanted[0]].guarded or _says_otherwise(verdicts):
            return None
        sure = max(one.confidence for one in wishes)
        return Verdict(Kind.ANSWER, wanted, round(sure * 0.9, 3))

    def _weigh(self, said: str, matches: tuple[Match, ...]) -> Verdict:
        if not matches:
            return Verdict(Kind.UNKNOWN, self.suggested, 0.0, wording.UNKNOWN)
        top = matches[0]
        margin = top.score - (matches[1].score if len(matches) > 1 else 0.0)
        sure = confidence(top, margin)
        if sure < 1 and len(_NOT_A_MARK.findall(said)) < 2:  # a name or a sum alone wants nothing
            return self._in_doubt(matches, min(sure, SURE - 0.01))
        if top.label.startswith(_INTENT):
            return self._wanted(said, matches, sure)
        if sure < SURE:
            return self._in_doubt(matches, sure)
        if top.label.startswith(_TALK):
            reply = self._talk[top.label.removeprefix(_TALK)].reply
            return Verdict(Kind.KNOWLEDGE, (), sure, reply)
        topic = self._topics[top.label.removeprefix(_TOPIC)]
        return Verdict(Kind.UNKNOWN, self._near(matches), sure, _not_yet(topic))

    def _wanted(self, said: str, matches: tuple[Match, ...], sure: float) -> Verdict:
        intent = self._intents[matches[0].label.removeprefix(_INTENT)]
        if intent.guarded:
            return self._wanted_guarded(said, matches, sure, intent)
        if sure >= SURE:
            return Verdict(Kind.ANSWER, (intent.id,), sure)
        return self._in_doubt(matches, sure)

    def _wanted_guarded(
        self, said: str, matches: tuple[Match, ...], sure: float, intent: Intent
    ) -> Verdict:
        """Never guessed: any sign that it is not simply asked for leads to a question."""
        strange = cues(said) - cues(matches[0].phrase) - self._asked_how[intent.id]
        if strange & {"not", "stop"} and sure >= LIKELY:
            reply = wording.NOT_DONE.format(title=intent.title)
            return Verdict(Kind.CANCEL, (), sure, reply)
        enough = SURE_GUARDED + (SURER if matches[0].foreign else 0.0)
        if not strange and sure >= enough:
            return Verdict(Kind.ANSWER, (intent.id,), sure)
        return self._in_doubt(matches, min(sure, enough - 0.01))

    def _in_doubt(self, matches: tuple[Match, ...], sure: float) -> Verdict:
        near = self._near(matches)
        if sure >= LIKELY and near:
            return Verdict(Kind.CHOICE, near, sure, wording.CHOICE)
        return Verdict(Kind.UNKNOWN, near or self.suggested, sure, wording.UNKNOWN)

    def _near(self, matches: tuple[Match, ...]) -> tuple[str, ...]:
        """Up to three functions, best first, that it might have been."""
        floor = 0.5 * matches[0].score
        return tuple(
            match.label.removeprefix(_INTENT)
            for match in matches
            if match.label.startswith(_INTENT) and match.score >= floor
        )[:3]


def confidence(top: Match, margin: float) -> float:
    """0 to 1. An exact phrase is certain; else likeness counts, and distance to the runner-up.

    A word that the function's phrases do not have speaks against it: 赚500给李雷.
    """
    if top.near > 0.999:
        return 1.0
    likeness = min(0.99, 1.15 * top.score - 0.08 + 0.6 * min(margin, 0.25))
    return round(max(0.0, likeness - min(0.3, 0.07 * top.foreign)), 3)


def _says_otherwise(verdicts: Sequence[Verdict]) -> bool:
    """One of the clauses takes something back, or wants what is not there yet."""
    return any(
        one.kind is Kind.CANCEL or (one.kind is Kind.UNKNOWN and one.confidence >= SURE)
        for one in verdicts
    )


def _not_yet(topic: Topic) -> str:
    return topic.reply or wording.NOT_YET.format(title=topic.title)


def _marked(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(_as_heard(phrase_marks(phrase)) for phrase in phrases)


def _as_heard(phrase: str) -> str:
    """As a question is read: days that stand in a phrase in so many words become their mark."""
    return masked(phrase, find_dates(phrase, _ANY_DAY))
