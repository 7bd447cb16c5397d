"""The bank's other process during a day: its books change, and a courier tells of it.

python -m weiyin.bench.day.worker FOLDER

A number on standard input is so many account changes to post; `posted` answers when they are
durable. The end of the input ends the process, whose courier then leaves.
"""

from __future__ import annotations

import sys
import threading
from datetime import datetime
from pathlib import Path

from weiyin import logs
from weiyin.app import App, compose
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING
from weiyin.bank.officer import Movement, Officer
from weiyin.base.ids import opaque_token
from weiyin.base.money import Money
from weiyin.bench.day.clock import day_clock
from weiyin.demo.dice import Dice
from weiyin.demo.people import make_customers
from weiyin.demo_home import SEED, Home, plugs_of, settings_of
from weiyin.storage.store import Tx

_UNIT = 50
_CHANGES = (("card", "便利店"), ("card", "地铁"), ("transfer", "转账"), ("deposit", "工资"))


class Books:
    """Posts account changes of the demo bank's customers, each told to its owner."""

    def __init__(self, app: App) -> None:
        core = app.cores[app.settings.accounts[app.default_oa].book]
        assert isinstance(core, EmbeddedCore)
        self._app, self._officer = app, Officer(core)
        self._accounts = [one.account_no(one.debit) for one in make_customers(SEED)]
        self._dice, self._run, self._posted = Dice(SEED, "day"), opaque_token(), 0

    def post(self, count: int) -> None:
        """`count` entries, fifty a unit."""
        left = count
        while left:
            unit = min(left, _UNIT)
            movements = [self._movement(self._app.clock.now()) for _ in range(unit)]
            self._app.store.run(lambda tx, m=movements: self._book(tx, m))  # type: ignore[misc]
            left -= unit

    def _book(self, tx: Tx, movements: list[Movement]) -> None:
        self._officer.book(tx, movements, quiet=False)

    def _movement(self, at: datetime) -> Movement:
        self._posted += 1
        kind, memo = self._dice.pick(_CHANGES)
        account = self._dice.pick(self._accounts)
        ends = (CLEARING, account) if kind == "deposit" else (account, CLEARING)
        amount = Money(self._dice.between(1, 50))
        return Movement(f"day-{self._run}-{self._posted}", kind, at, *ends, amount, memo)


def main() -> None:
    home = Home(Path(sys.argv[1]), int(sys.argv[2]))
    settings = settings_of(home)
    logs.configure(settings.log_level)
    app = compose(settings, plugs_of(home, day_clock(home.folder)))
    stop = threading.Event()
    courier = threading.Thread(target=app.courier.run, args=(stop,), name="courier")
    courier.start()
    try:
        books = Books(app)
        for line in sys.stdin:
            books.post(int(line))
            print("posted", flush=True)  # noqa: T201 - the answer to the line
    finally:
        stop.set()
        courier.join()
        app.close()


if __name__ == "__main__":
    main()
