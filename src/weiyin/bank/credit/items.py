"""What is owed on a credit card, item by item: a fold over the account's ledger lines, no SQL.

Each spend, fee and interest is an item; money in settles items, oldest bill first and within a
bill fees and interest before instalments before cash before spending; what is beyond all of them is
`spare`. So at every moment   sum(item.left) − spare = what is owed = −balance.

Interest runs by day from the posting day to the day of payment, on every item that may bear it
(全额计息): `accrued` grows silently until the due day shows whether the bill was paid in full.
Then it is dropped, or the items `bear` and it is charged with the next bill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PPM = 1_000_000

Rates = Callable[[date, date], list[tuple[int, int]]]
"""(first, until) → (days, daily rate in millionths) for each span of one rate."""


class Kind(StrEnum):
    SPEND = "spend"
    CASH = "cash"
    INSTALMENT = "instalment"
    """The part of a plan that fell due with a bill."""
    FEE = "fee"
    INTEREST = "interest"


_RANK = {Kind.FEE: 0, Kind.INTEREST: 1, Kind.INSTALMENT: 2, Kind.CASH: 3, Kind.SPEND: 4}
_OF_ENTRY = {
    "cash_advance": Kind.CASH,
    "instalment_due": Kind.INSTALMENT,
    "interest": Kind.INTEREST,
    "late_fee": Kind.FEE,
    "cash_fee": Kind.FEE,
    "instalment_fee": Kind.FEE,
    "settle_fee": Kind.FEE,
    "annual_fee": Kind.FEE,
    "reissue_fee": Kind.FEE,
}
_UNBILLED = "9999"


def kind_of(entry_kind: str) -> Kind:
    """Whatever is no charge of ours is spending."""
    return _OF_ENTRY.get(entry_kind, Kind.SPEND)


@dataclass(frozen=True, slots=True)
class Line:
    """A ledger line as the fold sees it. `about`: the entry that it answers; `month`: its bill."""

    seq: int
    entry_no: str
    kind: str
    day: date
    amount_fen: int
    about: str = ""
    month: str = ""


@dataclass(slots=True)
class Item:
    """One debt. `accrued` is interest so far in millionths of a fen, up to before `upto`."""

    seq: int
    entry_no: str
    kind: Kind
    day: date
    month: str
    """The bill it stands in, or will; empty: not billed yet."""
    amount_fen: int
    left_fen: int
    bears: bool
    accrued: int
    upto: date

    @property
    def may_bear(self) -> bool:
        """Fees and interest never bear interest themselves."""
        return self.kind not in {Kind.FEE, Kind.INTEREST}

    @property
    def is_over(self) -> bool:
        return not self.left_fen and not self.accrued

    def accrue(self, until: date, rates: Rates) -> None:
        """Count the days up to before `until` at what is left now."""
        if self.may_bear and self.left_fen and until > self.upto:
            for days, ppm in rates(self.upto, until):
                self.accrued += self.left_fen * days * ppm
        self.upto = max(self.upto, until)


@dataclass(slots=True)
class Sheet:
    """All items of one account that are not over, in the order of their lines."""

    items: list[Item] = field(default_factory=list)
    spare_fen: int = 0
    """Paid beyond everything owed."""
    seen_seq: int = 0

    @property
    def owed_fen(self) -> int:
        """Negative when overpaid; always minus the ledger's balance at `seen_seq`."""
        return sum(item.left_fen for item in self.items) - self.spare_fen

    def left_up_to(self, month: str) -> int:
        """What is still unpaid of the bills up to this one."""
        return sum(item.left_fen for item in self.billed(month))

    def billed(self, month: str) -> Iterator[Item]:
        return (item for item in self.items if item.month and item.month <= month)

    def take(self, line: Line, rates: Rates) -> None:
        """The next line of the account."""
        assert line.seq > self.seen_seq, f"line {line.seq} was taken before"
        self.seen_seq = line.seq
        if line.amount_fen < 0:
            self.owe(line)
        elif line.amount_fen > 0:
            self._pay(line, rates)

    def owe(self, line: Line) -> None:
        """A debt more; what was overpaid covers it at once."""
        kind, owed = kind_of(line.kind), -line.amount_fen
        covered = min(self.spare_fen, owed)
        self.spare_fen -= covered
        item = Item(
            line.seq, line.entry_no, kind, line.day, line.month, owed, owed - covered,
            kind is Kind.CASH, 0, line.day,
        )  # fmt: skip
        if not item.is_over:
            self.items.append(item)

    def interest(self, until: date, rates: Rates) -> int:
        """Whole fen of interest due on what bears it, up to before `until`; taken off the items."""
        total = 0
        for item in self.items:
            if item.bears:
                item.accrue(until, rates)
                total += item.accrued
                item.accrued = 0
        self._tidy()
        return (2 * total + PPM) // (2 * PPM)

    def bill(self, month: str) -> None:
        """Everything not billed yet goes into this bill; what was paid before is out of it."""
        for item in self.items:
            item.month = item.month or month
            if not item.left_fen and not item.bears:
                item.accrued = 0
        self._tidy()

    def judge(self, month: str, day: date, tolerance_fen: int, rates: Rates) -> bool:
        """At the end of the due day: whether the bills up to `month` are paid in full.

        If so their silent interest is forgotten; if not they bear it from their posting days on.
        """
        in_full = self.left_up_to(month) <= tolerance_fen
        for item in self.billed(month):
            if in_full and not item.bears:
                item.accrue(day, rates)
                item.accrued = 0
            elif not in_full and item.may_bear:
                item.bears = True
        self._tidy()
        return in_full

    def _pay(self, line: Line, rates: Rates) -> None:
        money = line.amount_fen
        meant = line.about
        for item in sorted(
            self.items,
            key=lambda one: (
                one.entry_no != meant,
                one.month or _UNBILLED,
                _RANK[one.kind],
                one.seq,
            ),
        ):
            if not money:
                break
            paid = min(item.left_fen, money)
            if paid:
                item.accrue(line.day, rates)
                item.left_fen -= paid
                money -= paid
        self.spare_fen += money
        self._tidy()

    def _tidy(self) -> None:
        self.items = [item for item in self.items if not item.is_over]
