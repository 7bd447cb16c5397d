"""A carrier that behaves like one: mostly quick, sometimes refusing, sometimes losing its answer.

Which of the three an order meets depends on the seed and its key. For whoever wants to see one on
purpose: a number ending in 0000 is refused, one ending in 9999 loses its first answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from weiyin.bank.topup import Declined, NotKnown, ToppedUp
from weiyin.base.money import Money
from weiyin.demo.dice import Dice

_REFUSED_PERCENT, _LOST_PERCENT = 3, 3
_SLOWEST_MS = 900


class DemoTopup:
    """A `TopupProvider`. `sleep` takes seconds; a test passes one that does not wait."""

    def __init__(self, seed: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._seed = seed
        self._sleep = sleep
        self._taken: dict[str, ToppedUp | Declined] = {}

    def top_up(
        self,
        key: str,
        phone: str,
        amount: Money,  # noqa: ARG002 - the port's shape
        carrier: str,  # noqa: ARG002 - the port's shape
    ) -> ToppedUp | Declined | NotKnown:
        """The same key is topped up once, however often it is asked."""
        dice = Dice(self._seed, "topup", key)
        self._sleep(dice.below(_SLOWEST_MS) / 1000)
        if key in self._taken:
            return self._taken[key]
        drawn = dice.below(100)
        if phone.endswith("0000") or drawn < _REFUSED_PERCENT:
            return self._taken.setdefault(key, Declined("号码状态异常，运营商未受理"))
        done = self._taken.setdefault(key, ToppedUp(f"CARRIER{dice.getrandbits(40):013d}"))
        if phone.endswith("9999") or drawn >= 100 - _LOST_PERCENT:
            return NotKnown("运营商应答超时")
        return done

    def look(self, key: str) -> ToppedUp | Declined | NotKnown | None:
        return self._taken.get(key)
