"""Credit accounts: how one stands, what is not billed yet, repaying it, its limits and its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from weiyin.bank import tariffs
from weiyin.bank.core import EntryLine, Receipt
from weiyin.bank.credit import limits, pulling, repay
from weiyin.bank.credit.bills import months, unbilled
from weiyin.bank.credit.charges import month_after
from weiyin.bank.credit.limits import Limits
from weiyin.bank.credit.repay import AutopayKind
from weiyin.bank.credit.terms import CreditAccount, access_account, set_bill_day
from weiyin.bank.receipts import receipt_of
from weiyin.bank.service import Service, look, order
from weiyin.base.clock import from_us
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql

_HELD = sql(
    "SELECT hold_no, amount_fen, currency, other, memo FROM ledger_holds WHERE book=:book"
    " AND from_account=:account_no AND state='open' ORDER BY hold_no DESC LIMIT 100"
)
_HELD_AT = sql("SELECT at_us FROM ledger_entries WHERE book=:book AND entry_no=:entry_no")


@dataclass(frozen=True, slots=True)
class Owed:
    """What may be repaid now. `due_day` is None before the first bill."""

    bill: Money
    """What is left of the latest bill."""
    minimum: Money
    everything: Money
    """Unbilled spending too."""
    due_day: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """An authorisation that the shop has not settled yet."""

    at: datetime
    amount: Money
    shop: str


@dataclass(frozen=True, slots=True)
class Unbilled:
    lines: tuple[EntryLine, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Autopay:
    """`kind` is NONE without an agreement."""

    kind: AutopayKind
    from_account: str


@dataclass(frozen=True, slots=True)
class BillDay:
    """`next_change`: the first day on which it may be changed (again)."""

    day: int
    due_days: int
    next_change: date


class CreditAccounts(Service):
    """`customer_no` is who asks: an account that is not theirs is not found."""

    name = "credit-accounts"

    @look
    def limits(self, customer_no: str, account_no: str) -> Limits:
        return limits.limits_of(self.office, self._account(customer_no, account_no))

    @look
    def owed(self, customer_no: str, account_no: str) -> Owed:
        self._account(customer_no, account_no)
        now = repay.owed(self.office.reader, self.office.book, account_no)
        due = date.fromisoformat(now.due_day) if now.due_day else None
        return Owed(Money(now.bill_fen), Money(now.minimum_fen), Money(now.all_fen), due)

    @look
    def unbilled(self, customer_no: str, account_no: str) -> Unbilled:
        self._account(customer_no, account_no)
        reader, book = self.office.reader, self.office.book
        held = []
        for hold_no, fen, currency, other, memo in reader.all(
            _HELD, book=book, account_no=account_no
        ):
            row = reader.one(_HELD_AT, book=book, entry_no=hold_no)
            assert row is not None, f"hold {hold_no} has no entry"
            held.append(Held(from_us(row[0]), Money(fen, currency), other or memo))
        return Unbilled(unbilled(reader, book, account_no), tuple(held))

    @look
    def months(self, customer_no: str, account_no: str) -> tuple[tuple[str, Money], ...]:
        """(month, amount) of the last twelve bills, newest first."""
        self._account(customer_no, account_no)
        known = months(self.office.reader, self.office.book, account_no, 12)
        return tuple((month, Money(fen)) for month, fen in known)

    @look
    def autopay(self, customer_no: str, account_no: str) -> Autopay:
        self._account(customer_no, account_no)
        return Autopay(*repay.autopay_of(self.office.reader, self.office.book, account_no))

    @look
    def bill_day(self, customer_no: str, account_no: str) -> BillDay:
        account = self._account(customer_no, account_no)
        return BillDay(account.bill_day, account.due_days, self._next_change(account))

    @look
    def judge_temporary(self, customer_no: str, account_no: str, amount: Money) -> date:
        """The last day of the limit that would be granted. Raises NotAllowed."""
        account = self._account(customer_no, account_no)
        return limits.judge_temporary(self.office, account, amount)

    @order
    def repay(
        self, key: str, customer_no: str, account_no: str, from_account: str, amount: Money
    ) -> Receipt:
        posted = repay.repay(
            self.office, key, customer_no, account_no, from_account, amount, self.office.now
        )
        return receipt_of(posted)

    @look
    def source_bank(self, number: str, bank: str) -> str:
        """The printed name of another bank. Raises BadInput when it is not known."""
        return pulling.source_bank(number, bank)[1]

    @order
    def repay_from_elsewhere(
        self, key: str, customer_no: str, account_no: str, bank: str, number: str, amount: Money
    ) -> str:
        """The number under which the payment may be followed; it is on its way, not there."""
        return pulling.repay_from_elsewhere(
            self.office, key, customer_no, account_no, bank, number, amount
        )

    @order
    def sign_autopay(
        self, key: str, customer_no: str, account_no: str, from_account: str, kind: AutopayKind
    ) -> Autopay:
        assert key, "an order has a key"
        repay.sign_autopay(self.office, customer_no, account_no, from_account, kind)
        return self.autopay(customer_no, account_no)

    @order
    def temporary_limit(self, key: str, customer_no: str, account_no: str, amount: Money) -> Limits:
        """Raises NotAllowed (`overdue`, `limit`)."""
        assert key, "an order has a key"
        account = self._account(customer_no, account_no)
        limits.grant_temporary(self.office, account, amount)
        return self.limits(customer_no, account_no)

    @order
    def change_bill_day(self, key: str, customer_no: str, account_no: str, day: int) -> BillDay:
        """Raises NotAllowed("bill_day") too soon after the last change."""
        assert key, "an order has a key"
        account = self._account(customer_no, account_no)
        if not 1 <= day <= 28:
            raise BadInput("day", "账单日可选每月1日至28日")
        if self._next_change(account) > self.office.today:
            raise NotAllowed(
                "bill_day", f"账单日修改间隔未满，{self._next_change(account)} 后可再次修改"
            )
        set_bill_day(self.office.tx, self.office.book, account_no, day, self.office.today)
        return self.bill_day(customer_no, account_no)

    def _account(self, customer_no: str, account_no: str) -> CreditAccount:
        return access_account(self.office.reader, self.office.book, account_no, customer_no)

    def _next_change(self, account: CreditAccount) -> date:
        if not account.bill_changed:
            return self.office.today
        last, month = date.fromisoformat(account.bill_changed), account.bill_changed[:7]
        name = "credit.bill_date_months"
        for _ in range(tariffs.at(self.office.reader, self.office.book, name, last)):
            month = month_after(month)
        return date.fromisoformat(f"{month}-{min(last.day, 28):02d}")
