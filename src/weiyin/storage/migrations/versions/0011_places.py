"""Queues, appointments, offers, bank codes, whereabouts; the old sum of a queue goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("branch_queues")
    op.create_index("places_by_kind", "places", ["book", "kind", "cell"])
    _queues()
    _booking()
    _offers()
    _register()


def downgrade() -> None:
    for name in (
        "queue_lines",
        "queue_tickets",
        "queue_numbers",
        "queue_paces",
        "machine_states",
        "appointment_slots",
        "appointments",
        "note_issues",
        "note_quotas",
        "prefilled_forms",
        "merchants",
        "merchant_desks",
        "offers",
        "offer_days",
        "coupons",
        "bank_codes",
        "whereabouts",
    ):
        op.drop_table(name)
    op.drop_index("places_by_kind", "places")
    op.create_table(
        "branch_queues",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("windows", sa.Integer, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )


def _queues() -> None:
    op.create_table(
        "queue_lines",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("business", sa.Text, primary_key=True),
        sa.Column("counters", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("heard_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "queue_tickets",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("ticket_no", sa.Text, primary_key=True),
        sa.Column("business", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("taken_us", sa.BigInteger, nullable=False),
        sa.Column("line_us", sa.BigInteger, nullable=False),
        sa.Column("called_us", sa.BigInteger),
        sa.Column("ended_us", sa.BigInteger),
        sa.Column("counter", sa.Text, nullable=False),
        sa.Column("ahead", sa.Integer, nullable=False),
        sa.Column("counters", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
    )
    op.create_index(
        "one_ticket_in_line",
        "queue_tickets",
        ["book", "place_id", "day", "business", "customer_no"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting' AND customer_no <> ''"),
        postgresql_where=sa.text("state = 'waiting' AND customer_no <> ''"),
    )
    op.create_index("queue_tickets_by_day", "queue_tickets", ["book", "day"])
    op.create_index(
        "queue_tickets_in_line",
        "queue_tickets",
        ["book", "place_id", "day", "business", "state", "line_us"],
    )
    op.create_index("queue_tickets_of_person", "queue_tickets", ["oa", "openid", "day"])
    op.create_table(
        "queue_numbers",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "queue_paces",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("business", sa.Text, primary_key=True),
        sa.Column("hour", sa.Integer, primary_key=True),
        sa.Column("pace_ms", sa.BigInteger, nullable=False),
        sa.Column("low_permille", sa.Integer, nullable=False),
        sa.Column("high_permille", sa.Integer, nullable=False),
        sa.Column("samples", sa.Integer, nullable=False),
    )
    op.create_table(
        "machine_states",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("heard_us", sa.BigInteger, nullable=False),
    )


def _booking() -> None:
    op.create_table(
        "appointment_slots",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        sa.Column("business", sa.Text, primary_key=True),
        sa.Column("start_us", sa.BigInteger, primary_key=True),
        sa.Column("capacity", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "appointments",
        sa.Column("appointment_no", sa.Text, primary_key=True),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("place_id", sa.Text, nullable=False),
        sa.Column("business", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("start_us", sa.BigInteger, nullable=False),
        sa.Column("units", sa.BigInteger, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.Column("ended_us", sa.BigInteger),
    )
    op.create_index("appointments_by_start", "appointments", ["state", "start_us"])
    op.create_index("appointments_of_customer", "appointments", ["book", "customer_no"])
    op.create_index("appointments_of_slot", "appointments", ["book", "business", "place_id"])
    op.create_index(
        "one_appointment_at_once",
        "appointments",
        ["book", "customer_no", "business", "start_us"],
        unique=True,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_table(
        "note_issues",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("issue_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("per_person", sa.Integer, nullable=False),
        sa.Column("face_fen", sa.BigInteger, nullable=False),
        sa.Column("opens_us", sa.BigInteger, nullable=False),
        sa.Column("closes_us", sa.BigInteger, nullable=False),
        sa.Column("pickup_us", sa.BigInteger, nullable=False),
        sa.Column("drawn_us", sa.BigInteger),
    )
    op.create_table(
        "note_quotas",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("issue_id", sa.Text, primary_key=True),
        sa.Column("customer_no", sa.Text, primary_key=True),
        sa.Column("appointment_no", sa.Text, nullable=False),
    )
    op.create_table(
        "prefilled_forms",
        sa.Column("form_key", sa.Text, primary_key=True),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("content_sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
        sa.Column("taken_us", sa.BigInteger),
    )
    op.create_index("prefilled_forms_by_end", "prefilled_forms", ["expires_us"])


def _offers() -> None:
    op.create_table(
        "merchants",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("merchant_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("lat_udeg", sa.Integer, nullable=False),
        sa.Column("lon_udeg", sa.Integer, nullable=False),
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("hours", sa.Text, nullable=False),
    )
    op.create_table(
        "merchant_desks",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("merchant_id", sa.Text, primary_key=True),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("pin_hash", sa.LargeBinary, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "offers",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("merchant_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("min_fen", sa.BigInteger, nullable=False),
        sa.Column("off_fen", sa.BigInteger, nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("claimed", sa.Integer, nullable=False),
        sa.Column("per_day", sa.Integer, nullable=False),
        sa.Column("per_person", sa.Integer, nullable=False),
        sa.Column("starts_us", sa.BigInteger, nullable=False),
        sa.Column("ends_us", sa.BigInteger, nullable=False),
        sa.Column("coupon_days", sa.Integer, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("lat_udeg", sa.Integer, nullable=False),
        sa.Column("lon_udeg", sa.Integer, nullable=False),
        sa.Column("cell", sa.BigInteger, nullable=False),
    )
    op.create_index("offers_by_category", "offers", ["book", "category", "cell"])
    op.create_index("offers_by_cell", "offers", ["book", "cell"])
    op.create_index("offers_of_merchant", "offers", ["book", "merchant_id"])
    op.create_table(
        "offer_days",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("claimed", sa.Integer, nullable=False),
    )
    op.create_table(
        "coupons",
        sa.Column("coupon_id", sa.Text, primary_key=True),
        sa.Column("book", sa.Text, nullable=False),
        sa.Column("offer_id", sa.Text, nullable=False),
        sa.Column("merchant_id", sa.Text, nullable=False),
        sa.Column("oa", sa.Text, nullable=False),
        sa.Column("openid", sa.Text, nullable=False),
        sa.Column("customer_no", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("claimed_us", sa.BigInteger, nullable=False),
        sa.Column("expires_us", sa.BigInteger, nullable=False),
        sa.Column("redeemed_us", sa.BigInteger),
        sa.UniqueConstraint("book", "offer_id", "customer_no", "turn", name="one_coupon_a_turn"),
        sa.UniqueConstraint("book", "code", name="one_coupon_a_code"),
    )
    op.create_index("coupons_by_end", "coupons", ["state", "expires_us"])
    op.create_index("coupons_of_customer", "coupons", ["book", "customer_no"])


def _register() -> None:
    op.create_table(
        "bank_codes",
        sa.Column("book", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("bank", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_index("bank_codes_by_city", "bank_codes", ["book", "city"])
    op.create_table(
        "whereabouts",
        sa.Column("oa", sa.Text, primary_key=True),
        sa.Column("openid", sa.Text, primary_key=True),
        sa.Column("point_sealed", sa.LargeBinary, nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
    )
    op.create_index("whereabouts_by_age", "whereabouts", ["at_us"])
