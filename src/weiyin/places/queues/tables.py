"""The tables of the lines at the branches. `day`: yyyymmdd of Shanghai; `seq`: see report.py."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text

from weiyin.storage.tables import metadata

queue_lines = Table(
    "queue_lines",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("business", Text, primary_key=True),
    Column("counters", Integer, nullable=False),  # open now
    Column("seq", BigInteger, nullable=False),
    Column("heard_us", BigInteger, nullable=False),
)

queue_tickets = Table(
    "queue_tickets",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("ticket_no", Text, primary_key=True),
    Column("business", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("oa", Text, nullable=False),  # this and the next two: empty for a ticket taken there
    Column("openid", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("taken_us", BigInteger, nullable=False),
    Column("line_us", BigInteger, nullable=False),  # the place in the line
    Column("called_us", BigInteger),
    Column("ended_us", BigInteger),
    Column("counter", Text, nullable=False),
    Column("ahead", Integer, nullable=False),  # this and the next: as they were when it was taken
    Column("counters", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("told", Integer, nullable=False),  # that it is nearly their turn
)
Index(
    "queue_tickets_in_line",
    queue_tickets.c.book,
    queue_tickets.c.place_id,
    queue_tickets.c.day,
    queue_tickets.c.business,
    queue_tickets.c.state,
    queue_tickets.c.line_us,
)
Index("queue_tickets_of_person", queue_tickets.c.oa, queue_tickets.c.openid, queue_tickets.c.day)
Index("queue_tickets_by_day", queue_tickets.c.book, queue_tickets.c.day)
Index(
    "one_ticket_in_line",
    queue_tickets.c.book,
    queue_tickets.c.place_id,
    queue_tickets.c.day,
    queue_tickets.c.business,
    queue_tickets.c.customer_no,
    unique=True,
    sqlite_where=text("state = 'waiting' AND customer_no <> ''"),
    postgresql_where=text("state = 'waiting' AND customer_no <> ''"),
)

queue_numbers = Table(
    "queue_numbers",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

queue_paces = Table(
    "queue_paces",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),  # empty: the whole bank
    Column("business", Text, primary_key=True),
    Column("hour", Integer, primary_key=True),  # -1: the whole day
    Column("pace_ms", BigInteger, nullable=False),
    Column("low_permille", Integer, nullable=False),
    Column("high_permille", Integer, nullable=False),
    Column("samples", Integer, nullable=False),
)

machine_states = Table(
    "machine_states",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("heard_us", BigInteger, nullable=False),
)
