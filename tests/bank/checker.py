"""What became of a mob's transfers: everything that is lost, doubled, drifted or unexplained."""

from __future__ import annotations

from tests.bank import town
from tests.bank.mob import Mob
from weiyin.bank.contract import Person
from weiyin.bank.core import TransferOrder
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.ledger import find_by_key
from weiyin.bank.officer import Officer
from weiyin.bank.receipts import receipt_of
from weiyin.bank.verify import verify
from weiyin.base.clock import SystemClock
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx, open_store

_EACH_HAS_FEN = 100_000_000

_KEYS = sql("SELECT key FROM ledger_entries WHERE book=:book AND kind='transfer'")
_LINES = sql(
    "SELECT COUNT(*) FROM ledger_lines l JOIN ledger_entries e"
    " ON e.book=l.book AND e.entry_no=l.entry_no WHERE l.book=:book AND e.kind='transfer'"
)
_DRIFTED = sql(
    "SELECT a.no FROM ledger_accounts a WHERE a.book=:book AND a.credit_fen - a.debit_fen <>"
    " (SELECT COALESCE(SUM(l.amount_fen), 0) FROM ledger_lines l WHERE l.book=a.book"
    " AND l.account_no=a.no AND l.bucket=a.bucket)"
)
_PARCELS = sql("SELECT COUNT(*) FROM outbox WHERE topic='entry'")


def open_bank(url: str, people: list[Person]) -> None:
    """People with money in a book of their own."""
    store, core = open_store(url), EmbeddedCore(town.BOOK, SystemClock(), town.plain_sealer())

    def build(tx: Tx) -> None:
        officer = Officer(core)
        officer.open_house(tx, town.START)
        for one in people:
            town.add_person(tx, officer, one, _EACH_HAS_FEN, Money(10**12))

    store.run(build)
    store.close()


def findings_of(reader: Reader, mob: Mob, people: list[Person]) -> list[str]:
    """Everything that is lost, doubled, drifted or unexplained."""
    core = EmbeddedCore(town.BOOK, SystemClock(), town.plain_sealer())
    findings = verify(reader, town.BOOK)
    stored = sorted(key for (key,) in reader.all(_KEYS, book=town.BOOK))
    if stored != sorted(mob.acked):
        findings.append(f"{len(stored)} entries for {len(mob.acked)} acknowledged keys")
    for key, (_, receipt) in mob.acked.items():
        posted = find_by_key(reader, town.BOOK, key)
        if posted is None or receipt_of(posted) != receipt:
            findings.append(f"{key}: the books do not say what was acknowledged")
    counts = (reader.one(_LINES, book=town.BOOK), reader.one(_PARCELS))
    if counts != ((2 * len(stored),), (2 * len(stored),)):
        findings.append(f"lines and parcels for {len(stored)} entries: {counts}")
    findings += [f"account {no} drifted" for (no,) in reader.all(_DRIFTED, book=town.BOOK)]
    books = core.books(reader)
    for one in people:
        moved = sum(_moved(one, order) for order, _ in mob.acked.values())
        if books.balance(one.account_no).posted.fen != _EACH_HAS_FEN + moved:
            findings.append(f"{one.account_no} holds what nobody sent")
    return findings


def _moved(one: Person, order: TransferOrder) -> int:
    fen = order.amount.fen
    return fen * ((order.to_account == one.account_no) - (order.from_account == one.account_no))
