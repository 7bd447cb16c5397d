"""Looking at much takes more time and memory than a customer's question: one look may have it."""

from __future__ import annotations

from weiyin.storage.sql import sql
from weiyin.storage.unit import Reader

# With PostgreSQL's usual 4 MB a set of 300,000 people is looked through row by row, not hashed:
# a count among ten million then takes 15 s instead of 2.
_MORE = sql(
    "SELECT :ms",  # SQLite stops no statement
    postgresql="SELECT set_config('statement_timeout', CAST(:ms AS text), true),"
    " set_config('work_mem', '256MB', true)",
)


def be_patient(reader: Reader, seconds: int) -> None:
    """Until this look or unit is over, each of its statements may take so long."""
    reader.one(_MORE, ms=str(seconds * 1000))
