"""When a parcel is tried again: the longer the oftener it failed, spread by chance.

Half of each wait is fixed and half is drawn, so that what failed together does not come back
together ("equal jitter").
"""

from __future__ import annotations

from datetime import timedelta

from weiyin.base.ids import Rng

MOST_ATTEMPTS = 8
_SECONDS = (1, 2, 5, 15, 60, 300, 900)
"""By attempts made."""


def wait_before_next(attempts: int, rng: Rng) -> timedelta:
    """Between half and all of the step that `attempts` (1, 2, …) have reached."""
    whole = _SECONDS[min(attempts, len(_SECONDS)) - 1]
    return timedelta(seconds=whole * (0.5 + rng.getrandbits(16) / (1 << 17)))
