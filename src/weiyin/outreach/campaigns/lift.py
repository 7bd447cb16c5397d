"""How much a campaign changed, and how sure that is.

The difference of two shares with Newcombe's interval (1998, method 10: of two Wilson scores),
which keeps its promise for small groups and for shares near 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964
"""For 95 %."""


@dataclass(frozen=True, slots=True)
class Group:
    """Of `size` people `reached` the goal."""

    size: int
    reached: int

    @property
    def share(self) -> float:
        return self.reached / self.size if self.size else 0.0


@dataclass(frozen=True, slots=True)
class Lift:
    """The difference of the shares, between `low` and `high` at 95 %."""

    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that nothing changed."""
        return self.low > 0 or self.high < 0


def lift(told: Group, held: Group) -> Lift:
    """What telling changed against the holdout; nothing is known of an empty group."""
    if not (told.size and held.size):
        return Lift(0.0, -1.0, 1.0)
    difference = told.share - held.share
    (low_1, high_1), (low_2, high_2) = _wilson(told), _wilson(held)
    low = difference - sqrt((told.share - low_1) ** 2 + (high_2 - held.share) ** 2)
    high = difference + sqrt((high_1 - told.share) ** 2 + (held.share - low_2) ** 2)
    return Lift(difference, low, high)


def _wilson(group: Group) -> tuple[float, float]:
    n, p, z = group.size, group.share, _Z
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return centre - half, centre + half
