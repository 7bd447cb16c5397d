"""The wire to one host: plain HTTP/1.1 over connections that are kept, by the standard library.

A notice costs a third of the processor that httpx's own transport takes, which is what a worker's
rate hangs on. It speaks httpx's transport interface, so that tests and proxies can stand in.
"""

from __future__ import annotations

import select
import ssl
from collections import deque
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.request import getproxies, proxy_bypass

import httpx

_CONNECT_S, _ANSWER_S = 3.0, 8.0
_MOST_IDLE = 64
MAX_BYTES = 16 * 1024 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FAULTS = (OSError, HTTPException)


def open_wire(base: str) -> httpx.BaseTransport:
    """The wire to the host of `base`, through the environment's proxy where it names one.

    This very machine is never spoken to through a proxy.
    """
    url = httpx.URL(base)
    proxy = getproxies().get(url.scheme)
    if proxy and url.host not in _LOOPBACK and not proxy_bypass(url.host):
        return httpx.HTTPTransport(proxy=proxy)
    return KeptWire(url)


class KeptWire(httpx.BaseTransport):
    """Safe for many threads: each takes an idle connection, or opens one, and gives it back.

    Raises `httpx.ConnectError` when nothing can have been sent, `httpx.ReadError` when it is not
    known. An answer longer than `MAX_BYTES` is cut to one byte more.
    """

    def __init__(self, url: httpx.URL) -> None:
        self._host, self._port = url.host, url.port
        self._tls = httpx.create_ssl_context() if url.scheme == "https" else None
        self._idle: deque[HTTPConnection] = deque(maxlen=_MOST_IDLE)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        connection = self._taken()
        try:
            connection.request(
                request.method, request.url.raw_path.decode(), body, dict(request.headers)
            )
            answer = connection.getresponse()
            content = answer.read(MAX_BYTES + 1)
        except _FAULTS as fault:
            connection.close()
            raise httpx.ReadError(type(fault).__name__, request=request) from fault
        if answer.length and len(content) <= MAX_BYTES:
            connection.close()
            raise httpx.ReadError("cut off", request=request)
        if answer.isclosed() and not answer.will_close:
            self._idle.append(connection)
        else:
            connection.close()
        return httpx.Response(answer.status, headers=_headers(answer), content=content)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _taken(self) -> HTTPConnection:
        """An open connection: the one used last, unless its other end has hung up meanwhile."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                return self._opened()
            if not _has_ended(connection):
                return connection
            connection.close()

    def _opened(self) -> HTTPConnection:
        connection = (
            HTTPSConnection(self._host, self._port, timeout=_CONNECT_S, context=self._tls)
            if self._tls
            else HTTPConnection(self._host, self._port, timeout=_CONNECT_S)
        )
        try:
            connection.connect()
        except (*_FAULTS, ssl.SSLError) as fault:
            connection.close()
            raise httpx.ConnectError(type(fault).__name__) from fault
        connection.sock.settimeout(_ANSWER_S)
        return connection


def _has_ended(connection: HTTPConnection) -> bool:
    """Something to read on an idle connection is its end."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(0))


def _headers(answer: HTTPResponse) -> list[tuple[str, str]]:
    """Those that somebody looks at: the body is whole already."""
    return [("content-type", answer.getheader("content-type", ""))]
