"""Two opinions made one: what phrases a sentence is like, and what a learned model says.

Without a model the phrases alone decide. With one it names the label, and the phrases keep their
say: a near miss (`!`) of a label rules it out, and an exact phrase is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from weiyin.assistant.corpus import INTENT, KNOWN
from weiyin.assistant.index import Entry, Index, Match
from weiyin.assistant.learned.classifier import Classifier, Guess, Ranking

_APART = 0.85
"""How far a model is believed that the phrases do not follow."""
_OFFERED = 3
_DEPTH = 12
"""Labels that a model is asked for."""
_FLOOR = 0.5
"""Without a model, what is less like than this share of the first is not offered beside it."""
_STRANGE = 0.5
"""A sentence less covered than this by all that was learned is none of ours."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The labels a sentence may mean, best first, and how sure the first is."""

    matches: tuple[Match, ...]
    sure: float
    entry: str | None = None
    """The entry of the knowledge base that is likelier than all of them …"""
    entry_sure: float = 0.0
    """… and how sure that is."""
    near: tuple[str, ...] = ()
    """Labels of functions to offer when in doubt, likeliest first."""


class Ranker:
    """Built once, then only read."""

    def __init__(self, entries: Sequence[Entry], model: Classifier | None, remembered: int) -> None:
        self._index = _index(tuple(entries), remembered)
        self._model = model
        self.rank = lru_cache(maxsize=remembered)(self._rank)
        """`rank(text)` → `Ranked`. `text` is normalised and masked."""

    def _rank(self, text: str) -> Ranked:
        if self._model is None:
            alone = self._index.rank(text)
            return Ranked(alone, _sure(alone), near=_near(alone))
        ranking = self._model.rank(text, _DEPTH)
        order = tuple(guess.label for guess in ranking.guesses)
        alone = self._index.rank(text, order)
        if alone and alone[0].near > 0.999:
            return Ranked(alone, 1.0, near=_near(alone))
        found = {match.label: match for match in alone}
        if not self._index.knows(
            text
        ):  # not a character of it is known, but its sounds may be: cha yue
            found = {guess.label: _heard_only(guess) for guess in ranking.guesses}
        matches = tuple(found[label] for label in order if label in found)
        rest = tuple(match for match in alone if match.label not in order)
        ranked = _judged(alone, (*matches, *rest), ranking)
        return replace(ranked, near=_functions(ranked.matches)[:_OFFERED])


@lru_cache(maxsize=2)
def _index(entries: tuple[Entry, ...], remembered: int) -> Index:
    """The same entries make the same index, which is only read."""
    return Index(entries, remembered)


def _judged(alone: tuple[Match, ...], matches: tuple[Match, ...], ranking: Ranking) -> Ranked:
    first = ranking.guesses[0].label
    sure = ranking.confidence * min(1.0, ranking.cover / _STRANGE)
    if first.startswith(KNOWN):
        return Ranked(matches, _sure(matches), first.removeprefix(KNOWN), sure)
    if not matches or matches[0].label != first:  # its near miss was said
        return Ranked(matches, min(_sure(matches), 1 - sure))
    if not alone:
        return Ranked(matches, sure)
    by_phrases = _sure(alone) if alone[0].label == first else 0.0
    together = max(sure, (by_phrases + sure) / 2) if by_phrases else sure * _APART
    return Ranked(matches, round(together, 3))


def _near(matches: Sequence[Match]) -> tuple[str, ...]:
    floor = _FLOOR * matches[0].score if matches else 0.0
    return _functions([match for match in matches if match.score >= floor])[:_OFFERED]


def _functions(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(match.label for match in matches if match.label.startswith(INTENT))


def _heard_only(guess: Guess) -> Match:
    """A label that only the sounds speak for: enough to be asked about, not to be done."""
    likely = min(1.0, max(0.0, guess.score))
    return Match(guess.label, likely, min(0.99, guess.alike), 0.0, likely, 1, guess.nearest)


def _sure(matches: tuple[Match, ...]) -> float:
    if not matches:
        return 0.0
    return confidence(matches[0], matches[0].score - (matches[1].score if matches[1:] else 0.0))


def confidence(top: Match, margin: float) -> float:
    """0 to 1. An exact phrase is certain; else likeness counts, and distance to the runner-up.

    A word that the function's phrases do not have speaks against it: 赚500给李雷.
    """
    if top.near > 0.999:
        return 1.0
    likeness = min(0.99, 1.15 * top.score - 0.08 + 0.6 * min(margin, 0.25))
    return round(max(0.0, likeness - min(0.3, 0.07 * top.foreign)), 3)
