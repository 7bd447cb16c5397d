"""The small bank, opened on each engine."""

from __future__ import annotations

import pytest

from tests.bank import town
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import ManualClock
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store


@pytest.fixture
def core(store: Store, clock: ManualClock, sealer: Sealer) -> EmbeddedCore:
    """The books of the small bank, stocked."""
    made = EmbeddedCore(town.BOOK, clock, sealer)
    store.run(lambda tx: town.build(tx, made))
    return made
