"""The tables of payments. Numbers and names of other banks' customers are sealed; a tail and a
masked name lie open, for lists.

A payment's row says which step came last; the money is in the ledger, under the payment's key.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from weiyin.storage.columns import count, sealed, words
from weiyin.storage.tables import metadata

payments = Table(
    "payments",
    metadata,
    words("book"),
    words("key"),
    words("reference"),
    words("direction"),
    words("customer_no"),
    words("account_no"),
    words("bank"),
    sealed("payee_sealed", row="{book}/{key}"),
    words("payee_masked"),
    words("payee_tail"),
    count("amount_fen"),
    count("fee_fen"),
    words("currency"),
    words("memo"),
    words("mode"),
    words("route"),
    words("hold_no"),
    words("fee_hold_no"),
    words("state"),
    words("outside_reference"),
    words("why"),
    count("made_us"),
    count("due_us"),
    count("sent_us"),
    count("ended_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("uq_payments_reference", "reference", "book", unique=True),
    Index("ix_payments_customer", "customer_no", "book", "made_us"),
)

payment_plans = Table(
    "payment_plans",
    metadata,
    words("book"),
    words("plan_no"),
    words("customer_no"),
    words("account_no"),
    words("bank"),
    sealed("payee_sealed", row="{book}/{plan_no}"),
    words("payee_masked"),
    words("payee_tail"),
    count("amount_fen"),
    words("currency"),
    words("memo"),
    words("every"),
    Column("day", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("most_runs", Integer, nullable=False),
    count("next_us"),
    words("state"),
    words("why"),
    count("made_us"),
    PrimaryKeyConstraint("book", "plan_no"),
    Index("ix_payment_plans_due", "state", "next_us", "book"),
    Index("ix_payment_plans_customer", "customer_no", "book"),
)

collect_requests = Table(
    "collect_requests",
    metadata,
    words("book"),
    words("token_blind"),
    words("request_no"),
    words("customer_no"),
    words("account_no"),
    count("amount_fen"),
    words("currency"),
    words("memo"),
    words("state"),
    words("paid_by"),
    count("made_us"),
    count("expires_us"),
    count("paid_us"),
    PrimaryKeyConstraint("book", "token_blind"),
    Index("ix_collect_requests_customer", "customer_no", "book", "made_us"),
)

cardless_withdrawals = Table(
    "cardless_withdrawals",
    metadata,
    words("book"),
    words("reference"),
    words("customer_no"),
    words("account_no"),
    words("phone_blind"),
    words("code_blind"),
    count("amount_fen"),
    words("currency"),
    Column("tries", Integer, nullable=False),
    words("state"),
    words("machine"),
    count("made_us"),
    count("expires_us"),
    count("ended_us"),
    PrimaryKeyConstraint("book", "reference"),
    Index("ix_cardless_withdrawals_phone", "phone_blind", "state", "book"),
    Index("ix_cardless_withdrawals_due", "state", "expires_us", "book"),
    Index("ix_cardless_withdrawals_customer", "customer_no", "book", "made_us"),
)

collecting_agreements = Table(
    "collecting_agreements",
    metadata,
    words("book"),
    words("agreement_no"),
    words("customer_no"),
    words("account_no"),
    words("bank"),
    sealed("source_sealed", row="{book}/{agreement_no}"),
    words("source_masked"),
    words("source_tail"),
    count("amount_fen"),
    words("currency"),
    Column("day", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    count("next_us"),
    words("state"),
    words("why"),
    count("made_us"),
    PrimaryKeyConstraint("book", "agreement_no"),
    Index("ix_collecting_agreements_due", "state", "next_us", "book"),
    Index("ix_collecting_agreements_customer", "customer_no", "book"),
)

phone_accounts = Table(
    "phone_accounts",
    metadata,
    words("book"),
    words("phone_blind"),
    words("customer_no"),
    words("account_no"),
    count("since_us"),
    PrimaryKeyConstraint("book", "phone_blind"),
    Index("ix_phone_accounts_customer", "customer_no", "book"),
)
