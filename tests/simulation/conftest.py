"""A town for the days of a whole session: making it costs more than ten days."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from weiyin.simulation.town import Town, make_town


@pytest.fixture(scope="session")
def town() -> Town:
    return make_town()


@pytest.fixture(autouse=True)
def hushed() -> Iterator[None]:
    """Thousands of faults are met on purpose: the house need not speak of each."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)
