"""A copy taken while people bank, put back elsewhere, and read as an auditor would."""

from __future__ import annotations

import json
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.e2e.sockets import until
from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House, house_settings, open_house
from weiyin.bank.core import TransferOrder
from weiyin.base.ask import AskKind
from weiyin.base.clock import ManualClock
from weiyin.base.errors import Broken, NotAllowed
from weiyin.base.money import Money
from weiyin.commands import keeping
from weiyin.storage.sql import sql

SABOTAGE = {
    "M17": Sabotage(
        "src/weiyin/storage/backup.py",
        "read.backup(written, pages=_PAGES, progress=share)",
        "written.commit()",
    )
}
_BALANCE = sql("SELECT SUM(credit_fen - debit_fen) FROM ledger_accounts WHERE no=:no")
_LOSE = (
    sql("DELETE FROM ledger_lines WHERE entry_no=(SELECT MAX(entry_no) FROM ledger_entries)"),
    sql("DELETE FROM ledger_entries WHERE entry_no=(SELECT MAX(entry_no) FROM ledger_entries)"),
)

Engine = tuple[str, str]
"""The address of a filled store, and of an empty one on the same engine."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url"), f"sqlite:///{tmp_path}/elsewhere.db"
    return request.getfixturevalue("postgres_url"), request.getfixturevalue("new_postgres_url")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the commands work on the store at an address."""
    return lambda url: monkeypatch.setattr(keeping, "load_settings", lambda: house_settings(url))


@contextmanager
def _paying(house: House) -> Iterator[list[str]]:
    """Wang pays Li a fen at a time in another thread; the entries that were acknowledged."""
    paid: list[str] = []
    over = threading.Event()

    def pay() -> None:
        while not over.is_set():
            key = f"t{len(paid)}"
            order = TransferOrder(key, "C1", WANG.account, LI.account, LI.name, Money(1))
            house.books.run(lambda tx, order=order: house.core.books(tx).transfer(order))
            paid.append(key)

    payer = threading.Thread(target=pay)
    payer.start()
    try:
        yield paid
    finally:
        over.set()
        payer.join()


def test_m17_a_copy_put_back_elsewhere_has_whatever_was_acknowledged(
    engine: Engine,
    at: Callable[[str], None],
    tmp_path: Path,
    clock: ManualClock,
    capfdbinary: pytest.CaptureFixture[bytes],
    record_property: Any,
) -> None:
    url, elsewhere = engine
    house = open_house(url, clock)
    house.stock()
    house.bind("o-wang", WANG)
    at(url)
    with _paying(house) as paid:
        until(lambda: len(paid) > 20)
        acknowledged = len(paid)
        keeping.backup(tmp_path / "copy", json=True)
    house.app.close()
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    copied = json.loads(capfdbinary.readouterr().out)

    at(elsewhere)
    begun = time.perf_counter()
    assert keeping.restore(tmp_path / "copy", json=True) == 0
    record_property("attempts", f"{acknowledged} acknowledged")
    record_property("findings", f"put back and read in {time.perf_counter() - begun:.1f} s")
    there = json.loads(capfdbinary.readouterr().out)
    assert there["found"] == []
    assert there["entries"][BOOK] >= copied["entries"][BOOK] >= acknowledged
    again = open_house(elsewhere, clock)
    answer = again.ask("o-wang", AskKind.TEXT, "查余额", key="elsewhere")
    (told,) = again.books.read(lambda r: r.all(_BALANCE, no=WANG.account))
    assert str(Money(told[0])) in again.words(answer)
    again.app.close()


def test_what_is_missing_from_a_copy_is_told(
    engine: Engine, at: Callable[[str], None], tmp_path: Path, clock: ManualClock
) -> None:
    url, elsewhere = engine
    house = open_house(url, clock)
    house.stock()
    at(url)
    assert keeping.verify(json=True) == 0
    keeping.backup(tmp_path / "whole", json=True)
    house.books.run(lambda tx: [tx.run(one) for one in _LOSE])
    house.app.close()
    assert keeping.verify(json=True) == 1
    keeping.backup(tmp_path / "less", json=True)
    (tmp_path / "less.json").write_bytes((tmp_path / "whole.json").read_bytes())
    at(elsewhere)
    assert keeping.restore(tmp_path / "less", json=True) == 1


def test_nothing_is_replaced(
    engine: Engine, at: Callable[[str], None], tmp_path: Path, clock: ManualClock
) -> None:
    url, elsewhere = engine
    at(url)
    keeping.backup(tmp_path / "copy", json=True)
    with pytest.raises(NotAllowed, match="never replaces"):
        keeping.backup(tmp_path / "copy", json=True)
    with pytest.raises(NotAllowed, match="not empty"):
        keeping.restore(tmp_path / "copy", json=True)
    at(elsewhere)
    with pytest.raises(NotAllowed, match="no file"):
        keeping.restore(tmp_path / "nothing", json=True)
    (tmp_path / "words").write_text("this is no copy " * 1_000)
    with pytest.raises(Broken):
        keeping.restore(tmp_path / "words", json=True)
