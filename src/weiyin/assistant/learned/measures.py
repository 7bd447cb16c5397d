"""How good a classifier is on labelled sentences it has not seen, in the field's usual figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from weiyin.assistant.learned.classifier import Ranking

DEPTH = 10
"""Labels asked for each sentence: a right one further down counts nothing."""
_REFUSED = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence, classified."""

    label: str
    ranked: tuple[str, ...]
    confidence: float
    seconds: float

    @property
    def place(self) -> int | None:
        """Where the right label stands, from 1."""
        return self.ranked.index(self.label) + 1 if self.label in self.ranked else None


def judge(
    rank: Callable[[str, int], Ranking],
    texts: Sequence[str],
    labels: Sequence[str],
    now: Callable[[], float],
) -> list[Judged]:
    """Classify each of `texts`. `now` is a monotonic clock in seconds."""
    judged = []
    for text, label in zip(texts, labels, strict=True):
        began = now()
        ranking = rank(text, DEPTH)
        took = now() - began
        ranked = tuple(guess.label for guess in ranking.guesses)
        judged.append(Judged(label, ranked, ranking.confidence, took))
    return judged


def measures(judged: Sequence[Judged]) -> dict[str, float | list[dict[str, float]]]:
    """Accuracy at 1 and 3, mean reciprocal rank, macro-F1, rejection curve, milliseconds."""
    places = [one.place for one in judged]
    count = len(judged)
    times = sorted(one.seconds * 1000 for one in judged)
    return {
        "questions": count,
        "accuracy_at_1": _share(sum(place == 1 for place in places), count),
        "accuracy_at_3": _share(sum(place is not None and place <= 3 for place in places), count),
        "mrr": round(sum(1 / place for place in places if place) / count, 4),
        "macro_f1": round(_macro_f1(judged), 4),
        "ms_p50": round(times[count // 2], 3),
        "ms_p99": round(times[min(count - 1, int(count * 0.99))], 3),
        "rejection": _rejection(judged),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4)


def _macro_f1(judged: Sequence[Judged]) -> float:
    """The mean of each label's F1, over the labels that occur or were guessed."""
    meant = Counter(one.label for one in judged)
    guessed = Counter(one.ranked[0] for one in judged)
    right = Counter(one.label for one in judged if one.place == 1)
    labels = meant.keys() | guessed.keys()
    return sum(2 * right[one] / (meant[one] + guessed[one]) for one in labels) / len(labels)


def _rejection(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Precision of what is answered when the least certain share is refused."""
    ordered = sorted(judged, key=lambda one: one.confidence)
    curve = []
    for refused in _REFUSED:
        kept = ordered[int(refused * len(ordered)) :]
        right = _share(sum(one.place == 1 for one in kept), len(kept))
        threshold = round(kept[0].confidence, 4)
        curve.append({"refused": refused, "precision": right, "threshold": threshold})
    return curve


def folds(labels: Sequence[str], count: int) -> list[int]:
    """The fold, 0 to `count` - 1, of each sentence: a label's sentences in turn over all folds."""
    seen = Counter[str]()
    offset = {label: at for at, label in enumerate(dict.fromkeys(labels))}
    found = []
    for label in labels:
        found.append((seen[label] + offset[label]) % count)
        seen[label] += 1
    return found
