"""Repaying a credit card from the customer's own debit account; autopay on the due day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weiyin.bank.accounts import CURRENT
from weiyin.bank.batch import Batch
from weiyin.bank.credit.bills import latest
from weiyin.bank.credit.sheets import load_sheet, rates_of
from weiyin.bank.credit.terms import access_account, find_account, set_line
from weiyin.bank.events import CustomerEvent
from weiyin.bank.ledger import post
from weiyin.bank.parties import Parties
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount, check_payer
from weiyin.base.clock import shanghai_day, shanghai_midnight
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

REPAYMENT = "repayment"

_PUT_AUTOPAY = sql(
    "INSERT INTO credit_autopays (book, account_no, customer_no, from_account, kind, since)"
    " VALUES (:book, :account_no, :customer_no, :from_account, :kind, :since)"
    " ON CONFLICT (book, account_no) DO UPDATE SET from_account=excluded.from_account,"
    " kind=excluded.kind, since=excluded.since"
)
_DROP_AUTOPAY = sql("DELETE FROM credit_autopays WHERE book=:book AND account_no=:account_no")
_AUTOPAY = sql(
    "SELECT kind, from_account FROM credit_autopays WHERE book=:book AND account_no=:account_no"
)
_DUE = sql(
    "SELECT a.account_no FROM credit_statements s JOIN credit_autopays a ON a.book=s.book"
    " AND a.account_no=s.account_no WHERE s.book=:book AND s.due_day=:due_day"
    " AND a.account_no>:after ORDER BY a.account_no LIMIT CAST(:room AS INTEGER)"
)


class AutopayKind(StrEnum):
    FULL = "full"
    MINIMUM = "minimum"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Owed:
    """What may be repaid now, in fen: the latest bill's rest, its minimum's rest, everything."""

    bill_fen: int
    minimum_fen: int
    all_fen: int
    due_day: str
    """Of the latest bill; empty when there is none yet."""


def owed(reader: Reader, book: str, account_no: str) -> Owed:
    account = find_account(reader, book, account_no)
    everything = max(-account.balance_fen, 0)
    bill = latest(reader, book, account_no)
    if bill is None:
        return Owed(0, 0, everything, "")
    month, *_, due_day, amount, minimum, _ = bill
    left = load_sheet(reader, book, account_no, rates_of(reader, book)).left_up_to(month)
    paid = max(amount - left, 0)
    return Owed(max(left, 0), max(minimum - paid, 0), everything, due_day)


def repay(
    office: Office, key: str, customer_no: str, account_no: str, from_account: str, amount: Money,
    at: datetime,
) -> Posted:  # fmt: skip
    """From an own debit account. Raises NotAllowed (`frozen`, `funds`), NotFound for another's."""
    check_amount(amount)
    account = access_account(office.reader, office.book, account_no, customer_no)
    batch = Batch(office.reader, office.book)
    batch.load([key], [from_account])
    check_payer(batch.account(from_account), customer_no)
    Parties(office.reader, office.book, [customer_no], shanghai_day(at)).get(
        customer_no
    ).judge_standing()
    posted = post(
        office.tx, office.book,
        Posting(
            key=key, kind=REPAYMENT, at=at, currency=amount.currency, memo="信用卡还款",
            legs=(
                Leg(from_account, -amount.fen, other="信用卡还款"),
                Leg(account.no, amount.fen, other="借记卡还款"),
            ),
        ),
        office.rng, quiet=office.quiet,
    )  # fmt: skip
    set_line(office.tx, office.book, account.no, shanghai_day(at))
    return posted


def sign_autopay(
    office: Office, customer_no: str, account_no: str, from_account: str, kind: AutopayKind
) -> None:
    """Sign, change or (NONE) end the agreement. Raises NotFound for another's account."""
    access_account(office.reader, office.book, account_no, customer_no)
    if kind is AutopayKind.NONE:
        office.tx.run(_DROP_AUTOPAY, book=office.book, account_no=account_no)
        return
    batch = Batch(office.reader, office.book)
    batch.load([account_no], [from_account])
    payer = batch.account(from_account)
    check_payer(payer, customer_no)
    if payer.kind != CURRENT:
        raise BadInput("from_account", "自动还款须从本行借记卡扣款")
    office.tx.run(
        _PUT_AUTOPAY, book=office.book, account_no=account_no, customer_no=customer_no,
        from_account=from_account, kind=kind, since=office.today.isoformat(),
    )  # fmt: skip


def autopay_of(reader: Reader, book: str, account_no: str) -> tuple[AutopayKind, str]:
    """(kind, debit account); (NONE, "") without an agreement."""
    row = reader.one(_AUTOPAY, book=book, account_no=account_no)
    return (AutopayKind.NONE, "") if row is None else (AutopayKind(row[0]), row[1])


def autopays_due(office: Office, due_day: date, after: str, room: int) -> Sequence[str]:
    rows = office.reader.all(
        _DUE, book=office.book, due_day=due_day.isoformat(), after=after, room=room
    )
    return [no for (no,) in rows]


def autopay(office: Office, account_no: str, due_day: date) -> int:
    """Pay the bill due on this day, as its first deed; 1 if money moved. A failure is told."""
    kind, from_account = autopay_of(office.reader, office.book, account_no)
    now = owed(office.reader, office.book, account_no)
    fen = now.bill_fen if kind is AutopayKind.FULL else now.minimum_fen
    if kind is AutopayKind.NONE or fen <= 0:
        return 0
    customer_no = find_account(office.reader, office.book, account_no).customer_no
    key = f"autopay:{account_no}:{due_day}"
    try:
        repay(office, key, customer_no, account_no, from_account, Money(fen),
              shanghai_midnight(due_day))  # fmt: skip
    except NotAllowed as refusal:
        _tell(office, customer_no, account_no, fen, refusal.heard, key)
        return 0
    return 1


def _tell(office: Office, customer_no: str, account_no: str, fen: int, why: str, key: str) -> None:
    facts = (("应扣金额", f"{Money(fen)}元"), ("原因", why))
    event = CustomerEvent(
        office.book, customer_no, "cc_autopay_failed", "自动还款未成功", facts, office.now, key,
        account_no=account_no, path="/p/f/cc_repay",
    )  # fmt: skip
    office.tell(event)
