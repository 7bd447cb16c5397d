"""Real servers on real sockets of this machine, ended with the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import uvicorn
from starlette.applications import Starlette

from weiyin.channel.wechat.gateway import Gateway


@contextmanager
def served(door: Gateway) -> Iterator[int]:
    """The gateway under uvicorn on a free port of 127.0.0.1."""
    app = Starlette(routes=[door.route])
    config = uvicorn.Config(app, "127.0.0.1", 0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Asked:
    """A request as the stand-in for WeChat's API got it."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answering = Callable[[Asked], Any]
"""Gives what to answer: an object for JSON, bytes, or (status, bytes)."""


class WechatApi:
    """A stand-in for api.weixin.qq.com: answers as told, notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.tokens = 0
        self.answers: dict[str, Answering] = {
            "/cgi-bin/stable_token": self._token,
        }
        self._lock = threading.Lock()

    def _token(self, _: Asked) -> Any:
        self.tokens += 1
        return {"access_token": f"token-{self.tokens}", "expires_in": 7200}

    def on(self, path: str, answer: Any) -> None:
        """`answer`: what to say, or a function of what was asked."""
        self.answers[path] = answer if callable(answer) else lambda _: answer

    def calls(self, path: str) -> list[Asked]:
        return [one for one in self.asked if one.path == path]

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        with self._lock:
            self.asked.append(asked)
            found = self.answers.get(asked.path)
            if found is None:
                return 404, b"{}"
            said = found(asked)
        if isinstance(said, tuple):
            return said
        return 200, said if isinstance(said, bytes) else json.dumps(said).encode()

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Its address while it listens."""
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _do(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                query = dict(parse_qsl(parts.query))
                status, content = api.answer(Asked(self.command, parts.path, query, body))
                if status == 0:  # hang up without a word
                    self.close_connection = True
                    return
                self.send_response(status)
                kind = "application/json" if content[:1] == b"{" else "application/octet-stream"
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _do  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
