"""ASGI apps on sockets of this machine that were opened before the apps were made."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket whose port may be told to others before anybody answers at it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def url_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def serving(app: Any, listener: socket.socket) -> Iterator[None]:
    """`app`, its lifespan too, in a thread of its own."""
    config = uvicorn.Config(app, log_config=None, ws="none", timeout_graceful_shutdown=5)
    with running(config, listener):
        yield


@contextmanager
def running(config: uvicorn.Config, listener: socket.socket) -> Iterator[None]:
    """A server of that configuration, in a thread of its own."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def until(look: Any, seconds: float = 8.0) -> Any:
    """What `look` finds once there is something; fails when it never comes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("it never came")
