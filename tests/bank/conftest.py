"""The small bank, opened on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.bank import town
from tests.bank.served import KEY, served
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


@pytest.fixture
def door(store_url: str, core: EmbeddedCore) -> Iterator[httpx.Client]:
    """The core in another process."""
    assert core.atomic
    with served(store_url) as server:
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        limits = httpx.Limits(max_connections=24)
        with httpx.Client(
            base_url=server.url, headers=headers, timeout=20, limits=limits
        ) as client:
            yield client
