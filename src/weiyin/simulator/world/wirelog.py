"""The last thousand things that went over the wire, for engineers."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """`direction`: push (platform → bot) or api (bot → platform). `ms` is milliseconds."""

    id: int
    at: int
    direction: str
    account: str
    path: str
    status: str
    ms: int
    note: str = ""
    sent: str = ""
    answered: str = ""

    def seen(self) -> dict[str, Any]:
        return asdict(self)


class WireLog:
    def __init__(self) -> None:
        self.lines: deque[Line] = deque(maxlen=1000)
        self._next = 1

    def next_id(self) -> int:
        self._next += 1
        return self._next - 1
