"""What happened in a day, in its order, and what was found wrong: the same for the same seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.people.sessions import Session


@dataclass
class Page:
    """A draft that a phone was shown: `asked_fen`, and what its phone was told it came to."""

    openid: str
    handle: str
    kind: str
    asked_fen: int
    session: Session | None = None
    """The browser's, from the first visit on."""
    told: str = ""
    """The status that was told, `ok` before any other."""
    ended: str = ""
    """What it shows at the end of the day: the draft's state."""


@dataclass
class Diary:
    clock: Clock
    lines: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    balances: list[tuple[str, int]] = field(default_factory=list)
    """(account, fen) of every balance that was told."""
    wishes: int = 0
    """Sentences that a draft may be made of."""

    def note(self, who: str, what: str) -> None:
        at = self.clock.now().astimezone(SHANGHAI)
        self.lines.append(f"{at:%d %H:%M:%S.%f} {who} {what}")

    def wrong(self, what: str) -> None:
        """Something that must never happen."""
        self.note("!", what)
        self.found.append(what)

    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()

    def at(self) -> datetime:
        return self.clock.now()
