"""The ledger: balance, floors, groups, reversal, hot accounts, history, tampering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.bank import town
from tests.checks import Sabotage
from weiyin.bank import accounts, history, ledger
from weiyin.bank.accounts import NewAccount
from weiyin.bank.core import EntryLine
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.house import BUCKETS, CLEARING, FEES
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.verify import verify
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput, Broken, Conflict, NotAllowed, NotFound
from weiyin.base.money import MAX_FEN, Money
from weiyin.storage.sql import Sql, sql
from weiyin.storage.store import Store, Tx

SABOTAGE = {
    "M16": Sabotage(
        "src/weiyin/bank/chain.py",
        "_sha256(head + digest + _encode((leg, at_us, other)))",
        "_sha256(head + _encode((leg, at_us, other)))",
    ),
}

LEI, MEI = town.LEI.account_no, town.MEI.account_no


@pytest.fixture
def post(store: Store, core: EmbeddedCore) -> Callable[..., Posted]:
    """Post legs given as account=fen."""

    def run(key: str, **fen: int) -> Posted:
        legs = tuple(Leg(no.replace("H_", "H-"), amount) for no, amount in fen.items())
        posting = Posting(key, "test", legs, core.clock.now())
        return store.run(lambda tx: ledger.post(tx, core.book, posting))

    return run


def _balance(store: Store, core: EmbeddedCore, no: str) -> int:
    return store.read(lambda reader: history.balance(reader, core.book, no)).posted.fen


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (Leg(LEI, 0),),
        (Leg(LEI, -1), Leg(MEI, 2)),
        (Leg(LEI, -1), Leg(LEI, 1)),
        (Leg(LEI, -MAX_FEN - 1), Leg(MEI, MAX_FEN + 1)),
        (Leg(LEI, 0, out_held_fen=1), Leg(MEI, 0)),
        (Leg(LEI, -1.0), Leg(MEI, 1.0)),  # type: ignore[arg-type]
        (Leg(LEI, True), Leg(MEI, -1)),
    ],
)
def test_what_is_no_posting_is_refused(
    store: Store, core: EmbeddedCore, legs: tuple[Leg, ...]
) -> None:
    posting = Posting("k", "test", legs, core.clock.now())
    with pytest.raises(BadInput):
        store.run(lambda tx: ledger.post(tx, core.book, posting))


def test_a_key_is_needed(post: Callable[..., Posted]) -> None:
    for key in ("", "k" * 129):
        with pytest.raises(BadInput):
            post(key, A00000001=-1, A00000002=1)


def test_the_floor_holds(post: Callable[..., Posted]) -> None:
    post("all", A00000001=-1_000_000, A00000002=1_000_000)
    with pytest.raises(NotAllowed) as refused:
        post("more", A00000001=-1, A00000002=1)
    assert refused.value.rule == "funds"


def test_three_legs_with_a_fee(
    store: Store, core: EmbeddedCore, post: Callable[..., Posted]
) -> None:
    posted = post("fee", A00000001=-1_050, A00000002=1_000, H_FEES=50)
    assert [leg.balance_fen for leg in posted.legs] == [998_950, 1_001_000, 50]
    assert _balance(store, core, FEES) == 50


def test_a_linked_group_is_all_or_nothing(store: Store, core: EmbeddedCore) -> None:
    now = core.clock.now()
    good = Posting("g1", "test", (Leg(LEI, -900_000), Leg(MEI, 900_000)), now)
    bad = Posting("g2", "test", (Leg(LEI, -100_001), Leg(MEI, 100_001)), now)
    with pytest.raises(NotAllowed):
        store.run(lambda tx: ledger.post_linked(tx, core.book, [good, bad]))
    assert _balance(store, core, LEI) == 1_000_000
    back = Posting("g3", "test", (Leg(MEI, -1), Leg(LEI, 1)), now)
    both = store.run(lambda tx: ledger.post_linked(tx, core.book, [good, back, bad]))
    assert [posted.leg(LEI).balance_fen for posted in both] == [100_000, 100_001, 0]


def test_a_dry_run_writes_nothing(store: Store, core: EmbeddedCore) -> None:
    posting = Posting("d", "test", (Leg(LEI, -5), Leg(MEI, 5)), core.clock.now())
    seen = store.read(lambda reader: ledger.dry_run(reader, core.book, [posting]))
    assert seen[0].leg(LEI).balance_fen == 999_995
    assert _balance(store, core, LEI) == 1_000_000


def test_reversal_once_and_never_of_itself(
    store: Store, core: EmbeddedCore, post: Callable[..., Posted]
) -> None:
    book, now = core.book, core.clock.now()
    posted = post("fee", A00000001=-1_050, A00000002=1_000, H_FEES=50)
    back = store.run(lambda tx: ledger.reverse(tx, book, "r", posted.entry_no, now))
    again = store.run(lambda tx: ledger.reverse(tx, book, "r", posted.entry_no, now))
    assert (back, back.about) == (again, posted.entry_no)
    assert [_balance(store, core, no) for no in (LEI, MEI, FEES)] == [1_000_000, 1_000_000, 0]
    for key, entry_no in (("r2", posted.entry_no), ("r3", back.entry_no)):
        with pytest.raises(Conflict):
            store.run(lambda tx, k=key, e=entry_no: ledger.reverse(tx, book, k, e, now))
    with pytest.raises(NotFound):
        store.run(lambda tx: ledger.reverse(tx, book, "r4", "no-such", now))


def test_hot_accounts_spread_and_have_no_floor(
    store: Store, core: EmbeddedCore, post: Callable[..., Posted]
) -> None:
    buckets = {post(f"k{n}", H_CLEARING=-1, A00000001=1).leg(CLEARING).bucket for n in range(60)}
    assert len(buckets) > BUCKETS // 2
    assert _balance(store, core, CLEARING) == -2_000_060
    for hot in (
        NewAccount("X", "house", buckets=2),
        NewAccount("X", "house", "C1", "CNY", None, 2),
    ):
        with pytest.raises(BadInput):
            store.run(lambda tx, hot=hot: accounts.open_account(tx, core.book, hot, town.START))


def test_balance_at_any_moment(
    store: Store, core: EmbeddedCore, clock: ManualClock, post: Callable[..., Posted]
) -> None:
    start = clock.now()
    for minute in range(1, 8):
        clock.advance(timedelta(minutes=1))
        post(f"k{minute}", A00000001=-minute, H_FEES=minute)

    def at(no: str, moment: Any) -> Money:
        return store.read(lambda reader: history.balance_at(reader, core.book, no, moment))

    assert at(LEI, town.START - timedelta(days=1)) == Money(0)
    for minute in range(8):
        spent = minute * (minute + 1) // 2
        moment = start + timedelta(minutes=minute)
        assert at(LEI, moment) == Money(1_000_000 - spent)
        assert at(LEI, moment + timedelta(seconds=59)) == Money(1_000_000 - spent)
        assert at(FEES, moment) == Money(spent)


def test_entries_by_time_and_page(
    store: Store, core: EmbeddedCore, clock: ManualClock, post: Callable[..., Posted]
) -> None:
    start = clock.now()
    for minute in range(1, 21):
        clock.advance(timedelta(minutes=1))
        post(f"k{minute}", A00000001=-minute, A00000002=minute)

    def look(*asked: Any) -> list[int]:
        lines = store.read(lambda r: history.entries(r, core.book, LEI, *asked))
        return [-line.amount.fen for line in lines]

    minute = timedelta(minutes=1)
    assert look(None, None, 3) == [20, 19, 18]
    assert look(start + 5 * minute, start + 8 * minute, 9) == [7, 6, 5]
    assert look(start + 30 * minute, None, 9) == []
    assert look(None, None, 0) == []
    pages, before = [], None
    while page := _page(store, core, start, before):
        pages += [-line.amount.fen for line in page]
        before = page[-1].entry_no
    assert pages == list(range(20, 0, -1))


def test_another_s_entry_sounds_like_none(store: Store, core: EmbeddedCore) -> None:
    start = town.START
    theirs = store.read(
        lambda r: history.entries(r, core.book, town.MEI.account_no, start, None, 1)
    )
    heard = set()
    for before in (theirs[0].entry_no, "nothing"):
        with pytest.raises(NotFound) as refused:
            _page(store, core, start, before)
        heard.add((refused.value.heard, refused.value.status))
    assert len(heard) == 1


def _page(store: Store, core: EmbeddedCore, start: datetime, before: str | None) -> list[EntryLine]:
    return store.read(lambda r: history.entries(r, core.book, LEI, start, None, 7, before))


def test_an_account_s_time_never_goes_back(
    store: Store, core: EmbeddedCore, clock: ManualClock
) -> None:
    now = clock.now()
    for key, at in (("late", now), ("early", now - timedelta(hours=1))):
        posting = Posting(key, "test", (Leg(LEI, -1), Leg(MEI, 1)), at)
        store.run(lambda tx, p=posting: ledger.post(tx, core.book, p))
    lines = store.read(lambda r: history.entries(r, core.book, LEI, now, None, 9))
    assert [line.balance.fen for line in lines] == [999_998, 999_999]


class _UndoneError(Exception):
    """Ends a unit so that nothing of it stays."""


def _tampered(store: Store, core: EmbeddedCore, change: Sql, **params: Any) -> list[str]:
    found: list[str] = []

    def work(tx: Tx) -> None:
        found[:] = []
        assert tx.run(change, **params) > 0
        found.extend(verify(tx, core.book))
        raise _UndoneError

    with pytest.raises(_UndoneError):
        store.run(work)
    return found


_LINE = "WHERE account_no='A00000001' AND seq=3"
_ENTRY = "WHERE key='k2'"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (f"UPDATE ledger_lines SET amount_fen=amount_fen+1 {_LINE}", "A00000001/0/3"),
        (f"UPDATE ledger_lines SET balance_fen=balance_fen+1 {_LINE}", "A00000001/0/3"),
        (f"UPDATE ledger_lines SET at_us=at_us+1 {_LINE}", "A00000001/0/3"),
        (f"UPDATE ledger_lines SET other='别人' {_LINE}", "A00000001/0/3"),
        (f"UPDATE ledger_lines SET entry_no='x' {_LINE}", "ledger_entries x"),
        (f"UPDATE ledger_lines SET hash=zeroblob(32) {_LINE}", "A00000001/0/3"),
        (f"DELETE FROM ledger_lines {_LINE}", "A00000001/0/3: is missing"),
        ("DELETE FROM ledger_lines WHERE account_no='A00000001' AND seq=6", "A00000001/0: is not"),
        (f"UPDATE ledger_entries SET memo='x' {_ENTRY}", "A00000001/0/3"),
        (f"UPDATE ledger_entries SET at_us=at_us+1 {_ENTRY}", "A00000001/0/3"),
        (f"UPDATE ledger_entries SET kind='gift' {_ENTRY}", "A00000001/0/3"),
        (f"UPDATE ledger_entries SET key='k9' {_ENTRY}", "A00000001/0/3"),
        (f"UPDATE ledger_entries SET question=zeroblob(32) {_ENTRY}", "A00000001/0/3"),
        (f"DELETE FROM ledger_entries {_ENTRY}", "is missing"),
        ("UPDATE ledger_accounts SET credit_fen=credit_fen+1 WHERE no='A00000001'", "A00000001/0:"),
        ("UPDATE ledger_accounts SET customer_no='C9' WHERE no='A00000001'", "A00000001/0/1"),
        ("UPDATE ledger_accounts SET out_held_fen=1 WHERE no='A00000001'", "A00000001/0:"),
        ("UPDATE ledger_lines SET seq=99 - seq WHERE account_no='A00000001' AND seq IN (2,3)",
         "A00000001/0/2: is missing"),
    ],
)  # fmt: skip
def test_m16_a_changed_row_is_named(
    store: Store, core: EmbeddedCore, post: Callable[..., Posted], change: str, named: str
) -> None:
    for n in range(1, 6):
        post(f"k{n}", A00000001=-n, A00000002=n)
    assert store.read(lambda reader: verify(reader, core.book)) == []
    blank = f"decode('{'00' * 32}', 'hex')"
    found = _tampered(store, core, sql(change, postgresql=change.replace("zeroblob(32)", blank)))
    assert any(named in finding for finding in found), found


def test_a_broken_row_stops_the_ledger(store: Store, core: EmbeddedCore) -> None:
    """The database itself refuses a side that shrinks below nothing."""
    with pytest.raises(Broken):
        store.run(
            lambda tx: tx.run(sql("UPDATE ledger_accounts SET debit_fen=-1 WHERE no='A00000001'"))
        )
    assert _balance(store, core, LEI) == 1_000_000
