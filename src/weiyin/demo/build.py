"""Building the demo bank: everything invented goes in by the doors a real bank would use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from weiyin.bank import house
from weiyin.bank.account.current_interest import key_of as interest_key
from weiyin.bank.cards import NewCard
from weiyin.bank.core import CardKind, PayeeEntry
from weiyin.bank.credit import CreditTerms
from weiyin.bank.customers import NewCustomer
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.officer import Movement, Officer
from weiyin.base.clock import Clock, shanghai_day, shanghai_midnight
from weiyin.base.errors import Broken, Refused
from weiyin.base.mask import mask_card, mask_name
from weiyin.base.money import Money
from weiyin.demo.accounts import open_accounts
from weiyin.demo.branches import make_places
from weiyin.demo.credit import close_past, open_cards
from weiyin.demo.desk import open_desk
from weiyin.demo.dice import Dice
from weiyin.demo.history import open_history
from weiyin.demo.kept_numbers import keep_numbers
from weiyin.demo.life import Move, MoveKind, first_day, live
from weiyin.demo.loans import open_loans
from weiyin.demo.metal_fx import open_market
from weiyin.demo.people import FRIENDSHIPS, TRADE_PASSWORD, DemoCard, DemoCustomer, make_customers
from weiyin.demo.products import WEALTH_PRODUCTS, deposit_rates
from weiyin.demo.queues import open_lines
from weiyin.demo.staff import open_staff
from weiyin.demo.street import open_street
from weiyin.demo.transfers import open_transfers
from weiyin.demo.wealth import open_wealth
from weiyin.places.place import Place
from weiyin.places.register import put_places
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

BOOK = "demo"
OA = "main"
BANK = "示范银行"
SEED = 2026

_CHUNK = 500
_DAILY_LIMIT = Money(50_000_00)
_HOUSE = {
    MoveKind.DEPOSIT: house.CASH,
    MoveKind.WITHDRAW: house.CASH,
    MoveKind.SALARY: house.CLEARING,
    MoveKind.RENT: house.CLEARING,
    MoveKind.SPEND: house.MERCHANTS,
    MoveKind.UTILITY: house.MERCHANTS,
    MoveKind.INTEREST: house.INTEREST,
}
"""Which of the bank's own accounts stands for the world outside."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class DemoBank:
    """What was built."""

    book: str
    customers: tuple[DemoCustomer, ...]
    places: tuple[Place, ...]


def build_demo(
    store: Store,
    *,
    sealer: Sealer,
    clock: Clock,
    book: str = BOOK,
    seed: int = SEED,
    progress: Progress = lambda _: None,
) -> DemoBank:
    """Fill a freshly migrated store. The same seed on the same day gives the same bank.

    `progress` hears the part done, 0 … 1. Raises Conflict when the book is there already.
    """
    now = clock.now()
    bank = DemoBank(book, make_customers(seed), make_places(seed))
    core = EmbeddedCore(book, clock, sealer, bank=BANK, rng=Dice(seed, "ledger"))
    opened = shanghai_midnight(first_day(now)) - timedelta(days=1)
    units = list(_units(bank, Officer(core), seed, now))
    brought = partial(open_accounts, core=core, places=bank.places, opened=opened, now=now)
    units.insert(1, brought)
    shelved = partial(open_wealth, core=core, seed=seed, opened=opened, now=now)
    units.insert(2, shelved)
    units += close_past(core, first_day(now), now)
    units.append(partial(open_cards, core=core, now=now))
    units.append(partial(open_loans, core=core, now=now))
    units.append(partial(open_market, core=core, seed=seed, places=bank.places, now=now))
    units.append(partial(open_transfers, core=core, opened=opened, now=now))
    units.append(partial(keep_numbers, core=core))
    units.append(partial(open_history, oa=OA, seed=seed, now=now))
    units.append(partial(open_staff, sealer=sealer, seed=seed, now=opened))
    units.append(partial(open_desk, now=opened))
    for done, unit in enumerate(units, start=1):
        store.run(unit)
        progress(done / len(units))
    return bank


