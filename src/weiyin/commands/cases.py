"""`weiyin cases`: the credit card's cases that wait for a person of the bank, and the decision.

Whoever reads or decides is on record by their name on this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from typing import TypeVar

from weiyin.app import App, compose
from weiyin.bank.core import Core
from weiyin.bank.credit.cases import KIND_NAMES
from weiyin.bank.services.credit_decisions import CreditDecisions
from weiyin.base.clock import SystemClock
from weiyin.base.errors import Misconfigured
from weiyin.base.money import Money
from weiyin.commands.show import as_json, as_table, console
from weiyin.settings import load_settings
from weiyin.storage import audit

T = TypeVar("T")

_MOST = 200


def show_all(book: str, *, json: bool) -> None:
    """What waits for a decision, oldest first."""
    with _desk(book) as desk:
        waiting = desk.look(lambda service: service.waiting(_MOST))
    if json:
        as_json(waiting)
        return
    rows = [
        (one.case_no, KIND_NAMES[one.kind], one.customer_no, one.amount, one.stage)
        for one in waiting
    ]
    as_table("cases", ("case", "kind", "customer", "amount", "stage"), rows)


def show(case_no: str, book: str, *, json: bool) -> None:
    """What the customer wrote."""
    with _desk(book) as desk:
        written = desk.look(lambda service: service.written(case_no))
        desk.record("case_read", case_no, "shown")
    if json:
        as_json(written)
    else:
        as_table(case_no, ("about", "written"), tuple(written.items()))


def decide(case_no: str, book: str, amount: str, *, approve: bool, json: bool) -> None:
    """Decide, and carry out what is approved."""
    granted = Money.parse(amount) if amount else None
    with _desk(book) as desk:
        done = desk.order(lambda one: one.decide(f"case:{case_no}", case_no, approve, granted))
        desk.record("case_decided", case_no, f"{done.stage} {granted or ''}".strip())
    if json:
        as_json(done)
    else:
        console.print(f"{case_no}: {done.stage}", highlight=False)


@dataclass(frozen=True, slots=True)
class _Desk:
    app: App
    book: str
    core: Core

    def look(self, work: Callable[[CreditDecisions], T]) -> T:
        return self.app.store.read(lambda r: work(self.core.books(r).service(CreditDecisions)))

    def order(self, work: Callable[[CreditDecisions], T]) -> T:
        """In a unit of work where the books are ours; over the wire where they are not."""
        if not self.core.atomic:
            return self.look(work)
        return self.app.store.run(lambda tx: work(self.core.books(tx).service(CreditDecisions)))

    def record(self, what: str, case_no: str, outcome: str) -> None:
        who, whom, now = f"staff:{getuser()}", f"{self.book}/{case_no}", SystemClock().now()
        self.app.store.run(
            lambda tx: audit.record(
                tx, oa="", who=who, what=what, whom=whom, why="weiyin cases", outcome=outcome,
                at=now,
            )
        )  # fmt: skip


@contextmanager
def _desk(book: str) -> Iterator[_Desk]:
    app = compose(load_settings())
    try:
        name = book or next(iter(app.cores))
        if name not in app.cores:
            raise Misconfigured("--book", f"no books are called {name}")
        yield _Desk(app, name, app.cores[name])
    finally:
        app.close()
