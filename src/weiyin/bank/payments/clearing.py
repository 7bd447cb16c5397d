"""The port to the clearing house: money to other banks and own money from them.

Both are asked under the payment's own key, the same however often it is asked. A silence is
`Unclear`: it is looked up by that key, never repeated blindly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from weiyin.base.money import Money


@dataclass(frozen=True, slots=True)
class Instruction:
    """Credit (`send`) or debit (`pull`) an account at another bank."""

    key: str
    route: str
    bank: str
    number: str
    name: str
    amount: Money
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other bank has it. `reference` is the clearing house's number."""

    reference: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The other bank will not have it. `why` as the customer may read it: 户名不符."""

    why: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """No clear answer came: it may or may not have happened."""

    why: str


Fate = Accepted | Returned | Unclear


class Clearing(Protocol):
    """Raising `TryLater` or `Unknown` means the same as `Unclear`."""

    def send(self, instruction: Instruction) -> Fate: ...

    def pull(self, instruction: Instruction) -> Fate: ...

    def look(self, key: str) -> Fate | None:
        """What became of `key`; None when it never arrived there."""
        ...
