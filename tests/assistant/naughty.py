"""A small server of models on this machine that answers as it is told to, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Misbehaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Naughty:
    """`answer` decides what the next requests get; `asked` keeps path and body of each."""

    url: str = ""
    answer: Misbehaviour = field(default=lambda _: None)
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def naughty() -> Iterator[Naughty]:
    """The server, at a free port, until the block ends."""
    told = Naughty()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            told.asked.append((self.path, body))
            told.keys.append(self.headers.get("authorization", ""))
            with suppress(OSError):  # the asker has left: that is what it was to do
                told.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(value: Any, status: int = 200) -> Misbehaviour:
    return raw(json.dumps(value, ensure_ascii=False).encode(), status)


def raw(body: bytes, status: int = 200, **headers: str) -> Misbehaviour:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def silent(told: Naughty) -> Misbehaviour:
    return lambda _: told.released.wait(30) and None


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(1000):
        request.wfile.write(b" " * 65536)


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True
    request.connection.close()


def bad_answers(told: Naughty) -> dict[str, Misbehaviour]:
    """Everything that a broken server may do."""
    return {
        "silent": silent(told),
        "endless": endless,
        "hangs up": hangs_up,
        "500": raw(b"<html>oops</html>", 500),
        "429": says({"error": "busy"}, 429),
        "html": raw(b"<html>hello</html>"),
        "empty": raw(b""),
        "not utf-8": raw(b'{"text": "\xff\xfe"}'),
        "a list": says([1, 2]),
        "null": says({"text": None, "choices": None}),
        "elsewhere": raw(b"", 302, location=f"{told.url}/other"),
        "cut": raw(b'{"text": "\xe6\x9f'),
    }
