"""What changed lately, for screens that are open: cheap, whoever wrote it, from whatever process.

Commits do not come in the order of their clocks, so a look reaches back a little further than the
last one and drops what it has seen already, by version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

OVERLAP = timedelta(seconds=5)
"""How long a commit may take, and how far clocks of processes may be apart."""
_MOST = 5_000

_CHANGED = sql(
    "SELECT conversation_id, oa, state, owner, version, said, unanswered, changed_us"
    " FROM desk_conversations WHERE changed_us>:since_us ORDER BY changed_us"
    " LIMIT CAST(:most AS INTEGER)"
)


@dataclass(frozen=True, slots=True)
class Change:
    conversation_id: str
    oa: str
    state: str
    owner: str
    version: int
    said: int
    unanswered: int
    changed_us: int


@dataclass
class Watch:
    """One look a tick for all screens of a process. Not shared between threads."""

    since: datetime
    _seen: dict[str, Change] = field(default_factory=dict)

    def look(self, reader: Reader, now: datetime) -> list[tuple[Change, Change | None]]:
        """What is new since the last look, each with what was seen of it before, if lately."""
        since_us = to_us(self.since - OVERLAP)
        rows = reader.all(_CHANGED, since_us=since_us, most=_MOST)
        changes = [Change(*row) for row in rows]
        news = [
            (one, self._seen.get(one.conversation_id))
            for one in changes
            if (before := self._seen.get(one.conversation_id)) is None
            or before.version < one.version
        ]
        self._seen = {one.conversation_id: one for one in changes}
        self.since = now
        return news
