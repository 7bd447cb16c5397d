"""Every morning: whose credit-card bill is due in seven days, in three, or today.

The books are asked through their port, card by card of those bound, so this works on any core.
A reminder is queued once for a bill and a day; whether it is still owed is asked again before it
is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from weiyin.bank.core import CardKind, Core, Statement
from weiyin.base.clock import SHANGHAI, Clock, shanghai_day, to_us
from weiyin.base.errors import NotFound
from weiyin.people.who import Binding, access_bound
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.store import Store

TOPIC = "payment_due"
_DAYS_BEFORE = frozenset({7, 3, 0})
_FROM_HOUR, _PAGE = 9, 500


@dataclass(slots=True)
class Reminders:
    """A chore of the courier: does its day's work once, and again if a core could not be asked."""

    store: Store
    clock: Clock
    cores: Mapping[str, Core]
    oas_of_book: Callable[[str], Iterable[str]]
    _done: date | None = field(default=None)

    def __call__(self) -> int:
        """How many reminders were queued."""
        now = self.clock.now()
        today = shanghai_day(now)
        if self._done == today or now.astimezone(SHANGHAI).hour < _FROM_HOUR:
            return 0
        queued = sum(
            self._of_account(book, oa, today)
            for book in self.cores
            for oa in self.oas_of_book(book)
        )
        self._done = today
        return queued

    def _of_account(self, book: str, oa: str, today: date) -> int:
        queued, after = 0, ""
        while page := self._page(oa, after):
            queued += sum(self._remind(book, card, today) for card in page)
            after = page[-1].binding_id
        return queued

    def _page(self, oa: str, after: str) -> tuple[Binding, ...]:
        return self.store.read(lambda r: access_bound(r, oa, CardKind.CREDIT, after, _PAGE))

    def _remind(self, book: str, card: Binding, today: date) -> int:
        bill = self._latest_bill(book, card)
        if bill is None or bill.paid >= bill.amount:
            return 0
        days = (bill.due_day - today).days
        if days not in _DAYS_BEFORE:
            return 0
        fact = self._fact(book, card, bill, days)
        key = f"{book}:due:{card.account_no}:{bill.month}:{days}"
        return self.store.run(
            lambda tx: outbox.put(
                tx,
                oa="",
                topic=TOPIC,
                key=key,
                payload=fact,
                due=self.clock.now(),
                lane=Lane.REMINDER,
            )
        )

    def _latest_bill(self, book: str, card: Binding) -> Statement | None:
        core = self.cores[book]
        try:
            return self.store.read(lambda r: core.books(r).statement(card.card_id))
        except NotFound:
            return None

    def _fact(self, book: str, card: Binding, bill: Statement, days: int) -> dict[str, object]:
        return {
            "book": book,
            "customer_no": card.customer_no,
            "account_no": card.account_no,
            "card_id": card.card_id,
            "month": bill.month,
            "due_day": bill.due_day.isoformat(),
            "days": days,
            "left_fen": (bill.amount - bill.paid).fen,
            "minimum_fen": bill.minimum.fen,
            "currency": bill.amount.currency,
            "at_us": to_us(self.clock.now()),
        }
