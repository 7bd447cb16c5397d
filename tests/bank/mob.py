"""A crowd of callers who send transfers until each is answered, whatever becomes of the server."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from tests.bank import town
from tests.bank.served import KEY
from weiyin.bank.contract import Person
from weiyin.bank.core import Receipt, TransferOrder
from weiyin.bank.remote import RemoteCore
from weiyin.base.errors import TryLater, Unknown
from weiyin.base.mask import Secret

_PATIENCE = 2_000


@dataclass
class Mob:
    """`acked`: the receipt each key got; `asked_again`: how often an answer did not come."""

    url: str
    people: list[Person]
    seed: int
    acked: dict[str, tuple[TransferOrder, Receipt]] = field(default_factory=dict)
    asked_again: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, callers: int, each: int) -> None:
        """Everybody sends `each` orders, one after the other. Raises what a caller was refused."""
        with ThreadPoolExecutor(callers) as crowd:
            for done in [crowd.submit(self._caller, number, each) for number in range(callers)]:
                done.result()

    def _caller(self, number: int, each: int) -> None:
        dice = random.Random(self.seed * 1_000 + number)
        with httpx.Client(timeout=5) as http:
            core = RemoteCore(self.url, Secret(KEY), http)
            for serial in range(each):
                payer, payee = dice.sample(self.people, 2)
                order = town.order(f"k{number}-{serial}", dice.randint(1, 500), payer, payee)
                receipt = self._until_answered(core, order)
                if dice.random() < 0.05:
                    assert self._until_answered(core, order) == receipt
                with self._lock:
                    self.acked[order.key] = (order, receipt)

    def _until_answered(self, core: RemoteCore, order: TransferOrder) -> Receipt:
        for _ in range(_PATIENCE):
            try:
                return core.books().transfer(order)
            except (TryLater, Unknown):
                with self._lock:
                    self.asked_again += 1
                time.sleep(0.005)
        raise AssertionError(f"{order.key} was never answered")
