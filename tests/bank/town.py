"""A small bank for tests: two customers with money, one of them with a credit card too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from weiyin.bank.cards import NewCard
from weiyin.bank.contract import People, Person
from weiyin.bank.core import CardKind, DepositRate, PayeeEntry, TransferOrder, WealthProduct
from weiyin.bank.credit import CreditTerms
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import CLEARING, MERCHANTS
from weiyin.bank.numbers import luhn_digit
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import SHANGHAI
from weiyin.base.ids import opaque_token
from weiyin.base.money import Money
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

BOOK = "test"
START = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)


def pan(serial: int) -> str:
    body = f"62290000{serial:010d}"
    return body + luhn_digit(body)


def person(serial: int, name: str) -> Person:
    return Person(
        f"C{serial:05d}", name, f"11010119900101{serial:04d}", f"138{serial:08d}",
        pan(serial), f"A{serial:08d}",
    )  # fmt: skip


LEI, MEI = person(1, "李小雷"), person(2, "韩梅梅")
PEOPLE = People(LEI, MEI)
CREDIT_ACCOUNT, CREDIT_CARD = "K00000001", "card-K1"


def add_person(tx: Tx, officer: Officer, one: Person, fen: int, limit: Money) -> None:
    new = NewCustomer(one.customer_no, one.name, one.id_number, one.phone, limit)
    officer.register(tx, new, START)
    card = NewCard(
        f"card-{one.account_no}", CardKind.DEBIT, one.card_number, "示范借记卡", one.account_no,
        one.customer_no,
    )  # fmt: skip
    officer.open_debit(tx, card, START)
    if fen:
        salary = Movement(
            f"salary-{one.account_no}", "salary", START, CLEARING, one.account_no, Money(fen),
            "工资", payee_sees="示例科技有限公司",
        )  # fmt: skip
        officer.book(tx, [salary])


def build(tx: Tx, core: EmbeddedCore) -> None:
    """Open the bank in one unit of work: 10,000 yuan each, a limit of 5,000 a day."""
    officer = Officer(core)
    officer.open_house(tx, START)
    for one in (LEI, MEI):
        add_person(tx, officer, one, 1_000_000, Money(500_000))
    officer.add_payee(tx, LEI.customer_no, PayeeEntry("小梅", MEI.name, MEI.account_no, ""), START)
    card = NewCard(
        CREDIT_CARD, CardKind.CREDIT, pan(9001), "示范信用卡", CREDIT_ACCOUNT, LEI.customer_no
    )
    officer.open_credit(tx, card, CreditTerms(Money(2_000_000), bill_day=5), START)
    officer.book(tx, [purchase("p1", 821_455, datetime(2026, 6, 20, 12, tzinfo=SHANGHAI))])
    officer.close_statements(tx, date(2026, 7, 5))
    officer.list_products(
        tx, [WealthProduct("W1", "示范稳利", "R2", 90, "2.60%", Money(1_000_000), "每日")]
    )
    officer.set_rates(tx, [DepositRate("活期", 0, 5, date(2026, 1, 1))])


def purchase(key: str, fen: int, at: datetime) -> Movement:
    return Movement(
        key, "purchase", at, CREDIT_ACCOUNT, MERCHANTS, Money(fen), "家电", "示例电器商城"
    )


def order(key: str, fen: int = 10_000, payer: Person = LEI, payee: Person = MEI) -> TransferOrder:
    return TransferOrder(
        key, payer.customer_no, payer.account_no, payee.account_no, payee.name, Money(fen), "饭钱"
    )


def plain_sealer() -> Sealer:
    return Sealer({"k1": bytes(range(32))}, "k1")


def balance(store: Store, core: EmbeddedCore, one: Person) -> int:
    return store.read(lambda reader: core.books(reader).balance(one.account_no)).posted.fen


def replace_key(asked: TransferOrder) -> TransferOrder:
    return replace(asked, key=opaque_token())


def add_money(tx: Tx, core: EmbeddedCore, account_no: str, amount: Money) -> None:
    """Bring so much in, as of now."""
    now = core.clock.now()
    brought = Movement(f"brought-{amount.fen}", "deposit", now, CLEARING, account_no, amount)
    Officer(core).book(tx, [brought])
