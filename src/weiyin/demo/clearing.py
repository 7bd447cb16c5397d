"""A clearing house that behaves like one: mostly quick, sometimes returning, sometimes silent.

Which of the three a payment meets depends on the seed and its key. For whoever wants to see one on
purpose: a number ending in 0000 is returned, one ending in 9999 loses its first answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from weiyin.bank.payments.clearing import Accepted, Fate, Instruction, Returned, Unclear
from weiyin.demo.dice import Dice

_RETURNED_PERCENT, _LOST_PERCENT = 2, 3
_SLOWEST_MS = 700


class DemoClearing:
    """A `Clearing`. `sleep` takes seconds; a test passes one that does not wait."""

    def __init__(self, seed: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._seed = seed
        self._sleep = sleep
        self._taken: dict[str, Accepted | Returned] = {}

    def send(self, instruction: Instruction) -> Fate:
        """The same key is taken once, however often it is asked."""
        return self._take(instruction, "收款户名与账号不符，对方银行退回")

    def pull(self, instruction: Instruction) -> Fate:
        return self._take(instruction, "对方银行账户余额不足或未授权")

    def look(self, key: str) -> Fate | None:
        return self._taken.get(key)

    def _take(self, asked: Instruction, why_not: str) -> Fate:
        dice = Dice(self._seed, "clearing", asked.key)
        self._sleep(dice.below(_SLOWEST_MS) / 1000)
        if asked.key in self._taken:
            return self._taken[asked.key]
        drawn = dice.below(100)
        if asked.number.endswith("0000") or drawn < _RETURNED_PERCENT:
            return self._taken.setdefault(asked.key, Returned(why_not))
        number = f"{asked.route}{dice.getrandbits(40):013d}"
        done = self._taken.setdefault(asked.key, Accepted(number))
        if asked.number.endswith("9999") or drawn >= 100 - _LOST_PERCENT:
            return Unclear("清算系统应答超时")
        return done
