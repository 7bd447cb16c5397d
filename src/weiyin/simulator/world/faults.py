"""Faults on demand: the next calls of a path misbehave.

`path` is an API path, or `push` for deliveries to the bot. `kind`: `slow` (waits `seconds`
first), `5xx`, an error code such as `-1` or `45009`, `lost_answer` (the work is done, the answer
never arrives), `html` (a gateway's page instead of JSON), `drop` (push: the bot is not reached).
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import BadInput

KINDS = ("slow", "5xx", "lost_answer", "html", "drop")


@dataclass(slots=True)
class Fault:
    path: str
    kind: str
    times: int
    seconds: float = 6.0

    @property
    def errcode(self) -> int | None:
        return int(self.kind) if self.kind.lstrip("-").isdecimal() else None


class Faults:
    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        if fault.kind not in KINDS and fault.errcode is None:
            raise BadInput("kind", f"one of {', '.join(KINDS)} or an error code")
        self._armed.append(fault)

    def take(self, path: str) -> Fault | None:
        """The first fault armed for `path`, one time less."""
        for fault in self._armed:
            if fault.path in (path, "*") and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def armed(self) -> list[Fault]:
        return [fault for fault in self._armed if fault.times > 0]

    def clear(self) -> None:
        self._armed.clear()
