"""The built bank is the invented one, whole and provable, on either engine."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Table

from weiyin.app.schema import table_modules
from weiyin.bank.core import CardKind, StatementStatus
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.verify import verify
from weiyin.base.ask import Point
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.base.errors import Conflict
from weiyin.demo.build import BANK, BOOK, build_demo
from weiyin.demo.credit import PLAN, holders
from weiyin.demo.life import Move, live
from weiyin.demo.people import PLAYERS, make_customers
from weiyin.places.queues.line import lines_of
from weiyin.places.search import nearby
from weiyin.storage.columns import ROW
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, open_store

SEED = 2026
CLOCK = ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
_NOT_LIVED = sql(
    "SELECT l.account_no, SUM(l.amount_fen) FROM ledger_lines l JOIN ledger_entries e"
    " ON e.book=l.book AND e.entry_no=l.entry_no WHERE l.book=:book"
    " AND e.kind IN ('loan_draw', 'fx_buy', 'metal_buy') GROUP BY l.account_no"
)
SEALER = Sealer({"k1": bytes(range(32))}, "k1")


@pytest.fixture(scope="module")
def demo(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo bank on SQLite, built once; the other engine is compared with it row by row."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(migrated_sqlite, path)
    store = open_store(f"sqlite:///{path}")
    heard: list[float] = []
    build_demo(store, sealer=SEALER, clock=CLOCK, seed=SEED, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    yield store
    store.close()


def digest(store: Store) -> dict[str, str]:
    """A hash of each table of books and places, in no order of the engine's."""
    return {
        table.name: hashlib.sha256("\n".join(sorted(_rows(store, table))).encode()).hexdigest()
        for module in table_modules()
        if module.__name__.startswith(("weiyin.bank.", "weiyin.places."))
        for table in vars(module).values()
        if isinstance(table, Table)
    }


def _rows(store: Store, table: Table) -> list[str]:
    # What is sealed differs by its nonce.
    columns = ", ".join(c.name for c in table.columns if ROW not in c.info)
    rows = store.read(lambda reader: reader.all(sql(f"SELECT {columns} FROM {table.name}")))
    plain = (tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows)
    return [repr(row) for row in plain]


def test_the_same_seed_gives_the_same_bank_on_either_engine(store, demo) -> None:
    build_demo(store, sealer=SEALER, clock=CLOCK, seed=SEED)
    assert digest(store) == digest(demo)


def test_the_books_balance_and_the_chain_holds(demo) -> None:
    assert demo.read(lambda reader: verify(reader, BOOK)) == []


def test_every_balance_is_what_was_lived(demo) -> None:
    customers = make_customers(SEED)
    lived = {card.number: 0 for c in customers for card in c.cards}
    for event in live(customers, SEED, CLOCK.now()):
        if isinstance(event, Move):
            for number, sign in ((event.payer, -1), (event.payee, 1)):
                if number:
                    lived[number] += sign * event.amount_fen
    lived[holders()[1].debit.number] += PLAN.fen
    borrowed = dict(demo.read(lambda reader: reader.all(_NOT_LIVED, book=BOOK)))
    for customer in customers:
        fen = borrowed.get(customer.account_no(customer.debit), 0)
        lived[customer.debit.number] += int(fen)
    core = EmbeddedCore(BOOK, CLOCK, SEALER, bank=BANK)

    def booked(reader) -> dict[str, int]:
        books = core.books(reader)
        return {
            card.number: books.balance(c.account_no(card)).posted.fen
            for c in customers
            for card in c.cards
        }

    assert demo.read(booked) == lived


def test_a_hero_can_be_played(demo) -> None:
    wang, li = PLAYERS[:2]
    core = EmbeddedCore(BOOK, CLOCK, SEALER, bank=BANK)

    def play(reader) -> None:
        books = core.books(reader)
        debit = books.identify_debit(wang.debit.number, wang.name, wang.id_number, wang.phone)
        (credit,) = books.identify_credit(wang.id_number, wang.phone)
        assert (debit.kind, credit.kind) == (CardKind.DEBIT, CardKind.CREDIT)
        assert debit.customer_no == credit.customer_no == wang.customer_no
        assert books.balance(debit.account_no).available.fen > 500_00
        payee = next(p for p in books.payees(wang.customer_no) if p.nickname == "老李")
        assert payee.name == li.name
        assert books.find_payee(li.debit.number, li.name).account_no == payee.account_no
        bill = books.statement(credit.card_id)
        assert (bill.month, bill.status) == ("2026-07", StatementStatus.OPEN)
        assert bill.amount.fen > 0
        assert -sum(line.amount.fen for line in bill.lines if line.kind == "purchase") == (
            bill.amount.fen
        )
        before = books.statement(credit.card_id, "2026-06")
        assert before.status is StatementStatus.SETTLED
        assert len(books.wealth_products()) == 15
        assert len({rate.since for rate in books.deposit_rates()}) == 1

    demo.read(play)


def test_nobody_is_told_of_the_past(demo) -> None:
    assert demo.read(lambda reader: reader.one(sql("SELECT COUNT(*) FROM outbox"))) == (0,)


def test_branches_are_near_and_their_queues_fresh(demo) -> None:
    here = Point(39.9087, 116.4605, "国贸")

    def look(reader):
        found = nearby(reader, BOOK, here, limit=3)
        return found, lines_of(reader, BOOK, [f.place.place_id for f in found], CLOCK.now())

    found, queues = demo.read(look)
    assert len(found) == 3
    assert found[0].distance_m < 1500
    assert any(queues)


def test_a_book_is_built_once(demo) -> None:
    with pytest.raises(Conflict):
        build_demo(demo, sealer=SEALER, clock=CLOCK, seed=SEED)
