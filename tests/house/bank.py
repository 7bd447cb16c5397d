"""The books of the small bank: 王小明 (debit and credit), 李雷 (debit), and the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.house.wealth import stock_wealth
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, DepositRate, PayeeEntry
from weiyin.bank.credit import CreditTerms
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING, MERCHANTS
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money
from weiyin.places.hours import OpeningHours, Span
from weiyin.places.place import Place, PlaceKind
from weiyin.places.register import put_places
from weiyin.storage.store import Tx

BOOK = "demo"
TRADE_PASSWORD = "258036"


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up customer: everything a binding page asks."""

    customer_no: str
    name: str
    id_number: str
    phone: str
    debit: str
    credit: str = ""

    @property
    def account(self) -> str:
        return f"A{self.debit[-8:]}"


WANG = Person(
    "C1", "王小明", "11010119900307004X", "13800001234", "6229990000000012", "6200001234567890128"
)
LI = Person("C2", "李雷", "310101198805120031", "13900005678", "6229990000000111")


def stock(tx: Tx, core: EmbeddedCore, now: datetime) -> None:
    """Open the bank in one unit of work."""
    officer = Officer(core)
    start = datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)
    officer.open_house(tx, start)
    for person in (WANG, LI):
        _customer(tx, officer, person, start)
    officer.add_payee(tx, "C1", PayeeEntry("老李", "李雷", LI.account, LI.debit[-4:]), start)
    _history(tx, officer, now)
    stock_wealth(tx, core)
    _rates(tx, officer)


def stock_places(tx: Tx) -> None:
    """The branches, in our own store wherever the books are."""
    put_places(tx, BOOK, [_branch(1, "国贸支行", 39_908_700), _branch(2, "建国门支行", 39_915_000)])


def _customer(tx: Tx, officer: Officer, person: Person, at: datetime) -> None:
    limit = Money(5_000_000)
    officer.register(
        tx,
        NewCustomer(person.customer_no, person.name, person.id_number, person.phone, limit),
        at,
    )
    number = person.customer_no
    officer.set_trade_password(tx, number, TRADE_PASSWORD)
    debit = NewCard(
        f"{number}-D", CardKind.DEBIT, person.debit, "示范借记卡", person.account, number
    )
    officer.open_debit(tx, debit, at)
    if person.credit:
        card = NewCard(
            f"{number}-K", CardKind.CREDIT, person.credit, "示范信用卡", f"K{number}", number
        )
        officer.open_credit(tx, card, CreditTerms(Money(2_000_000), bill_day=5), at)


def _history(tx: Tx, officer: Officer, now: datetime) -> None:
    june = datetime(2026, 6, 10, 9, tzinfo=SHANGHAI)
    movements = [
        Movement("m1", "salary", june, CLEARING, WANG.account, Money(1_500_000), "工资"),
        Movement("m2", "purchase", june + timedelta(days=3), WANG.account, MERCHANTS, Money(12_550),
                 "超市购物"),
        Movement("m3", "salary", june, CLEARING, LI.account, Money(800_000), "工资"),
        Movement("m4", "purchase", june + timedelta(days=5), "KC1", MERCHANTS, Money(821_455),
                 "家电"),
    ]  # fmt: skip
    officer.book(tx, sorted(movements, key=lambda one: one.at))
    officer.close_statements(tx, date(2026, 7, 5))


def _rates(tx: Tx, officer: Officer) -> None:
    since = date(2026, 5, 20)
    officer.set_rates(
        tx,
        [
            DepositRate("活期", 0, 5, since),
            DepositRate("整存整取一年", 12, 95, since),
            DepositRate("七天通知存款", 0, 45, since),
        ],
    )


def _branch(serial: int, name: str, lat_udeg: int) -> Place:
    week = OpeningHours(weekday=(Span(540, 1020),), weekend=())
    return Place(
        f"B{serial}", PlaceKind.BRANCH, f"示范银行北京{name}", "北京", "朝阳区",
        f"建国门外大街{serial}号",
        "010-95000", lat_udeg, 116_459_800, week,
    )  # fmt: skip
