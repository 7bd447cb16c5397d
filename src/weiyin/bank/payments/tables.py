"""The tables of payments. Numbers and names of other banks' customers are sealed; a tail and a
masked name lie open, for lists.

A payment's row says which step came last; the money is in the ledger, under the payment's key.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from weiyin.storage.tables import metadata


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _sealed(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


payments = Table(
    "payments",
    metadata,
    _words("book"),
    _words("key"),
    _words("reference"),
    _words("direction"),
    _words("customer_no"),
    _words("account_no"),
    _words("bank"),
    _sealed("payee_sealed"),
    _words("payee_masked"),
    _words("payee_tail"),
    _count("amount_fen"),
    _count("fee_fen"),
    _words("currency"),
    _words("memo"),
    _words("mode"),
    _words("route"),
    _words("hold_no"),
    _words("fee_hold_no"),
    _words("state"),
    _words("outside_reference"),
    _words("why"),
    _count("made_us"),
    _count("due_us"),
    _count("sent_us"),
    _count("ended_us"),
    PrimaryKeyConstraint("book", "key"),
    Index("uq_payments_reference", "reference", "book", unique=True),
    Index("ix_payments_customer", "customer_no", "book", "made_us"),
)

payment_plans = Table(
    "payment_plans",
    metadata,
    _words("book"),
    _words("plan_no"),
    _words("customer_no"),
    _words("account_no"),
    _words("bank"),
    _sealed("payee_sealed"),
    _words("payee_masked"),
    _words("payee_tail"),
    _count("amount_fen"),
    _words("currency"),
    _words("memo"),
    _words("every"),
    Column("day", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("most_runs", Integer, nullable=False),
    _count("next_us"),
    _words("state"),
    _words("why"),
    _count("made_us"),
    PrimaryKeyConstraint("book", "plan_no"),
    Index("ix_payment_plans_due", "state", "next_us", "book"),
    Index("ix_payment_plans_customer", "customer_no", "book"),
)

collect_requests = Table(
    "collect_requests",
    metadata,
    _words("book"),
    _words("token_blind"),
    _words("request_no"),
    _words("customer_no"),
    _words("account_no"),
    _count("amount_fen"),
    _words("currency"),
    _words("memo"),
    _words("state"),
    _words("paid_by"),
    _count("made_us"),
    _count("expires_us"),
    _count("paid_us"),
    PrimaryKeyConstraint("book", "token_blind"),
    Index("ix_collect_requests_customer", "customer_no", "book", "made_us"),
)

cardless_withdrawals = Table(
    "cardless_withdrawals",
    metadata,
    _words("book"),
    _words("reference"),
    _words("customer_no"),
    _words("account_no"),
    _words("phone_blind"),
    _words("code_blind"),
    _count("amount_fen"),
    _words("currency"),
    Column("tries", Integer, nullable=False),
    _words("state"),
    _words("machine"),
    _count("made_us"),
    _count("expires_us"),
    _count("ended_us"),
    PrimaryKeyConstraint("book", "reference"),
    Index("ix_cardless_withdrawals_phone", "phone_blind", "state", "book"),
    Index("ix_cardless_withdrawals_due", "state", "expires_us", "book"),
    Index("ix_cardless_withdrawals_customer", "customer_no", "book", "made_us"),
)

collecting_agreements = Table(
    "collecting_agreements",
    metadata,
    _words("book"),
    _words("agreement_no"),
    _words("customer_no"),
    _words("account_no"),
    _words("bank"),
    _sealed("source_sealed"),
    _words("source_masked"),
    _words("source_tail"),
    _count("amount_fen"),
    _words("currency"),
    Column("day", Integer, nullable=False),
    Column("runs", Integer, nullable=False),
    _count("next_us"),
    _words("state"),
    _words("why"),
    _count("made_us"),
    PrimaryKeyConstraint("book", "agreement_no"),
    Index("ix_collecting_agreements_due", "state", "next_us", "book"),
    Index("ix_collecting_agreements_customer", "customer_no", "book"),
)

phone_accounts = Table(
    "phone_accounts",
    metadata,
    _words("book"),
    _words("phone_blind"),
    _words("customer_no"),
    _words("account_no"),
    _count("since_us"),
    PrimaryKeyConstraint("book", "phone_blind"),
    Index("ix_phone_accounts_customer", "customer_no", "book"),
)
