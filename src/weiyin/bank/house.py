"""The bank's own accounts in the ledger: the other side of what its customers do.

All of them are hot, so each is spread over buckets; none has a floor.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.accounts import HOUSE, NewAccount, ensure_account, open_account
from weiyin.storage.store import Tx

CLEARING = "H-CLEARING"
"""Money from and to other banks: salaries, incoming and outgoing payments."""
MERCHANTS = "H-MERCHANTS"
"""What is owed to shops where cards were used."""
TOPUP = "H-TOPUP"
"""What is owed to carriers for phone top-ups."""
BILLERS = "H-BILLERS"
"""What is owed to billers and merchants for what customers have paid them through us."""
SUSPENSE = "H-SUSPENSE"
"""Differences between what billers say and what our books say, until people have looked."""
CASH = "H-CASH"
FEES = "H-FEES"
INTEREST = "H-INTEREST"
INSTALMENTS = "H-INSTALMENTS"
"""Principal of credit-card instalment plans that is not billed yet, as a negative balance."""
LOAN_INTEREST = "H-LOAN-INTEREST"
"""Interest of loans that was earned and is not paid yet, as a negative balance."""

ALL = (
    CLEARING, MERCHANTS, TOPUP, BILLERS, SUSPENSE, CASH, FEES, INTEREST, INSTALMENTS,
    LOAN_INTEREST,
)  # fmt: skip
BUCKETS = 16


def ensure_house(tx: Tx, book: str, no: str, at: datetime, currency: str = "CNY") -> None:
    """Open one of the bank's own accounts, unless the book has it."""
    new = NewAccount(no, HOUSE, currency=currency, floor_fen=None, buckets=BUCKETS)
    ensure_account(tx, book, new, at)


def open_house(tx: Tx, book: str, at: datetime) -> None:
    """Open the bank's own accounts. Raises Conflict when the book has them already."""
    for no in ALL:
        open_account(tx, book, NewAccount(no, HOUSE, floor_fen=None, buckets=BUCKETS), at)
