"""`make evaluate`: how well our own questions are understood, by kind.

Right at 1 is a function opened, or first of a choice; at 3 among those opened or offered, be it
under an answer of the knowledge base. For what must open nothing: how many opened something, and
how many something that changes or moves. Ends with 1 when an aim is missed, and says which; the
questions kept apart count by themselves too.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.questions.asked import Question, questions

from weiyin.assistant.intents import Intent, Kind, Understanding, Vocabulary
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.slots import to_plain
from weiyin.assistant.trained import load_model, make_model
from weiyin.assistant.understand import Assistant
from weiyin.base.clock import SHANGHAI, SystemClock
from weiyin.commands.show import as_table, working
from weiyin.functions.catalogue import load_catalogue
from weiyin.functions.declare import Risk

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)
KNOWN = Vocabulary(
    ("李雷", "韩梅梅"), ("1234", "5678"), ("北京", "上海", "杭州", "深圳", "广州", "南京")
)
NOTHING = ("near_miss", "out_of_scope")
"""Kinds of which nothing is asked for; a near miss may still be answered by what only reads."""
RUNS = {Kind.ANSWER, Kind.ASK_BACK}
KEPT_APART = "plain, kept apart"
AIM_AT_1, AIM_AT_3, AIM_CHIT_CHAT = 0.93, 0.98, 0.99
"""Of plain questions at 1 and at 3; of chit-chat that is not answered as banking."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A question, what was made of it, and the functions opened or offered, best first."""

    asked: Question
    understood: Understanding
    offered: tuple[str, ...]
    is_unsafe: bool
    """It opened what changes or moves, unasked."""

    @property
    def opened(self) -> str | None:
        return self.understood.function if self.understood.kind in RUNS else None

    def is_right(self, depth: int) -> bool:
        if self.asked.kind == "near_miss":
            return not self.is_unsafe
        if self.asked.kind == "out_of_scope":
            return self.opened is None and self.understood.entry is None
        values = {f"{name}={to_plain(value)}" for name, value in self.understood.slots.items()}
        filled = not self.asked.slot or self.asked.slot in values
        # An answer in words is no function: its button only counts beside others.
        seen = () if depth == 1 and self.understood.entry else self.offered[:depth]
        return filled and bool(self.asked.wanted & set(seen))


@dataclass(frozen=True, slots=True)
class Score:
    """How a kind of question fared: shares of 1, and a count of what must never be."""

    kind: str
    count: int
    at_1: float
    at_3: float
    unsafe: int

    @staticmethod
    def of(kind: str, heard: list[Heard]) -> Score:
        at_1, at_3 = (sum(one.is_right(depth) for one in heard) for depth in (1, 3))
        unsafe = sum(one.is_unsafe for one in heard)
        return Score(kind, len(heard), at_1 / len(heard), at_3 / len(heard), unsafe)

    def aims_missed(self) -> list[str]:
        found = []
        if self.unsafe:
            found.append(f"{self.kind}: {self.unsafe} opened what changes or moves")
        if self.kind in {"plain", KEPT_APART} and self.at_1 < AIM_AT_1:
            found.append(f"{self.kind}: {self.at_1:.3f} at 1, not {AIM_AT_1}")
        if self.kind in {"plain", KEPT_APART} and self.at_3 < AIM_AT_3:
            found.append(f"{self.kind}: {self.at_3:.3f} at 3, not {AIM_AT_3}")
        if self.kind == "out_of_scope" and self.at_1 < AIM_CHIT_CHAT:
            found.append(f"{self.kind}: {1 - self.at_1:.3f} answered as banking")
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".weiyin/understanding"))
    parser.add_argument(
        "--missed", action="store_true", help="show what was missed, not kept apart"
    )
    parser.add_argument("--no-model", action="store_true", help="by the phrases alone")
    given = parser.parse_args()
    heard = _heard(None if given.no_model else given.folder)
    scores = [Score.of(kind, some) for kind, some in _by_kind(heard).items()]
    _print(scores)
    if given.missed:
        _print_missed(heard)
    if missed := [words for score in scores for words in score.aims_missed()]:
        sys.exit("aims missed: " + "; ".join(missed))


def _heard(folder: Path | None) -> list[Heard]:
    """Every question asked, by the model in `folder`, made there if need be."""
    catalogue = load_catalogue()
    guarded = {one.id for one in catalogue if one.declaration.risk is not Risk.READ}
    known = {one.id for one in catalogue}
    knowledge = KnowledgeBase("示范银行", "95000", SystemClock())
    assistant = _assistant(tuple(one.as_intent() for one in catalogue), knowledge, folder)
    heard = []
    for one in questions():
        if one.kind in NOTHING or one.wanted & known:
            understood = _ask(assistant, one)
            opened = understood.function if understood.kind in RUNS else None
            is_unsafe = opened in guarded - one.wanted
            heard.append(Heard(one, understood, _offered(understood, knowledge), is_unsafe))
    return heard


def _assistant(
    intents: tuple[Intent, ...], knowledge: KnowledgeBase, folder: Path | None
) -> Assistant:
    if folder is None:
        return Assistant(intents, knowledge)
    model = load_model(folder, intents)
    if model is None:
        with working("learning what people say") as progress:
            model = make_model(folder, intents, knowledge, progress)
    return Assistant(intents, knowledge, model)


def _ask(assistant: Assistant, one: Question) -> Understanding:
    state = None
    if one.before:
        _, state = assistant.understand(one.before, vocabulary=KNOWN, now=NOW)
    understood, _ = assistant.understand(one.text, state=state, vocabulary=KNOWN, now=NOW)
    return understood


def _offered(understood: Understanding, knowledge: KnowledgeBase) -> tuple[str, ...]:
    entry = knowledge.get(understood.entry) if understood.entry else None
    if entry is not None:
        return (*((entry.function,) if entry.function else ()), *understood.choices)
    return understood.choices if understood.function is None else (understood.function,)


def _by_kind(heard: Iterable[Heard]) -> dict[str, list[Heard]]:
    """The questions by kind, and the plain ones kept apart as a kind of their own."""
    kinds: defaultdict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        kinds[one.asked.kind].append(one)
    kinds[KEPT_APART] = [one for one in kinds["plain"] if one.asked.is_kept_apart]
    return kinds


def _print(scores: list[Score]) -> None:
    rows = [(s.kind, s.count, f"{s.at_1:.3f}", f"{s.at_3:.3f}", s.unsafe) for s in scores]
    as_table("understood", ("kind", "questions", "at 1", "at 3", "wrong CHANGE or MOVE"), rows)


def _print_missed(heard: list[Heard]) -> None:
    for one in heard:
        if not one.asked.is_kept_apart and not one.is_right(1):
            seen = one.understood.function or one.understood.entry or one.understood.choices
            deep = "" if one.is_right(3) else "not at 3"
            wanted = sorted(one.asked.wanted)
            print(one.asked.kind, one.asked.text, wanted, one.understood.kind, seen, deep)


if __name__ == "__main__":
    main()
