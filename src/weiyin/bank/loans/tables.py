"""The tables of loans. What is owed stands on the ledger; these rows say on which terms."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from weiyin.storage.columns import count, flag, sealed, words
from weiyin.storage.tables import metadata

loan_products = Table(
    "loan_products",
    metadata,
    words("book"),
    words("code"),
    words("name"),
    words("about"),
    words("lpr"),
    count("margin_bp"),
    count("least_fen"),
    count("most_fen"),
    count("most_months"),
    words("methods"),
    words("documents"),
    flag("revolving"),
    count("prepay_bp"),
    count("prepay_months"),
    count("notice_days"),
    count("place"),
    PrimaryKeyConstraint("book", "code"),
)

loan_contracts = Table(
    "loan_contracts",
    metadata,
    words("book"),
    words("contract_no"),
    words("customer_no"),
    words("product"),
    words("method"),
    count("limit_fen"),
    count("used_fen"),
    count("margin_bp"),
    count("months"),
    flag("revolving"),
    words("until"),
    PrimaryKeyConstraint("book", "contract_no"),
    Index("ix_loan_contracts_customer", "customer_no", "book"),
)

loans = Table(
    "loans",
    metadata,
    words("book"),
    words("loan_no"),
    words("contract_no"),
    words("customer_no"),
    words("account_no"),
    words("product"),
    words("method"),
    count("principal_fen"),
    count("left_fen"),
    count("annual_bp"),
    count("margin_bp"),
    count("each_fen"),
    count("months"),
    count("done"),
    words("opened"),
    words("next_due"),
    count("accrued"),
    count("posted_fen"),
    words("upto"),
    flag("broken"),
    words("state"),
    PrimaryKeyConstraint("book", "loan_no"),
    Index("ix_loans_customer", "customer_no", "book"),
    Index("ix_loans_due", "next_due", "state", "book"),
)

loan_instalments = Table(
    "loan_instalments",
    metadata,
    words("book"),
    words("loan_no"),
    count("number"),
    words("due_day"),
    count("principal_fen"),
    count("interest_fen"),
    count("penalty_fen"),
    words("state"),
    words("paid_day"),
    PrimaryKeyConstraint("book", "loan_no", "number"),
    Index("ix_loan_instalments_unpaid", "state", "book", "loan_no"),
)

loan_appointments = Table(
    "loan_appointments",
    metadata,
    words("book"),
    words("loan_no"),
    words("day"),
    count("amount_fen"),
    words("keep"),
    PrimaryKeyConstraint("book", "loan_no"),
    Index("ix_loan_appointments_day", "day", "book"),
)

loan_applications = Table(
    "loan_applications",
    metadata,
    words("book"),
    words("application_no"),
    words("customer_no"),
    words("product"),
    words("method"),
    count("amount_fen"),
    count("months"),
    words("purpose"),
    words("stage"),
    sealed("facts_sealed", row="{book}/{application_no}"),
    words("reasons"),
    count("score"),
    words("contract_no"),
    count("opened_us"),
    count("changed_us"),
    PrimaryKeyConstraint("book", "application_no"),
    Index("ix_loan_applications_customer", "customer_no", "book"),
    Index("ix_loan_applications_stage", "stage", "book"),
)

loan_documents = Table(
    "loan_documents",
    metadata,
    words("book"),
    words("application_no"),
    words("document"),
    words("state"),
    count("place"),
    count("changed_us"),
    PrimaryKeyConstraint("book", "application_no", "document"),
)

provident_funds = Table(
    "provident_funds",
    metadata,
    words("book"),
    words("customer_no"),
    words("city"),
    words("employer"),
    count("balance_fen"),
    count("monthly_fen"),
    words("paid_to"),
    count("loan_fen"),
    words("as_of"),
    PrimaryKeyConstraint("book", "customer_no", "city"),
)
