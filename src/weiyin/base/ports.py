"""Ports of this machine for servers of our own that are started a moment later."""

from __future__ import annotations

import socket
from contextlib import ExitStack

from weiyin.base.errors import TryLater
from weiyin.base.ids import SYSTEM_RNG, Rng

LOWEST = 20_000
# Systems take the ports of outgoing calls from above this (Linux 32768, others 49152: RFC 6335):
# one found up there may be some call's own before its server has started.
HIGHEST = 32_767
_TRIES = 200


def free_port(count: int = 1, rng: Rng = SYSTEM_RNG) -> int:
    """The first of `count` ports side by side at which nobody on 127.0.0.1 listens."""
    for _ in range(_TRIES):
        first = LOWEST + rng.getrandbits(64) % (HIGHEST - LOWEST - count + 2)
        if _all_free(range(first, first + count)):
            return first
    raise TryLater(f"no {count} free ports side by side between {LOWEST} and {HIGHEST}")


def _all_free(ports: range) -> bool:
    with ExitStack() as held:
        try:
            for port in ports:
                held.enter_context(socket.create_server(("127.0.0.1", port)))
        except OSError:
            return False
    return True
