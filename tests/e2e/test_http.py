"""Checks on HTTP itself, put to the very server that an install runs, byte by byte."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.checks import Sabotage
from tests.e2e.sockets import listening, running, url_of
from tests.e2e.town import settings_of
from weiyin.app import Plugs, compose
from weiyin.base.clock import SystemClock
from weiyin.serving import manners, web_config

SABOTAGE = {
    "H02": Sabotage(
        "src/weiyin/base/heads.py",
        "        super().connection_made(transport)\n",
        "        super().connection_made(transport)\n"
        "        self.parser.set_dangerous_leniencies(lenient_chunked_length=True)\n",
    ),
    "H08": Sabotage(
        "src/weiyin/logs.py",
        "processors=[*shared, structlog.processors.JSONRenderer(_one_line)],",
        "processors=[*shared, structlog.processors.KeyValueRenderer()],",
    ),
    "H09": Sabotage("src/weiyin/serving.py", '",".join(trusted_proxies)', '"*"'),
    "H04": Sabotage(
        "src/weiyin/base/posted.py",
        "if len(announced) > 9 or int(announced) > limit_bytes:",
        "if len(announced) > 99:",
    ),
    "H06": Sabotage(
        "src/weiyin/pages/app.py",
        "_Static(directory=STATIC, ",
        "_Static(directory=STATIC.parent, ",
    ),
}
WEBS = ("/wechat/main", "/p/f/balance_query", "/api/v1/functions", "/feeds/main", "/healthz")


@dataclass
class Line:
    """A server of the small bank, spoken to in raw bytes."""

    port: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def say(self, request: bytes) -> bytes:
        """All that comes back until the server closes, or is silent for a second."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as wire:
            heard = b""
            try:
                wire.sendall(request)
                wire.settimeout(1)
                while part := wire.recv(65_536):
                    heard += part
            except (TimeoutError, ConnectionResetError, BrokenPipeError):
                pass
            return heard

    def ask(self, method: str, path: str, *heads: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and everything, of one request after which the server closes; 0: it hung up."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", "Connection: close", *heads]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        heard = self.say("\r\n".join([*lines, "", ""]).encode() + body)
        return (*statuses(heard), 0)[0], heard


def statuses(heard: bytes) -> list[int]:
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3})", heard)]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Line]:
    path = tmp_path_factory.mktemp("http") / "store.db"
    shutil.copyfile(migrated_sqlite, path)
    with listening() as listener:
        url = url_of(listener)
        app = compose(settings_of(f"sqlite:///{path}", url, url), Plugs(clock=SystemClock()))
        with running(web_config(app, "127.0.0.1", 0, deliver=False), listener):
            yield Line(listener.getsockname()[1])
        app.close()


SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
FRAMINGS = {
    "twice": (b"Content-Length: 4\r\nContent-Length: 40", b"a=1&"),
    "twice in one": (b"Content-Length: 4, 40", b"a=1&"),
    "with chunks": (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
    "chunks with": (b"Transfer-Encoding: chunked\r\nContent-Length: 4", b"0\r\n\r\n"),
    "plus": (b"Content-Length: +5", b"a=1&b"),
    "hex": (b"Content-Length: 0x5", b"a=1&b"),
    "minus": (b"Content-Length: -5", b"a=1&b"),
    "empty": (b"Content-Length: ", b""),
    "words": (b"Content-Length: five", b"a=1&b"),
    "too small": (b"Content-Length: 3", b"a=1&b=2"),
    "spaced name": (b"Content-Length : 5", b"a=1&b"),
    "folded": (b"Content-Length:\r\n 5", b"a=1&b"),
    "not chunked": (b"Transfer-Encoding: xchunked", b"0\r\n\r\n"),
    "chunk of hex": (b"Transfer-Encoding: chunked", b"0x5\r\na=1&b\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("path", WEBS)
@pytest.mark.parametrize("framing", FRAMINGS)
def test_h02_a_body_has_one_length(line: Line, path: str, framing: str) -> None:
    heads, body = FRAMINGS[framing]
    request = b"POST %s HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n%s%s" % (
        path.encode(), line.host.encode(), heads, body, SMUGGLED,
    )  # fmt: skip
    heard = line.say(request)
    assert statuses(heard), framing
    assert 400 <= statuses(heard)[0] < 500
    assert statuses(heard)[-1] != 200, heard[-300:]


@pytest.mark.parametrize("path", WEBS[:4])
def test_h04_no_upload_is_unpacked(line: Line, path: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\n1\r\n'
    many = b"".join(part % number for number in range(100_000)) + b"--x--\r\n"
    heads = ("Content-Type: multipart/form-data; boundary=x", f"Origin: http://{line.host}")
    # A server that refuses before it has read all may hang up while we still speak.
    assert line.ask("POST", path, *heads, body=many)[0] in {0, 400, 403, 404, 405, 413, 415}
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        announced = (f"Content-Type: {kind}", f"Origin: http://{line.host}")
        status, _ = line.ask("POST", path, *announced, "Content-Length: 104857600")
        assert status in {400, 403, 404, 405, 413, 415}, kind


_METHODS = ("TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "GETS")
_PATHS = (
    "/.git/config", "/p/.git/HEAD", "/p/static/", "/p/static", "/p/static/../pages.py",
    "/p/static/..%2fapp.py", "/p/static/%2e%2e/app.py", "/p/static/%252e%252e/app.py",
    "/p/static/....//app.py", "/p/static/..\\\\app.py", "/p/static//etc/passwd", "//evil.test/p/in",
    "/p//evil.test", "/wechat/../settings.py", "/wechat/%2e%2e/p", "/api/v1/../../settings.py",
    "/p/templates/base.html", "/p/static/%00", "/p/static/pages.css%00.py",
    "/%2e%2e/%2e%2e/etc/passwd",
)  # fmt: skip


def test_h06_only_what_is_offered_is_served(line: Line) -> None:
    assert line.ask("GET", "/p/static/pages.css")[0] == 200
    for path in _PATHS:
        status, heard = line.ask("GET", path)
        assert status in {400, 404, 405, 421}, path
        assert b"location:" not in heard.lower(), path
        assert b"Index of" not in heard
    for path in WEBS:
        for method in _METHODS:
            status, heard = line.ask(method, path)
            assert status in {400, 403, 404, 405}, (method, path)
            assert method.encode() not in heard.partition(b"\r\n\r\n")[2]
    for kind in ("application/json", "text/xml; charset=utf-16", "multipart/form-data", "x" * 500):
        heads = (f"Content-Type: {kind}", f"Origin: http://{line.host}")
        assert line.ask("POST", "/p/size", *heads, body=b"size=big")[0] in {400, 415}, kind


_SPLIT = ("%0d%0aX-Split:%20yes", "%E5%98%8A%E5%98%8DX-Split:%20yes", "%0aX-Split:%20yes")


def test_h08_what_comes_back_in_a_head_stays_in_its_line(line: Line) -> None:
    for split in _SPLIT:
        for path in (
            f"/p/in?to=/p/f/balance_query{split}", f"/p/in?oa=main{split}&to=/p/f/balance_query",
            f"/p/f/balance_query{split}", f"/p/static/pages.css?v={split}", f"/wechat/main{split}",
        ):  # fmt: skip
            heads = line.ask("GET", path, f"Referer: http://x/{split}")[1].partition(b"\r\n\r\n")[0]
            assert b"\nx-split" not in heads.lower(), path
    status, heard = line.ask("GET", "/p/f/balance_query", "Host: a\r\n b")
    assert status == 400, heard


_LOGGING = """
import logging
import structlog
from weiyin import logs
logs.configure("info")
name = 'o-1\\r\\n{"level": "error", "event": "forged"}\\u2028\\x1b[31m'
structlog.get_logger().info("heard", openid=name, **{"event\\nname": "x"})
logging.getLogger("elsewhere").info("said %s", name)
"""


def test_h08_a_line_of_the_log_is_a_line() -> None:
    done = subprocess.run([sys.executable, "-c", _LOGGING], capture_output=True, check=True)
    told = done.stderr.decode().splitlines()
    assert len(told) == 2
    assert all(json.loads(words)["level"] == "info" for words in told)
    assert "\x1b" not in "".join(told)


def _client_seen(proxies: str, forwarded: str) -> str:
    """The address that the server takes a request to come from."""
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            seen.append(scope["client"][0])
            await PlainTextResponse("")(scope, _receive, send)

    with listening() as listener:
        config = uvicorn.Config(app, lifespan="off", **manners(proxies.split()))
        with running(config, listener):
            Line(listener.getsockname()[1]).ask("GET", "/", f"X-Forwarded-For: {forwarded}")
    return seen[0]


def test_h09_only_a_proxy_of_ours_says_who_calls() -> None:
    assert _client_seen("", "203.0.113.9") == "127.0.0.1"
    assert _client_seen("10.0.0.1", "203.0.113.9") == "127.0.0.1"
    assert _client_seen("127.0.0.1", "203.0.113.9") == "203.0.113.9"
    assert _client_seen("127.0.0.1", "198.51.100.7, 203.0.113.9") == "203.0.113.9"
