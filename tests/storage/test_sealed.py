"""Sealed columns: read by this program alone, in their own place alone."""

from __future__ import annotations

import os
import sqlite3
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks import Sabotage
from weiyin.base.errors import Broken, Misconfigured
from weiyin.storage.migrate import migrate, schema_state
from weiyin.storage.sealed import CipherName, Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import open_store, sqlite_path

SABOTAGE = {
    "D02": Sabotage(
        "src/weiyin/storage/sealed.py",
        "parts = [part.encode() for part in place]",
        "parts = [part.encode() for part in place[:2]]",
    ),
    "D03": Sabotage("src/weiyin/storage/sealed.py", "or len(set(key)) < 8", ""),
}

OLD, NEW = bytes(range(32)), bytes(range(100, 132))
CIPHERS: tuple[CipherName, ...] = ("aes-gcm", "sm4-gcm")
PLACE = {"table": "customers", "column": "phone", "row": "c1"}


@pytest.fixture(params=CIPHERS)
def cipher(request: pytest.FixtureRequest) -> CipherName:
    name: CipherName = request.param
    return name


@given(text=st.text(), row=st.text(), cipher=st.sampled_from(CIPHERS))
def test_what_is_sealed_is_opened_in_its_place(text: str, row: str, cipher: CipherName) -> None:
    sealer = Sealer({"k1": OLD}, "k1", cipher)
    blob = sealer.seal(text, table="t", column="c", row=row)
    assert sealer.open(blob, table="t", column="c", row=row) == text
    assert blob != sealer.seal(text, table="t", column="c", row=row)


@given(st.text(), st.text(), st.text(), st.data())
def test_places_that_read_alike_are_not_the_same(
    table: str, column: str, row: str, data: st.DataObject
) -> None:
    other = data.draw(
        st.tuples(st.text(), st.text(), st.text()).filter(lambda o: o != (table, column, row))
    )
    joined = table + column + row
    cuts = [(joined[:i], joined[i:j], joined[j:]) for i, j in product((0, 1), (1, 2))]
    sealer = Sealer({"k1": OLD}, "k1")
    blob = sealer.seal("x", table=table, column=column, row=row)
    for place in (other, *cuts):
        if place != (table, column, row):
            with pytest.raises(Broken):
                sealer.open(blob, table=place[0], column=place[1], row=place[2])


def test_every_flipped_bit_and_every_cut_is_refused(cipher: CipherName) -> None:
    sealer = Sealer({"k1": OLD}, "k1", cipher)
    blob = sealer.seal("13800001234", **PLACE)
    for at, bit in product(range(len(blob)), range(8)):
        changed = bytearray(blob)
        changed[at] ^= 1 << bit
        with pytest.raises((Broken, Misconfigured)):
            sealer.open(bytes(changed), **PLACE)
    for end in range(len(blob)):
        with pytest.raises((Broken, Misconfigured)):
            sealer.open(blob[:end], **PLACE)


def test_d02_a_stolen_file_shows_nothing_and_a_moved_value_is_refused(sqlite_url: str) -> None:
    sealer = Sealer({"k1": OLD}, "k1")
    store = open_store(sqlite_url)
    put = sql("INSERT INTO inbox (oa, key, claimed_us, at_us, answer) VALUES ('a', :k, 1, 1, :v)")
    phones = {"c1": "13800001111", "c2": "13900002222"}
    for row, phone in phones.items():
        blob = sealer.seal(phone, table="inbox", column="answer", row=row)
        store.run(lambda tx, k=row, v=blob: tx.run(put, k=k, v=v))
    store.close()
    path = sqlite_path(sqlite_url)
    stolen = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    assert not [phone for phone in phones.values() if phone.encode() in stolen]
    thief = sqlite3.connect(path)
    thief.execute(
        "UPDATE inbox SET answer=(SELECT answer FROM inbox WHERE key='c2') WHERE key='c1'"
    )
    moved = thief.execute("SELECT answer FROM inbox WHERE key='c1'").fetchone()[0]
    thief.close()
    with pytest.raises(Broken, match="changed or moved"):
        sealer.open(moved, table="inbox", column="answer", row="c1")


def test_d02_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Balances lie open in it: whoever else is on the machine must not read them."""
    told = os.umask(0)
    try:
        migrate(f"sqlite:///{tmp_path / 'a.db'}")
        schema_state(f"sqlite:///{tmp_path / 'b.db'}")
        open_store(f"sqlite:///{tmp_path / 'c.db'}").close()
        store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
        store.run(lambda tx: tx.run(sql("DELETE FROM inbox")))
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
        store.close()
    finally:
        os.umask(told)
    assert {"a.db", "a.db-wal", "a.db-shm", "b.db", "c.db"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_d03_keys_rotate_while_old_values_stay_readable(cipher: CipherName) -> None:
    before = Sealer({"old": OLD}, "old")
    blob = before.seal("张三", **PLACE)
    after = Sealer({"old": OLD, "new": NEW}, "new", cipher, blind_with="old")
    assert after.open(blob, **PLACE) == "张三"
    fresh = after.reseal(blob, **PLACE)
    assert after.reseal(fresh, **PLACE) is fresh
    assert Sealer({"new": NEW}, "new").open(fresh, **PLACE) == "张三"
    with pytest.raises(Misconfigured, match="'old'"):
        Sealer({"new": NEW}, "new").open(blob, **PLACE)
    assert after.blind("13800001234", "phone") == before.blind("13800001234", "phone")
    with pytest.raises(Broken):
        after.reseal(blob, table="customers", column="phone", row="c2")


def test_blind_stands_for_equality_within_one_purpose(sealer: Sealer) -> None:
    blind = sealer.blind("13800001234", "phone")
    assert blind == sealer.blind("13800001234", "phone")
    assert len(blind) == 40
    others = [("13800001234", "card"), ("13800001235", "phone"), ("3800001234", "phone1")]
    assert blind not in {sealer.blind(*other) for other in others}
    assert blind != Sealer({"k1": NEW}, "k1").blind("13800001234", "phone")


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"k2": OLD},
        {"k1": b""},
        {"k1": OLD[:16]},
        {"k1": bytes(32)},
        {"k1": b"ab" * 16},
        {"": OLD, "k1": OLD},
        {"k1": OLD + b"x"},
    ],
)
def test_d03_a_missing_or_weak_key_is_refused_at_the_start(keys: dict[str, bytes]) -> None:
    with pytest.raises(Misconfigured, match="seal_keys"):
        Sealer(keys, "k1")
