"""The telephone carrier of a day: it refuses, loses its answer, or is slow to know."""

from __future__ import annotations

from weiyin.bank.topup import Declined, NotKnown, ToppedUp
from weiyin.base.errors import TryLater
from weiyin.base.money import Money
from weiyin.demo.dice import Dice
from weiyin.simulation.faults import Fault, Faults

_REFUSES = 15


class Carrier:
    """A `TopupProvider`. `asked`: how often each key was asked to be carried out."""

    def __init__(self, dice: Dice, faults: Faults) -> None:
        self._dice, self._faults = dice, faults
        self.done: dict[str, ToppedUp | Declined] = {}
        self.asked: dict[str, int] = {}

    def top_up(
        self,
        key: str,
        phone: str,  # noqa: ARG002 - the port's shape
        amount: Money,  # noqa: ARG002 - the port's shape
        carrier: str,  # noqa: ARG002 - the port's shape
    ) -> ToppedUp | Declined | NotKnown:
        self.asked[key] = self.asked.get(key, 0) + 1
        fault = self._faults.draw(Fault.DROPPED, Fault.UNHEARD, Fault.ODD)
        if fault is Fault.DROPPED:
            return NotKnown("not reached")
        if fault is Fault.ODD:
            raise TryLater("the carrier is busy")
        refused = self._dice.percent(_REFUSES)
        ended = Declined("号码状态异常") if refused else ToppedUp(f"CARRIER{key[-8:]}")
        found = self.done.setdefault(key, ended)
        return NotKnown("silence") if fault is Fault.UNHEARD else found

    def look(self, key: str) -> ToppedUp | Declined | NotKnown | None:
        if self._faults.draw(Fault.UNHEARD) is not None:
            return NotKnown("silence")
        return self.done.get(key)
