from __future__ import annotations

from datetime import timedelta

from weiyin.assistant import memory
from weiyin.assistant.intents import DialogueState
from weiyin.base.clock import ManualClock, to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Store


def _state(clock: ManualClock) -> DialogueState:
    return DialogueState("transfer_same_bank", {"payee": "李雷"}, "amount")


def test_a_conversation_is_kept_and_replaced(store: Store, clock: ManualClock) -> None:
    state = _state(clock)
    store.run(lambda tx: memory.save(tx, "main", "o1", state, clock.now()))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) == state
    other = DialogueState(choices=("a", "b"))
    store.run(lambda tx: memory.save(tx, "main", "o1", other, clock.now()))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) == other


def test_it_belongs_to_one_person_of_one_account(store: Store, clock: ManualClock) -> None:
    store.run(lambda tx: memory.save(tx, "main", "o1", _state(clock), clock.now()))
    assert store.read(lambda r: memory.load(r, "main", "o2", clock.now())) is None
    assert store.read(lambda r: memory.load(r, "other", "o1", clock.now())) is None


def test_it_is_forgotten_after_ten_minutes(store: Store, clock: ManualClock) -> None:
    store.run(lambda tx: memory.save(tx, "main", "o1", _state(clock), clock.now()))
    clock.advance(timedelta(minutes=9, seconds=59))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) is not None
    clock.advance(timedelta(seconds=1))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) is None
    assert store.run(lambda tx: memory.purge(tx, clock.now())) == 1
    assert store.run(lambda tx: memory.purge(tx, clock.now())) == 0


def test_nothing_to_remember_forgets(store: Store, clock: ManualClock) -> None:
    store.run(lambda tx: memory.save(tx, "main", "o1", _state(clock), clock.now()))
    store.run(lambda tx: memory.save(tx, "main", "o1", None, clock.now()))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) is None


def test_a_state_of_another_version_is_forgotten(store: Store, clock: ManualClock) -> None:
    write = sql("INSERT INTO dialogues (oa, openid, state, at_us) VALUES ('main', 'o1', :s, :at)")
    store.run(lambda tx: tx.run(write, s='{"choices": "no"}', at=to_us(clock.now())))
    assert store.read(lambda r: memory.load(r, "main", "o1", clock.now())) is None
