"""What the closes pay by themselves: dividends, maturities, renewals, interest of bonds.

One night on which all of them fall together, worked by hand, and cut off at every write.

- Dividend. 10,000.00 at a net value of 1.2190 less 1.5 %: 8,082.21 units (the outside method of
  证监基金字〔2007〕10号, as in test_arithmetic); 0.0500 each: 404.1105, paid 404.11.
- Maturity. 20,000 units issued at 1.0000, at 1.0260 on the last day: 20,520.00.
- Deposits. 10,000.00 at 0.95 % for a year: 95.00 (银发〔2005〕129号: years at the yearly rate). One
  is paid out; the other is renewed with its interest, 10,095.00, at the rate of that day, 0.90 %,
  which will bring 90.855: 90.86.
- Bonds. 10,000.00 at 1.63 %: 163.00 a year (电子式); 5,000.00 at 1.70 % for a year with the
  principal: 5,085.00 (凭证式; as the issues' announcements by 财政部 say).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from tests.bank.cutting import close_cut_everywhere
from tests.bank.town import plain_sealer
from tests.house.bank import BOOK, WANG, stock
from tests.house.wealth import publish_navs
from weiyin.bank.account.term_deposits import NewDeposit, deposits_of, put_away
from weiyin.bank.close.machine import close_in
from weiyin.bank.core import DepositRate, WealthProduct
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CASH
from weiyin.bank.officer import Movement, Officer
from weiyin.bank.verify import verify
from weiyin.bank.wealth import bond_ends, bonds, orders, suitability
from weiyin.bank.wealth.bonds import BondKind, Issue
from weiyin.bank.wealth.maturing import declare_dividend
from weiyin.bank.wealth.navs import Nav, publish
from weiyin.bank.wealth.shelf import Kind, Terms, put_terms
from weiyin.base.clock import SHANGHAI, ManualClock, shanghai_midnight
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx, open_store

_FIRST, _LAST = date(2026, 7, 20), date(2027, 7, 20)
_MORNING = _LAST + timedelta(days=1)
_PAID = sql(
    "SELECT e.key, l.amount_fen FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book"
    " AND e.entry_no=l.entry_no WHERE l.account_no=:no AND e.at_us>=:since_us ORDER BY e.key"
)
_STATE = tuple(
    sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3")
    for name in ("term_deposits", "bonds", "wealth_holdings", "wealth_lots")
)
_ENTRIES = sql("SELECT key, kind, at_us FROM ledger_entries ORDER BY key")
_NONE = Money(0)
_ISSUES = (
    Issue(
        "Y1", "电子式国债", BondKind.YEARLY, 36, 163, _FIRST, date(2026, 7, 31), date(2026, 7, 21),
        Money(90_000_00), _NONE, Money(90_000_00),
    ),
    Issue(
        "W1", "凭证式国债", BondKind.WHOLE, 12, 170, _FIRST, date(2026, 7, 31), date(2026, 7, 21),
        Money(90_000_00), _NONE, Money(90_000_00),
    ),
)  # fmt: skip
_CLOSED = WealthProduct("W9", "封闭一年", "R2", 363, "2.60%", Money(1_00), "募集期内")
_TERMS = Terms(
    Kind.WEALTH, "示范理财", "封闭式。", date(2026, 7, 13), date(2026, 7, 21), date(2026, 7, 22),
    _LAST,
)  # fmt: skip


class Stage:
    """The small bank on a file of its own, on the morning of 20 July 2026."""

    def __init__(self, path: Path, template: Path) -> None:
        copyfile(template, path)
        self.clock = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
        self.core = EmbeddedCore(BOOK, self.clock, plain_sealer())
        self.store = open_store(f"sqlite:///{path}")
        self.store.run(self._stock)

    def _stock(self, tx: Tx) -> None:
        now, officer = self.clock.now(), Officer(self.core)
        stock(tx, self.core, now)
        brought = Movement("brought", "deposit", now, CASH, WANG.account, Money(100_000_00), "存入")
        officer.book(tx, [brought])
        officer.list_products(tx, (_CLOSED,))
        put_terms(tx, BOOK, _CLOSED.code, _TERMS, now)
        office = self.core.office(tx, quiet=True)
        for issue in _ISSUES:
            bonds.issue(tx, office, issue)
        suitability.put_grade(office, WANG.customer_no, (4, 2, 3, 2, 3, 2, 2, 2, 2, 2))

    def buy(self, tx: Tx) -> None:
        office = self.core.office(tx, quiet=True)
        orders.buy(office, WANG.customer_no, WANG.account, "F1", Money(10_000_00))
        orders.buy(office, WANG.customer_no, WANG.account, "W9", Money(20_000_00))
        bonds.buy(office, WANG.customer_no, WANG.account, "Y1", Money(10_000_00))
        bonds.buy(office, WANG.customer_no, WANG.account, "W1", Money(5_000_00))

    def put_away(self, tx: Tx) -> None:
        for number, renews in enumerate((False, True)):
            new = NewDeposit(
                f"d{number}", f"8300{number}", WANG.customer_no, WANG.account, "整存整取一年",
                Money(10_000_00), 12, 95, renews,
            )  # fmt: skip
            put_away(tx, BOOK, new, self.clock.now(), self.core.rng, quiet=True)

    def close(self, day: date) -> None:
        self.clock.set(shanghai_midnight(day + timedelta(days=1)) + timedelta(hours=9))
        self.store.run(lambda tx: publish_navs(tx, self.core, day, day))
        self.store.run(lambda tx: close_in(tx, self.core, day, quiet=True))


def _a_year_goes_by(path: Path, template: Path) -> None:
    stage = Stage(path, template)
    stage.store.run(stage.buy)
    stage.close(_FIRST)
    stage.store.run(stage.put_away)
    stage.close(_FIRST + timedelta(days=1))
    stage.close(_FIRST + timedelta(days=2))

    def tell(tx: Tx) -> None:
        publish(tx, BOOK, "W9", [Nav(_LAST, 10_260, 10_260)])
        declare_dividend(tx, BOOK, "F1", _LAST, 500)
        Officer(stage.core).set_rates(tx, [DepositRate("整存整取一年", 12, 90, date(2027, 1, 1))])

    stage.store.run(tell)
    stage.store.close()


def _dump(store: Store) -> list[object]:
    since_us = int(shanghai_midnight(_MORNING).timestamp()) * 1_000_000

    def look(reader: object) -> list[object]:
        return [
            reader.all(_PAID, no=WANG.account, since_us=since_us),  # type: ignore[attr-defined]
            deposits_of(reader, BOOK, WANG.customer_no),  # type: ignore[arg-type]
            reader.all(_ENTRIES),  # type: ignore[attr-defined]
            *(reader.all(one) for one in _STATE),  # type: ignore[attr-defined]
            verify(reader, BOOK),  # type: ignore[arg-type]
        ]

    return store.read(look)


def test_a_night_of_payments_is_as_worked_by_hand_wherever_it_is_cut(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    before = tmp_path / "before.db"
    _a_year_goes_by(before, migrated_sqlite)
    clock = ManualClock(shanghai_midnight(_MORNING) + timedelta(hours=9))
    core = EmbeddedCore(BOOK, clock, plain_sealer())
    paid, deposits, *_, broken = close_cut_everywhere(before, core, _LAST, _dump)
    assert broken == []
    assert isinstance(paid, list | tuple)
    amounts = sorted(fen for _, fen in paid)
    assert amounts == [163_00, 404_11, 5_085_00, 10_095_00, 20_520_00]
    assert isinstance(deposits, tuple)
    [renewed] = deposits
    assert (renewed.amount, renewed.annual_bp) == (Money(10_095_00), 90)
    assert (renewed.value_day, renewed.maturity) == (_MORNING, date(2028, 7, 21))
    assert renewed.interest == Money(90_86)


@pytest.mark.parametrize(
    ("code", "day", "interest", "paid"),
    [
        # Under half a year nothing; the fee is a thousandth of 10,000.00 or 5,000.00.
        ("Y1", date(2026, 12, 20), 0, 9_990_00),
        # 243 days less 180: 163.00 × 63 ÷ 365 = 28.134
        ("Y1", date(2027, 3, 21), 28_13, 10_018_13),
        # A year was paid; 62 days less 180 of a year of 366: 163.00 × -118 ÷ 366 = -52.552
        ("Y1", date(2027, 9, 21), -52_55, 9_937_45),
        # In the third year only 90 are withheld: 163.00 × (62 - 90) ÷ 365 = -12.504
        ("Y1", date(2028, 9, 21), -12_50, 9_977_50),
        # Eight months at 0.35 %: 5,000.00 × 0.0035 × 243 ÷ 365 = 11.650
        ("W1", date(2027, 3, 21), 11_65, 5_006_65),
    ],
)
def test_a_bond_redeemed_before_its_time(
    tmp_path: Path, migrated_sqlite: Path, code: str, day: date, interest: int, paid: int
) -> None:
    stage = Stage(tmp_path / "books.db", migrated_sqlite)
    stage.store.run(stage.buy)
    customer = WANG.customer_no

    def at(moment: date) -> None:
        stage.clock.set(shanghai_midnight(moment) + timedelta(hours=10))

    for turn in range(2027, day.year + 1):
        coupon = date(turn, 7, 20)
        if coupon < day:
            stage.close(coupon)
    at(day)

    def redeem(tx: Tx) -> bond_ends.Redemption:
        office = stage.core.office(tx, quiet=True)
        mine = bonds.bonds_of(tx, BOOK, customer)
        bond = next(one for one in mine if one.code == code)
        with pytest.raises(BadInput, match="amount"):
            bond_ends.redeem(office, customer, bond.bond_no, Money(50_00))
        return bond_ends.redeem(office, customer, bond.bond_no, None)

    done = stage.store.run(redeem)
    assert (done.interest, done.paid) == (Money(interest), Money(paid))
    assert stage.store.read(lambda reader: verify(reader, BOOK)) == []
    left = stage.store.read(lambda reader: bonds.bonds_of(reader, BOOK, customer))
    assert code not in {one.code for one in left}
    stage.store.close()


def test_nothing_is_redeemed_in_the_days_before_interest(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    """Seven trading days before Wednesday 21 July 2027: from Monday 12 July on."""
    stage = Stage(tmp_path / "books.db", migrated_sqlite)
    stage.store.run(stage.buy)

    def part(tx: Tx) -> Money:
        office = stage.core.office(tx, quiet=True)
        mine = bonds.bonds_of(tx, BOOK, WANG.customer_no)
        bond = next(one for one in mine if one.code == "Y1")
        return bond_ends.redeem(office, WANG.customer_no, bond.bond_no, Money(1_000_00)).bond.amount

    stage.clock.set(shanghai_midnight(date(2027, 7, 11)) + timedelta(hours=10))
    assert stage.store.run(part) == Money(9_000_00)
    stage.clock.set(shanghai_midnight(date(2027, 7, 12)) + timedelta(hours=10))
    with pytest.raises(NotAllowed, match="window"):
        stage.store.run(part)
    stage.store.close()
