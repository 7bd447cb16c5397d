"""`weiyin evaluate`: the recogniser trained and measured on anybody's labelled sentences."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from weiyin.assistant.learned.classifier import learn
from weiyin.assistant.learned.kernel import Progress
from weiyin.assistant.learned.measures import Judged, folds, judge, measures
from weiyin.assistant.learned.teacher import words_of
from weiyin.assistant.learned.word_file import load_vectors, save_vectors
from weiyin.assistant.learned.words import Floats, Words
from weiyin.assistant.normalise import normalise
from weiyin.base.errors import BadInput
from weiyin.commands.show import as_json, as_table, console, working


class _Line(msgspec.Struct, frozen=True):
    """`{"text": "我卡上还剩多少", "label": "balance_query"}`; a label may be a number."""

    text: str
    label: str | int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line, its text normalised."""

    text: str
    label: str


def evaluate(
    train: Path, test: Path | None, folds_: int | None, words: Path, *, meaning: bool, json: bool
) -> None:
    """Train on one file and measure on the other, or on each fold of the one in turn.

    `words` keeps the vectors of words between runs; without `meaning` none are used.
    """
    if (test is None) == (folds_ is None):
        raise BadInput("--test", "give either --test FILE or --folds N")
    known = load_vectors(words) if meaning else {}
    before = len(known)
    learned = _read(train)
    began = time.perf_counter()
    with working("evaluating", show=not json) as progress:
        if test is not None:
            judged = _one(learned, _read(test), known if meaning else None, progress)
        else:
            judged = _folded(learned, folds_ or 0, known if meaning else None, progress)
    if len(known) > before:
        save_vectors(words, known)
    found = {
        "trained_on": len(learned),
        "labels": len({one.label for one in learned}),
        **measures(judged),
        "seconds": round(time.perf_counter() - began, 1),
    }
    as_json(found) if json else _show(found)


def _folded(
    lines: Sequence[Labelled], count: int, known: dict[str, Floats] | None, progress: Progress
) -> list[Judged]:
    if count < 2:
        raise BadInput("--folds", "needs at least 2")
    fold = folds([one.label for one in lines], count)
    judged: list[Judged] = []
    for held in range(count):
        kept = [one for one, at in zip(lines, fold, strict=True) if at != held]
        left = [one for one, at in zip(lines, fold, strict=True) if at == held]
        judged += _one(kept, left, known, _part(progress, held, count))
    return judged


def _one(
    train: Sequence[Labelled],
    test: Sequence[Labelled],
    known: dict[str, Floats] | None,
    progress: Progress,
) -> list[Judged]:
    texts = [one.text for one in train]
    words = Words.none() if known is None else words_of(texts, known, _part(progress, 0, 2))
    labels = [one.label for one in train]
    model = learn(texts, labels, words, _part(progress, 1, 2))
    asked = [one.text for one in test]
    return judge(model.rank, asked, [one.label for one in test], time.perf_counter)


def _part(progress: Progress, at: int, of: int) -> Progress:
    return lambda share: progress((at + share) / of)


def _read(file: Path) -> list[Labelled]:
    lines = []
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            try:
                lines.append(msgspec.json.decode(line, type=_Line))
            except msgspec.DecodeError as error:
                raise BadInput(f"{file}:{number}", f'needs "text" and "label": {error}') from None
    if not lines:
        raise BadInput(str(file), "holds no line")
    return [Labelled(normalise(one.text), str(one.label)) for one in lines]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(str(file), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n") + 1
        raise BadInput(f"{file}:{before}", "is not UTF-8") from None


def _show(found: dict[str, Any]) -> None:
    curve = found.pop("rejection")
    as_table("evaluate", ("measure", "value"), list(found.items()))
    rows = [(one["refused"], one["precision"], one["threshold"]) for one in curve]
    as_table("the least certain refused", ("refused", "precision", "below"), rows)
    console.print("accuracy and precision are shares of 1", highlight=False)
