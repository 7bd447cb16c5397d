"""The pages in a real browser: a server on a free port, and a sign-in that knows one phone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from weiyin.base.signin import SignedIn


class AtOnce:
    """Signs the phone's owner in without asking, as WeChat does inside its own browser."""

    def __init__(self, openid: str) -> None:
        self.openid = openid

    def authorize_url(self, oa: str, back_url: str, state: str) -> str:
        return f"{back_url}?{urlencode({'code': oa, 'state': state})}"

    def signed_in(self, oa: str, code: str) -> SignedIn:
        assert oa == code
        return SignedIn(self.openid)


def free_socket() -> socket.socket:
    found = socket.socket()
    found.bind(("127.0.0.1", 0))
    found.listen()  # so that the first visitor waits instead of being turned away
    return found


@contextmanager
def serving(app: Starlette | ASGIApp, listener: socket.socket) -> Iterator[None]:
    """Serve `app` on `listener` from a thread until the block ends."""
    config = uvicorn.Config(app, log_level="error", lifespan="off", server_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
