"""The tables of bills. What a biller is told (numbers, names) is sealed; what lies open is masked.

`bill_orders`: which step an order has come to. `bill_accounts`: numbers a customer keeps, with the
reminder and the mandate on them. `bill_dues`: what was last found due on those. `bill_differences`
and `bill_statements`: what the daily reconciliation has found.
"""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, flag, sealed, words
from weiyin.storage.tables import metadata

bill_orders = Table(
    "bill_orders",
    metadata,
    words("book"),
    words("key"),
    words("claim"),
    words("reference"),
    words("kind"),
    words("biller"),
    words("customer_no"),
    words("account_no"),
    words("number_masked"),
    sealed("told_sealed", row="{book}/{key}"),
    words("ref"),
    words("title"),
    words("facts"),
    count("amount_fen"),
    words("currency"),
    words("state"),
    words("outside_reference"),
    count("outside_fen"),
    sealed("code_sealed", row="{book}/{key}"),
    words("why"),
    words("checked"),
    count("starts_us"),
    count("made_us"),
    count("asked_us"),
    count("ended_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("uq_bill_orders_claim", "book", "claim", unique=True),
    Index("uq_bill_orders_reference", "reference", "book", unique=True),
    Index("ix_bill_orders_customer", "customer_no", "book", "made_us"),
    Index("ix_bill_orders_unchecked", "biller", "checked", "book", "asked_us"),
)

bill_accounts = Table(
    "bill_accounts",
    metadata,
    words("book"),
    words("line_no"),
    words("customer_no"),
    words("biller"),
    words("kind"),
    words("number_blind"),
    words("number_masked"),
    sealed("told_sealed", row="{book}/{line_no}"),
    words("label"),
    flag("reminds"),
    words("pays_from"),
    count("most_fen"),
    count("made_us"),
    count("looked_us"),
    count("next_us"),
    PrimaryKeyConstraint("book", "line_no"),
    Index("uq_bill_accounts_number", "customer_no", "biller", "number_blind", "book", unique=True),
    Index("ix_bill_accounts_next", "next_us", "book"),
)

bill_dues = Table(
    "bill_dues",
    metadata,
    words("book"),
    words("line_no"),
    words("ref"),
    words("title"),
    count("amount_fen"),
    words("currency"),
    words("due_day"),
    count("seen_us"),
    PrimaryKeyConstraint("book", "line_no", "ref"),
)

bill_differences = Table(
    "bill_differences",
    metadata,
    words("book"),
    words("key"),
    words("kind"),
    words("biller"),
    words("customer_no"),
    words("account_no"),
    count("ours_fen"),
    count("theirs_fen"),
    words("state"),
    words("entry_no"),
    words("how"),
    count("seen_us"),
    count("ended_us"),
    PrimaryKeyConstraint("book", "key", "kind"),
    Index("ix_bill_differences_open", "state", "book", "seen_us"),
)

bill_statements = Table(
    "bill_statements",
    metadata,
    words("book"),
    words("biller"),
    words("day"),
    words("state"),
    count("ours_count"),
    count("ours_fen"),
    count("theirs_count"),
    count("theirs_fen"),
    count("differences_count"),
    count("next_us"),
    count("ended_us"),
    PrimaryKeyConstraint("book", "biller", "day"),
    Index("ix_bill_statements_next", "state", "next_us", "book"),
)

# A biller that is not paid for now.
bill_pauses = Table(
    "bill_pauses",
    metadata,
    words("book"),
    words("biller"),
    words("why"),
    words("by_whom"),
    count("since_us"),
    PrimaryKeyConstraint("book", "biller"),
)
