"""The words in which a check keeps its own sabotage: a change that must turn it red."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sabotage:
    """Replace the one occurrence of `old` in `path` (from the repository's root) by `new`."""

    path: str
    old: str
    new: str
