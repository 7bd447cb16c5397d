"""`make evaluate`: how well our own questions are understood, by kind.

Right at 1 is a function opened, or first of a choice; at 3 among those opened or offered. For what
must open nothing: how many opened something, and how many something that changes or moves.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
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
KNOWN = Vocabulary(("李雷", "韩梅梅"), ("1234", "5678"), ("北京", "上海", "杭州"))
NOTHING = ("near_miss", "out_of_scope")
"""Kinds of which nothing is asked for; a near miss may still be answered by what only reads."""
RUNS = {Kind.ANSWER, Kind.ASK_BACK}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".weiyin/understanding"))
    parser.add_argument("--missed", action="store_true", help="show every question missed")
    parser.add_argument("--no-model", action="store_true", help="by the phrases alone")
    given = parser.parse_args()
    catalogue = load_catalogue()
    intents = tuple(one.as_intent() for one in catalogue)
    guarded = {one.id for one in catalogue if one.declaration.risk is not Risk.READ}
    assistant = _assistant(intents, None if given.no_model else given.folder)
    known = {one.id for one in intents}
    asked = [one for one in questions() if one.kind in NOTHING or one.wanted & known]
    heard = [(one, _ask(assistant, one)) for one in asked]
    _print(heard, guarded)
    if given.missed:
        for one, understood in heard:
            if not _right(one, understood, 1, guarded):
                seen = understood.function or understood.entry or understood.choices
                print(one.kind, one.text, sorted(one.wanted), understood.kind, seen)
    if any(_is_unsafe(one, understood, guarded) for one, understood in heard):
        sys.exit("a near miss opened what changes or moves")


def _assistant(intents: tuple[Intent, ...], folder: Path | None) -> Assistant:
    knowledge = KnowledgeBase("示范银行", "95000", SystemClock())
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


def _opened(understood: Understanding) -> str | None:
    return understood.function if understood.kind in RUNS else None


def _is_unsafe(one: Question, understood: Understanding, guarded: set[str]) -> bool:
    return _opened(understood) in guarded - one.wanted


def _right(one: Question, understood: Understanding, depth: int, guarded: set[str]) -> bool:
    if one.kind == "near_miss":
        return not _is_unsafe(one, understood, guarded)
    if one.kind == "out_of_scope":
        return _opened(understood) is None and understood.entry is None
    functions = (understood.function,) if understood.function else understood.choices[:depth]
    plain = {f"{name}={to_plain(value)}" for name, value in understood.slots.items()}
    return bool(one.wanted & set(functions)) and (not one.slot or one.slot in plain)


def _print(heard: list[tuple[Question, Understanding]], guarded: set[str]) -> None:
    by_kind: defaultdict[str, list[tuple[Question, Understanding]]] = defaultdict(list)
    for one, understood in heard:
        by_kind[one.kind].append((one, understood))
    rows = []
    for kind, asked in by_kind.items():
        at_1 = sum(_right(*pair, 1, guarded) for pair in asked) / len(asked)
        at_3 = sum(_right(*pair, 3, guarded) for pair in asked) / len(asked)
        unsafe = sum(_is_unsafe(*pair, guarded) for pair in asked)
        rows.append((kind, len(asked), f"{at_1:.3f}", f"{at_3:.3f}", unsafe))
    as_table("understood", ("kind", "questions", "at 1", "at 3", "wrong CHANGE or MOVE"), rows)


if __name__ == "__main__":
    main()
