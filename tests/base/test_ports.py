"""A port found free is free, side by side with as many as asked for, and out of callers' reach."""

from __future__ import annotations

import socket
from dataclasses import dataclass

import pytest

from weiyin.base.errors import TryLater
from weiyin.base.ports import HIGHEST, LOWEST, free_port


@dataclass
class Always:
    """A chance that always falls the same way."""

    number: int

    def getrandbits(self, k: int, /) -> int:
        return self.number


def test_so_many_side_by_side_below_the_callers_ports() -> None:
    first = free_port(3)
    assert LOWEST <= first <= HIGHEST - 2
    for port in range(first, first + 3):
        socket.create_server(("127.0.0.1", port)).close()


def test_one_that_somebody_listens_at_is_not_given() -> None:
    first = free_port(2)
    with (
        socket.create_server(("127.0.0.1", first + 1)),
        pytest.raises(TryLater, match="no 2 free ports"),
    ):
        free_port(2, Always(first - LOWEST))
