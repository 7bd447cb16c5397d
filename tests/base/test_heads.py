"""Heads of requests on real sockets: too large, too slow, never sent; and the ordinary ones."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn

from tests.checks import Sabotage
from tests.e2e.sockets import listening, running
from weiyin.base import heads
from weiyin.base.heads import HEAD_LIMIT_BYTES, BoundedHttp

SABOTAGE = {
    "H03": Sabotage(
        "src/weiyin/base/heads.py",
        "self.loop.call_later(HEAD_SECONDS, self.transport.close)",
        "self.loop.call_later(600, self.transport.close)",
    ),
    "H01": Sabotage(
        "src/weiyin/base/heads.py",
        "if self._head_bytes > HEAD_LIMIT_BYTES:",
        "if self._head_bytes < 0:",
    ),
}
GET = b"GET / HTTP/1.1\r\nhost: bank.test\r\n"
_TICK_S = 0.05


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Says how much it got."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    body = f"got {size}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(heads, "HEAD_SECONDS", 0.3)
    config = uvicorn.Config(
        app, log_config=None, ws="none", lifespan="off", http=BoundedHttp, access_log=False
    )
    with listening() as listener, running(config, listener):
        yield listener.getsockname()


@contextmanager
def line(address: tuple[str, int]) -> Iterator[socket.socket]:
    with socket.create_connection(address, timeout=5) as opened:
        yield opened


def is_closed(opened: socket.socket) -> bool:
    try:
        return opened.recv(4096) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def test_h03_who_says_nothing_is_let_go(address: tuple[str, int]) -> None:
    with line(address) as silent:
        assert is_closed(silent)


@pytest.mark.parametrize("begun", [b"G", b"GET /", GET, GET + b"x-slow: "])
def test_h03_who_drips_a_head_is_let_go(address: tuple[str, int], begun: bytes) -> None:
    with line(address) as slow:
        slow.sendall(begun)
        slow.settimeout(_TICK_S)
        assert any(_dripped(slow) for _ in range(100))


def _dripped(slow: socket.socket) -> bool:
    """One more byte, and whether the other side has gone."""
    try:
        slow.sendall(b"a")
    except ConnectionError:
        return True
    return is_closed(slow)


@pytest.mark.parametrize(
    "begun", [b"GET /", GET + b"x-long: ", GET + b"x: y\r\n" * 20_000, b"\r\n" * 200_000]
)
def test_h01_a_head_is_bounded(
    address: tuple[str, int], begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "HEAD_SECONDS", 600)  # it is not the time that ends it
    with line(address) as wide:
        try:
            wide.sendall(begun)
            for _ in range(4):
                wide.sendall(b"a" * HEAD_LIMIT_BYTES)
        except ConnectionError:
            return
        assert is_closed(wide)


def test_an_ordinary_client_notices_nothing(address: tuple[str, int]) -> None:
    """Requests after a pause on one connection, pieces of a head, a body that takes its time."""
    with line(address) as opened:
        for _ in range(2):
            opened.sendall(GET)
            opened.sendall(b"x-note: " + b"n" * 8_000 + b"\r\n\r\n")
            assert opened.recv(4096).endswith(b"got 0")
            _pause(opened)
        opened.sendall(b"POST / HTTP/1.1\r\nhost: bank.test\r\ncontent-length: 6\r\n\r\nabc")
        _pause(opened)
        opened.sendall(b"def")
        assert opened.recv(4096).endswith(b"got 6")


def _pause(opened: socket.socket) -> None:
    """Longer than a head may take; nothing is said meanwhile, and nobody hangs up."""
    opened.settimeout(0.4)
    with pytest.raises(TimeoutError):
        opened.recv(1)
    opened.settimeout(5)
