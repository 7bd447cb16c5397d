"""The lane: many callers in few units, each with its own answer."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import cast

import pytest

from tests.bank import town
from weiyin.bank.core import Receipt
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.lane import Lane
from weiyin.bank.verify import verify
from weiyin.base.errors import BadInput, NotAllowed, Refused, TryLater
from weiyin.base.money import Money
from weiyin.storage.store import Store


def test_everybody_hears_their_own_answer(store: Store, core: EmbeddedCore) -> None:
    lane = Lane(store, core)

    def send(number: int) -> Receipt | Refused:
        fen = 0 if number % 10 == 3 else 600_000 if number % 10 == 7 else 100
        try:
            return lane.transfer(town.order(f"k{number}", fen))
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(40) as crowd:
        heard = list(crowd.map(send, range(100)))
    for number, answer in enumerate(heard):
        expected = {3: BadInput, 7: NotAllowed}.get(number % 10, Receipt)
        assert type(answer) is expected
        if isinstance(answer, Receipt):
            status = store.read(lambda r, n=number: core.books(r).order_status(f"k{n}"))
            assert status == answer
    assert town.balance(store, core, town.LEI) == 1_000_000 - 80 * 100
    assert store.read(lambda reader: verify(reader, core.book)) == []


def test_the_same_key_in_one_batch(store: Store, core: EmbeddedCore) -> None:
    lane = Lane(store, core)
    gate = threading.Event()
    store.submit(lambda _: gate.wait(5))  # while this unit lasts, the orders gather
    with ThreadPoolExecutor(3) as three:
        futures = [three.submit(lane.transfer, town.order("k", fen)) for fen in (500, 500, 501)]
        gate.set()
    outcomes = [future.exception() for future in futures]
    assert sorted(type(one).__name__ for one in outcomes) == ["KeyReused", "NoneType", "NoneType"]
    assert futures[0].result() == futures[1].result()


def test_one_poisonous_order_does_not_hurt_its_neighbours(store: Store, core: EmbeddedCore) -> None:
    lane = Lane(store, core)
    gate = threading.Event()
    store.submit(lambda _: gate.wait(5))
    poison = replace(town.order("poison"), to_name=cast("str", None))
    with ThreadPoolExecutor(3) as three:
        good = [three.submit(lane.transfer, town.order(f"k{n}", 500)) for n in range(2)]
        bad = three.submit(lane.transfer, poison)
        gate.set()
    assert isinstance(bad.exception(), TypeError)
    assert [future.result().amount for future in good] == [Money(500)] * 2


def test_a_closed_store_is_told(store: Store, core: EmbeddedCore) -> None:
    lane = Lane(store, core)
    store.close()
    for number in range(2):
        with pytest.raises(TryLater):
            lane.transfer(town.order(f"k{number}"))
