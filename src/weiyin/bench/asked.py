"""What a bank's customers ask: every phrase and every knowledge entry, in a wording of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from weiyin.assistant.intents import Intent
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.demo.dice import Dice


def questions(intents: Sequence[Intent], knowledge: KnowledgeBase, dice: Dice) -> list[str]:
    """Each once, in chance order, worded (请问…呢) as no phrase file has it."""
    said = [phrase for intent in intents for phrase in intent.phrases if "{" not in phrase]
    said += [entry.phrasings[0] for entry in knowledge.entries()]
    worded = [
        f"请问{one.rstrip('？?')}{dice.pick(('呢', '呀', '，谢谢', '，麻烦了'))}" for one in said
    ]
    return dice.sample(worded, len(worded))


class Mix:
    """A day repeats itself: each question is asked as often as its rank says (Zipf's law)."""

    def __init__(self, asked: Sequence[str], dice: Dice) -> None:
        self._asked, self._dice = asked, dice
        self._shares = list(accumulate(1_000_000 // rank for rank in range(1, len(asked) + 1)))

    def draw(self) -> str:
        return self._asked[bisect_right(self._shares, self._dice.below(self._shares[-1]))]
