"""What every target shares: the loop, the patience, and what an exception means."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress

import atheris

SLOW_S = 0.1
"""Of the processor's time; slow three times in a row, so that a collection does not count."""


class SlowInputError(Exception):
    """An input that took too long: as good as a fault."""


def fuzz(one: Callable[[bytes], None], allowed: tuple[type[Exception], ...]) -> None:
    """Run libFuzzer over `one`; whatever is not `allowed` ends it with the input that did it."""

    def patient(data: bytes) -> None:
        if min(_seconds(one, data, allowed), SLOW_S) < SLOW_S:
            return
        if all(_seconds(one, data, allowed) >= SLOW_S for _ in range(2)):
            raise SlowInputError(data[:80])

    atheris.Setup(sys.argv, patient)
    atheris.Fuzz()


def _seconds(
    one: Callable[[bytes], None], data: bytes, allowed: tuple[type[Exception], ...]
) -> float:
    begun = time.process_time()
    with suppress(*allowed):
        one(data)
    return time.process_time() - begun
