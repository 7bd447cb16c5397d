"""What one supplementary card may spend in a bill's month, of the line that it shares.

Only cards with a cap are counted, in the unit of work that holds or takes the money. What was let
go counts no more: the hold's own state tells.
"""

from __future__ import annotations

from datetime import date

from weiyin.bank.credit.charges import month_after
from weiyin.bank.credit.plastics import find_plastic
from weiyin.bank.credit.terms import CreditAccount
from weiyin.bank.service import Office
from weiyin.base.errors import NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_NOTE = sql(
    "INSERT INTO credit_plastic_spends (book, entry_no, card_id, month, amount_fen)"
    " VALUES (:book, :entry_no, :card_id, :month, :amount_fen)"
)
_SETTLED = sql(
    "UPDATE credit_plastic_spends SET amount_fen=:amount_fen"
    " WHERE book=:book AND entry_no=:entry_no"
)
_SPENT = sql(
    "SELECT SUM(s.amount_fen) FROM credit_plastic_spends s LEFT JOIN ledger_holds h"
    " ON h.book=s.book AND h.hold_no=s.entry_no WHERE s.card_id=:card_id AND s.month=:month"
    " AND s.book=:book AND (h.state IS NULL OR h.state IN ('open', 'posted'))"
)


def judge(office: Office, account: CreditAccount, card_id: str, amount: Money, day: date) -> None:
    """Raises NotAllowed("cap") for more than the card may still spend."""
    cap = _cap_fen(office, card_id)
    if not cap:
        return
    left = cap - spent_fen(office, account, card_id, day)
    if amount.fen > left:
        rest = Money(max(left, 0))
        raise NotAllowed("cap", f"超过附属卡本期限额，还可用{rest}元")


def note(
    office: Office, account: CreditAccount, card_id: str, entry_no: str, amount: Money, day: date
) -> None:
    """Count what was judged and done under `entry_no`, a hold or an entry."""
    if _cap_fen(office, card_id):
        office.tx.run(
            _NOTE, book=office.book, entry_no=entry_no, card_id=card_id,
            month=_bill_month(account, day), amount_fen=amount.fen,
        )  # fmt: skip


def settled(office: Office, hold_no: str, amount: Money) -> None:
    """A hold was paid out, perhaps for less."""
    office.tx.run(_SETTLED, book=office.book, entry_no=hold_no, amount_fen=amount.fen)


def spent_fen(office: Office, account: CreditAccount, card_id: str, day: date) -> int:
    """In the month whose bill is still to come on `day`."""
    month = _bill_month(account, day)
    row = office.reader.one(_SPENT, book=office.book, card_id=card_id, month=month)
    return int((row and row[0]) or 0)


def _cap_fen(office: Office, card_id: str) -> int:
    plastic = find_plastic(office.reader, office.book, card_id)
    return 0 if plastic is None else plastic.limit_fen


def _bill_month(account: CreditAccount, day: date) -> str:
    """The month in which the bill of `day` is made."""
    month = f"{day:%Y-%m}"
    return month if day.day <= account.bill_day else month_after(month)
