"""The tables of appointments. `units`: seats, or yuan, or pieces, as the business counts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, text

from weiyin.storage.columns import sealed
from weiyin.storage.tables import metadata

appointment_slots = Table(
    "appointment_slots",
    metadata,
    Column("book", Text, primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("business", Text, primary_key=True),
    Column("start_us", BigInteger, primary_key=True),
    Column("capacity", BigInteger, nullable=False),
    Column("taken", BigInteger, nullable=False),
)

appointments = Table(
    "appointments",
    metadata,
    Column("appointment_no", Text, primary_key=True),
    Column("book", Text, nullable=False),
    Column("place_id", Text, nullable=False),
    Column("business", Text, nullable=False),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("start_us", BigInteger, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("words", Text, nullable=False),  # what is to be made ready, as printed
    Column("state", Text, nullable=False),
    Column("reminded", Integer, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
)
Index("appointments_of_customer", appointments.c.book, appointments.c.customer_no)
Index("appointments_by_start", appointments.c.state, appointments.c.start_us)
Index("appointments_of_slot", appointments.c.book, appointments.c.business, appointments.c.place_id)
Index(
    "one_appointment_at_once",
    appointments.c.book,
    appointments.c.customer_no,
    appointments.c.business,
    appointments.c.start_us,
    unique=True,
    sqlite_where=text("state = 'booked'"),
    postgresql_where=text("state = 'booked'"),
)

note_issues = Table(
    "note_issues",
    metadata,
    Column("book", Text, primary_key=True),
    Column("issue_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("mode", Text, nullable=False),  # draw | first
    Column("per_person", Integer, nullable=False),
    Column("face_fen", BigInteger, nullable=False),
    Column("opens_us", BigInteger, nullable=False),
    Column("closes_us", BigInteger, nullable=False),
    Column("pickup_us", BigInteger, nullable=False),
    Column("drawn_us", BigInteger),
)

note_quotas = Table(
    "note_quotas",
    metadata,
    Column("book", Text, primary_key=True),
    Column("issue_id", Text, primary_key=True),
    Column("customer_no", Text, primary_key=True),
    Column("appointment_no", Text, nullable=False),
)

prefilled_forms = Table(
    "prefilled_forms",
    metadata,
    Column("form_key", Text, primary_key=True),  # SHA-256 of what the QR code says
    Column("book", Text, nullable=False),
    Column("oa", Text, nullable=False),
    Column("openid", Text, nullable=False),
    Column("customer_no", Text, nullable=False),
    Column("kind", Text, nullable=False),
    sealed("content_sealed", row="{form_key}"),
    Column("made_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("taken_us", BigInteger),
)
Index("prefilled_forms_by_end", prefilled_forms.c.expires_us)
