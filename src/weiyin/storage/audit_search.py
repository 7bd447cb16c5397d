"""Looking the audit log up: by who, whom, what and when, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import from_us, to_us
from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader

MOST = 1_000

_FIND = sql("""
    SELECT at_us, who, what, whom, why, outcome, detail FROM audit
    WHERE oa IN (:oa, '*') AND at_us >= :since_us AND at_us < :until_us
      AND (:who = '' OR who = :who) AND (:whom = '' OR whom = :whom)
      AND (:what = '' OR what LIKE :what_like ESCAPE '!')
    ORDER BY at_us DESC LIMIT CAST(:most AS INTEGER)
""")


@dataclass(frozen=True, slots=True)
class AuditRow:
    at: datetime
    who: str
    what: str
    whom: str
    why: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty words: any. `what` is how the deed's name begins."""

    since: datetime
    until: datetime
    who: str = ""
    whom: str = ""
    what: str = ""


def find(reader: Reader, oa: str, wanted: Wanted, most: int = 200) -> list[AuditRow]:
    """Rows of one official account and of the house; at most `MOST`."""
    escaped = wanted.what.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = reader.all(
        _FIND,
        oa=oa,
        since_us=to_us(wanted.since),
        until_us=to_us(wanted.until),
        who=wanted.who,
        whom=wanted.whom,
        what=wanted.what,
        what_like=f"{escaped}%",
        most=min(most, MOST),
    )
    return [AuditRow(from_us(at_us), *rest) for at_us, *rest in rows]
