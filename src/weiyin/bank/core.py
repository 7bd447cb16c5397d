"""The port to a bank's books. Everything right of here speaks these words, whoever keeps them.

A `Core` hands out `Books`: one customer-facing view of one bank's books. The embedded ledger
(`embedded.EmbeddedCore`) works inside the caller's unit of work; the `remote.RemoteCore`
is a promise over a wire, so its answers to orders may be "unknown" and are looked up by key.

Amounts are `Money`; moments are aware datetimes in UTC; days are Shanghai days. No method ever
returns a full card number, phone (but for `reserved_phone`) or identity number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from weiyin.base.money import Money
from weiyin.storage.store import Reader

if TYPE_CHECKING:
    from weiyin.bank.service import Service

S = TypeVar("S", bound="Service")


class CardKind(StrEnum):
    DEBIT = "debit"
    CREDIT = "credit"


class CardStatus(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    LOST = "lost"
    CLOSED = "closed"


class ReceiptStatus(StrEnum):
    POSTED = "posted"
    PENDING = "pending"
    """Held: money is set aside, the outcome comes later."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


class StatementStatus(StrEnum):
    OPEN = "open"
    """Still to be paid, the due day not passed."""
    SETTLED = "settled"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Card:
    """A plastic key to an account; never the full number."""

    card_id: str
    kind: CardKind
    tail: str
    product: str
    account_no: str
    customer_no: str
    status: CardStatus


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """`name` is in clear: whoever shows it masks it."""

    customer_no: str
    name: str
    status: str
    """`active`, `frozen` or `closed`."""
    born: date | None = None
    """By their identity number; None where it does not tell."""


@dataclass(frozen=True, slots=True)
class Balance:
    """`available` = what may be spent now; `held` is set aside and still part of `posted`.

    On a credit account `posted` is what is owed (as a negative amount) or overpaid, and
    `available` is what is left of the credit line.
    """

    account_no: str
    posted: Money
    available: Money
    held: Money


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One movement on one account, as its owner sees it: money in is positive."""

    entry_no: str
    at: datetime
    kind: str
    amount: Money
    balance: Money
    other: str
    """The counterparty, masked."""
    memo: str


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the movements of a span: how many, and the sums in and out (both positive)."""

    count: int
    money_in: Money
    money_out: Money


@dataclass(frozen=True, slots=True)
class Payee:
    account_no: str
    name_masked: str
    bank: str


@dataclass(frozen=True, slots=True)
class PayeeEntry:
    """A line of a customer's own payee book: the name is the one they typed, in clear.

    `account_no` is one of this bank's; of somebody at another `bank` (a code) it is the line's own
    number, which stands for theirs wherever money is sent.
    """

    nickname: str
    name: str
    account_no: str
    tail: str
    bank: str = ""
    added: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an order. The same order under the same key gets the same receipt."""

    entry_no: str
    at: datetime
    amount: Money
    balance: Money | None
    """Of the payer after the movement; None when nothing was posted or it is not known."""
    status: ReceiptStatus
    note: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A credit card's bill of one month. `amount` was owed on the bill day, `paid` since then."""

    card_id: str
    month: str
    """`2026-07`: the month in which the bill was made."""
    bill_day: date
    due_day: date
    amount: Money
    minimum: Money
    paid: Money
    status: StatementStatus
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True)
class WealthProduct:
    code: str
    name: str
    risk: str
    """R1 (lowest) … R5."""
    term_days: int
    """0: open, redeemable any day."""
    benchmark: str
    """The performance benchmark as printed; not a promise."""
    start: Money
    window: str
    """When it can be bought, as printed."""


@dataclass(frozen=True, slots=True)
class DepositRate:
    name: str
    term_months: int
    """0: current account."""
    annual_bp: int
    """Hundredths of a percent a year."""
    since: date


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """`key` is made by the client before the first try and kept for every further one."""

    key: str
    customer_no: str
    from_account: str
    to_account: str
    to_name: str
    amount: Money
    memo: str = ""


@dataclass(frozen=True, slots=True)
class TopupOrder:
    key: str
    customer_no: str
    from_account: str
    phone: str
    amount: Money
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """Set `amount` aside for `to_account` (a settlement account of the bank) until `expires`."""

    key: str
    customer_no: str
    from_account: str
    to_account: str
    amount: Money
    memo: str = ""
    expires: datetime | None = None


class Books(Protocol):
    """One bank's books. Unknown objects raise `NotFound`; orders raise the errors of base/errors.

    Orders (`transfer`, `topup`, `hold`, `post_hold`, `void_hold`) are idempotent by key: the same
    question gets the stored answer, another question under the same key raises `Conflict`.
    """

    def identify_debit(self, card_number: str, name: str, id_number: str, phone: str) -> Card:
        """The active debit card all four facts belong to; one `NotFound` for any mismatch."""
        ...

    def identify_credit(self, id_number: str, phone: str) -> tuple[Card, ...]:
        """The active credit cards of the person with both facts; `NotFound` when none."""
        ...

    def reserved_phone(self, customer_no: str) -> str:
        """In clear, for sending codes and nothing else."""
        ...

    def customer(self, customer_no: str) -> CustomerFacts: ...

    def standing(self, customer_no: str) -> str:
        """As `CustomerFacts.status`: asked before anything is told to a customer."""
        ...

    def cards(self, customer_no: str) -> tuple[Card, ...]: ...

    def card(self, card_id: str) -> Card: ...

    def balance(self, account_no: str) -> Balance: ...

    def entries(
        self,
        account_no: str,
        since: datetime | None,
        until: datetime | None,
        limit: int,
        before: str | None = None,
    ) -> list[EntryLine]:
        """Newest first; `since` ≤ at < `until`; `before` an entry number to page on from."""
        ...

    def totals(self, account_no: str, since: datetime | None, until: datetime | None) -> Totals:
        """Of everything that `entries` would list with no limit."""
        ...

    def find_payee(self, number: str, name: str) -> Payee:
        """The account behind a card or account number of this bank, if `name` is its owner's."""
        ...

    def payees(self, customer_no: str) -> tuple[PayeeEntry, ...]: ...

    def transfer(self, order: TransferOrder) -> Receipt:
        """Raises `NotAllowed` with rule `self`, `funds`, `daily_limit`, `frozen` or `closed`."""
        ...

    def topup(self, order: TopupOrder) -> Receipt:
        """Holds the amount and asks the carrier later: the receipt is `pending`."""
        ...

    def order_status(self, key: str) -> Receipt | None:
        """The latest receipt of an order, None when no such order was ever accepted."""
        ...

    def knows(self, key: str) -> bool:
        """Whether any order was ever accepted under `key`, by these books or by a service."""
        ...

    def service(self, kind: type[S]) -> S:
        """A further part of the port: see `service.Service`."""
        ...

    def hold(self, order: HoldOrder) -> Receipt: ...

    def post_hold(self, key: str, hold_no: str, amount: Money | None = None) -> Receipt:
        """Pay out a hold: whole, or `amount` of it and let the rest go. Once."""
        ...

    def void_hold(self, key: str, hold_no: str) -> Receipt: ...

    def statement(self, card_id: str, month: str | None = None) -> Statement:
        """Of `month` (`2026-07`), or the latest."""
        ...

    def wealth_products(self) -> tuple[WealthProduct, ...]: ...

    def deposit_rates(self) -> tuple[DepositRate, ...]: ...


class Core(Protocol):
    """`atomic`: `books(tx)` writes inside the caller's unit of work. A remote core ignores `tx`."""

    @property
    def atomic(self) -> bool: ...

    def books(self, tx: Reader) -> Books: ...
