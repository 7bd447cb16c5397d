from __future__ import annotations

from datetime import timedelta

from weiyin.assistant import memory
from weiyin.assistant.intents import DialogueState
from weiyin.base.clock import ManualClock, to_us
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store


def _state(clock: ManualClock) -> DialogueState:
    return DialogueState("transfer_same_bank", {"payee": "李雷"}, "amount")


def test_a_conversation_is_kept_and_replaced(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    state = _state(clock)
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", state, clock.now()))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) == state
    other = DialogueState(choices=("a", "b"))
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", other, clock.now()))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) == other


def test_it_belongs_to_one_person_of_one_account(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", _state(clock), clock.now()))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o2", clock.now())) is None
    assert store.read(lambda r: memory.load(r, sealer, "other", "o1", clock.now())) is None


def test_it_is_forgotten_after_ten_minutes(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", _state(clock), clock.now()))
    clock.advance(timedelta(minutes=9, seconds=59))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) is not None
    clock.advance(timedelta(seconds=1))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) is None
    assert store.run(lambda tx: memory.purge(tx, clock.now())) == 1
    assert store.run(lambda tx: memory.purge(tx, clock.now())) == 0


def test_nothing_to_remember_forgets(store: Store, sealer: Sealer, clock: ManualClock) -> None:
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", _state(clock), clock.now()))
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", None, clock.now()))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) is None


def test_a_state_of_another_version_is_forgotten(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    write = sql("INSERT INTO dialogues (oa, openid, sealed, at_us) VALUES ('main', 'o1', :s, :at)")
    place = {"table": "dialogues", "column": "sealed", "row": "main:o1"}
    other = sealer.seal('{"choices": "no"}', **place)
    store.run(lambda tx: tx.run(write, s=other, at=to_us(clock.now())))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o1", clock.now())) is None


def test_what_was_said_lies_sealed_in_its_own_row(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    store.run(lambda tx: memory.save(tx, sealer, "main", "o1", _state(clock), clock.now()))
    row = store.read(lambda r: r.one(sql("SELECT sealed FROM dialogues")))
    assert row is not None
    assert "李雷".encode() not in row[0]
    store.run(lambda tx: tx.run(sql("UPDATE dialogues SET openid='o2'")))
    assert store.read(lambda r: memory.load(r, sealer, "main", "o2", clock.now())) is None
