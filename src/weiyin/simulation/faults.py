"""What goes wrong in a day, drawn from its seed: each kind of fault has its own rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from weiyin.demo.dice import Dice

_IN = 1_000


class Killed(BaseException):
    """The process that was at it is no more. Nobody inside the house may catch this."""


class Fault(StrEnum):
    BUSY = "busy"
    """The disk has no room for this unit now: nothing happened."""
    STATEMENT = "statement"
    """One of the unit's statements fails."""
    NOT_KEPT = "not_kept"
    """The commit is not answered, and was not kept."""
    KEPT = "kept"
    """The commit is not answered, and was kept."""
    KILLED_BEFORE = "killed_before"
    KILLED_AFTER = "killed_after"
    DROPPED = "dropped"
    """A call that never arrives."""
    UNHEARD = "unheard"
    """A call that is done and not answered."""
    SLOW = "slow"
    TWICE = "twice"
    """A push that arrives twice at once."""
    ODD = "odd"
    """An answer in place of the work: an error code, a gateway's page."""


RATES: dict[Fault, int] = {
    Fault.BUSY: 10, Fault.STATEMENT: 15, Fault.NOT_KEPT: 10, Fault.KEPT: 10,
    Fault.KILLED_BEFORE: 10, Fault.KILLED_AFTER: 10,
    Fault.DROPPED: 30, Fault.UNHEARD: 40, Fault.SLOW: 20, Fault.TWICE: 40, Fault.ODD: 30,
}  # fmt: skip
"""In a thousand units of work, or calls."""


@dataclass
class Faults:
    """`healed`: from then on nothing goes wrong any more, so that what is late can be made up."""

    dice: Dice
    healed: bool = False
    met: dict[Fault, int] = field(default_factory=dict)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing goes wrong meanwhile."""
        before, self.healed = self.healed, True
        try:
            yield
        finally:
            self.healed = before

    def draw(self, *kinds: Fault) -> Fault | None:
        """At most one of `kinds`."""
        if self.healed:
            return None
        thrown = self.dice.below(_IN)
        for kind in kinds:
            thrown -= RATES[kind]
            if thrown < 0:
                self.met[kind] = self.met.get(kind, 0) + 1
                return kind
        return None
