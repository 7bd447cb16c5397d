"""A pytest plugin for S06: tests in an order drawn by lot, and no socket out of this machine."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterator
from typing import Any

import pytest

_OURS = ("127.", "::1", "localhost", "/", "\0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Shuffled file by file and test by test; parameters of fixtures are set up as they come."""
    random.Random(os.environ["WEIYIN_SHUFFLE"]).shuffle(items)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        where = address if isinstance(address, str) else str(address[0])
        assert where.startswith(_OURS), f"a test speaks to {where}"
        connect(self, address)

    socket.socket.connect = only_here  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
