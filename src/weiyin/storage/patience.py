"""Looking at much takes longer than a customer waits: one read may be given more time."""

from __future__ import annotations

from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader

_MORE_TIME = sql(
    "SELECT :ms",  # SQLite stops no statement
    postgresql="SELECT set_config('statement_timeout', CAST(:ms AS text), true)",
)


def be_patient(reader: Reader, seconds: int) -> None:
    """Until this look or unit is over, each of its statements may take so long."""
    reader.one(_MORE_TIME, ms=str(seconds * 1000))
