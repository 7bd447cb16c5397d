"""What leaves the bank when money moved: one parcel of topic "entry" for each customer's account.

It names the account and the customer, never a person on a channel: who is told, how and how much
of it is for whoever takes the parcel. Written in the unit of work that made the entry.
"""

from __future__ import annotations

from typing import Any

from weiyin.bank.postings import Posted, PostedLeg

TOPIC = "entry"


def parcel(
    book: str, entry: Posted, leg: PostedLeg, customer_no: str, other: str
) -> tuple[str, dict[str, Any]]:
    """Key and payload. `amount_fen` is signed (money in is positive); `at_us` is the entry's."""
    return f"{entry.entry_no}:{leg.account_no}", {
        "book": book, "entry_no": entry.entry_no, "account_no": leg.account_no,
        "customer_no": customer_no, "kind": entry.kind, "amount_fen": leg.amount_fen,
        "currency": entry.currency, "balance_fen": leg.balance_fen, "at_us": entry.at_us,
        "other": other, "memo": entry.memo,
    }  # fmt: skip