def _units(
    bank: DemoBank, officer: Officer, seed: int, now: datetime
) -> Iterator[Callable[[Tx], object]]:
    """The work, cut into units small enough to show progress."""
    opened = shanghai_midnight(first_day(now)) - timedelta(days=1)
    yield partial(_open_bank, bank=bank, officer=officer, at=opened)
    yield lambda tx: put_places(tx, bank.book, bank.places)
    yield lambda tx: open_lines(tx, bank.book, seed, bank.places, now)
    yield lambda tx: open_street(tx, bank.book, seed, bank.places, now)
    events = live(bank.customers, seed, now)
    accounts = _Accounts(bank.customers)
    movements = [
        accounts.movement(number, event)
        for number, event in enumerate(events)
        if isinstance(event, Move)
    ]
    for first in range(0, len(movements), _CHUNK):
        yield partial(_book, officer=officer, movements=movements[first : first + _CHUNK])


def _open_bank(tx: Tx, *, bank: DemoBank, officer: Officer, at: datetime) -> None:
    officer.open_house(tx, at)
    officer.list_products(tx, WEALTH_PRODUCTS)
    officer.set_rates(tx, deposit_rates(shanghai_day(at)))
    for customer in bank.customers:
        _open_customer(tx, officer, customer, at)
    people = {customer.serial: customer for customer in bank.customers}
    for owner, friend, nickname in FRIENDSHIPS:
        payee = people[friend]
        account_no = payee.account_no(payee.debit)
        entry = PayeeEntry(nickname, payee.name, account_no, payee.debit.tail)
        officer.add_payee(tx, people[owner].customer_no, entry, at)


def _open_customer(tx: Tx, officer: Officer, customer: DemoCustomer, at: datetime) -> None:
    officer.register(
        tx,
        NewCustomer(
            customer.customer_no, customer.name, customer.id_number, customer.phone, _DAILY_LIMIT
        ),
        at,
    )
    officer.set_trade_password(tx, customer.customer_no, TRADE_PASSWORD)
    for card in customer.cards:
        new = NewCard(
            customer.card_id(card),
            card.kind,
            card.number,
            card.product,
            customer.account_no(card),
            customer.customer_no,
        )
        if card.kind is CardKind.DEBIT:
            officer.open_debit(tx, new, at)
        else:
            officer.open_credit(tx, new, _terms(card), at)


def _terms(card: DemoCard) -> CreditTerms:
    return CreditTerms(Money(card.limit_yuan * 100), card.bill_day, card.due_days)


def _book(tx: Tx, *, officer: Officer, movements: Sequence[Movement]) -> None:
    refused = [one for one in officer.book(tx, movements) if isinstance(one, Refused)]
    if refused:
        raise Broken(f"the demo's own history was refused: {refused[0]}")


class _Accounts:
    """Who stands behind a card number, as the ledger and as the other side sees them."""

    def __init__(self, customers: Sequence[DemoCustomer]) -> None:
        self._owner = {card.number: (c, card) for c in customers for card in c.cards}

    def movement(self, number: int, move: Move) -> Movement:
        payee = self._account_no(move.payee, move.kind)
        settled = shanghai_day(move.at) - timedelta(days=1)
        earned = move.kind is MoveKind.INTEREST
        return Movement(
            key=interest_key(payee, settled) if earned else f"demo-{number:06d}",
            kind=move.kind,
            at=move.at,
            payer=self._account_no(move.payer, move.kind),
            payee=payee,
            amount=Money(move.amount_fen),
            memo=move.memo,
            payer_sees=self._seen(move.payee, move),
            payee_sees=self._seen(move.payer, move),
        )

    def _account_no(self, card_number: str, kind: MoveKind) -> str:
        if not card_number:
            return _HOUSE[kind]
        customer, card = self._owner[card_number]
        return customer.account_no(card)

    def _seen(self, card_number: str, move: Move) -> str:
        """As a customer may see it: a friend's name masked, an own card by its tail."""
        if not card_number:
            return move.outside
        customer, card = self._owner[card_number]
        return mask_card(card.tail) if move.kind is MoveKind.REPAY else mask_name(customer.name)
