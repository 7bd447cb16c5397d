"""A town for a test, on each engine in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.town import Town, open_town
from weiyin.base.clock import ManualClock


@pytest.fixture
def town(store_url: str, clock: ManualClock) -> Iterator[Town]:
    with open_town(store_url, clock) as made:
        yield made
