"""The wire itself, over real sockets: kept, reopened, cut off; and what it must not be led to."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.checks import Sabotage
from weiyin.base.errors import Misconfigured, TryLater, Unknown
from weiyin.base.ports import free_port
from weiyin.channel.wechat.http import WechatHttp
from weiyin.channel.wechat.kept import KeptWire, open_wire

SABOTAGE = {
    "O06": Sabotage(
        "src/weiyin/channel/wechat/kept.py",
        "httpx.create_ssl_context()",
        "httpx.create_ssl_context(verify=False)",
    ),
}
TOKEN = {"access_token": "s3cret-token"}
SEND = "/cgi-bin/message/template/send"


class Peer(ThreadingHTTPServer):
    """Answers as `script` says, by the path; notes every request and connection."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[str] = []
        self.connections = 0
        self.location = ""
        self.hang_up = False
        self.hung_up = threading.Semaphore(0)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        super().shutdown_request(request)
        self.hung_up.release()

    def handle_error(self, *_: object) -> None:
        """A client that goes away is no error of the test."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Peer

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.heard.append(self.path)
        body = b'{"errcode": 0, "msgid": 7}'
        if "/cut" in self.path:
            self.send_response(200)
            self.send_header("content-length", str(len(body) + 10))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True
            return
        self.send_response(302 if "/away" in self.path else 200)
        self.send_header("location", self.server.location)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.server.hang_up

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Peer]:
    peer = Peer()
    if tls:
        peer.socket = tls.wrap_socket(peer.socket, server_side=True)
    thread = threading.Thread(target=peer.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        thread.join()
        peer.server_close()


def base(peer: Peer, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{peer.server_address[1]}"


def send(http: WechatHttp, path: str = SEND, *, repeatable: bool = False) -> bytes:
    return http.ask("POST", path, TOKEN, body={"touser": "o"}, repeatable=repeatable)[0]


def test_a_connection_is_kept_and_reopened_when_the_other_end_hung_up() -> None:
    with serving() as peer:
        http = WechatHttp(base(peer))
        for _ in range(5):
            assert b"msgid" in send(http)
        assert peer.connections == 1
        peer.hang_up = True
        for _ in range(4):
            assert b"msgid" in send(http)
            assert peer.hung_up.acquire(timeout=10)
        assert len(peer.heard) == 9
        http.close()


def test_an_answer_cut_off_is_unknown_unless_it_may_be_repeated() -> None:
    with serving() as peer:
        http = WechatHttp(base(peer))
        with pytest.raises(Unknown):
            send(http, "/cut")
        with pytest.raises(TryLater):
            send(http, "/cut", repeatable=True)
        http.close()


def test_o06_a_redirect_is_not_followed() -> None:
    with serving() as elsewhere, serving() as peer:
        peer.location = base(elsewhere) + "/stolen"
        http = WechatHttp(base(peer))
        with pytest.raises(Misconfigured):
            send(http, "/away")
        assert elsewhere.heard == []
        http.close()


def test_o06_a_name_that_does_not_resolve_is_not_reached() -> None:
    http = WechatHttp("https://api.weixin.invalid")
    with pytest.raises(TryLater):
        send(http)
    http.close()


@pytest.mark.parametrize("flaw", ["unknown issuer", "expired", "another host"])
def test_o06_a_certificate_that_does_not_hold_is_told_no_token(
    flaw: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = _certificate(tmp_path, flaw)
    if flaw != "unknown issuer":
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(_server_side(trusted)) as peer:
        http = WechatHttp(base(peer, "https"))
        with pytest.raises(TryLater):
            send(http)
        assert peer.heard == []
        http.close()


def test_o06_a_certificate_that_holds_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = _certificate(tmp_path, "none")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(_server_side(trusted)) as peer:
        http = WechatHttp(base(peer, "https"))
        assert b"msgid" in send(http)
        http.close()


def test_a_proxy_of_the_environment_is_honoured_but_not_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert isinstance(open_wire("https://api.weixin.qq.com"), httpx.HTTPTransport)
    assert isinstance(open_wire("http://127.0.0.1:8000"), KeptWire)
    monkeypatch.setenv("no_proxy", "api.weixin.qq.com")
    assert isinstance(open_wire("https://api.weixin.qq.com"), KeptWire)


def test_nobody_listens() -> None:
    port = free_port()
    with pytest.raises(TryLater):
        send(WechatHttp(f"http://127.0.0.1:{port}"))


def _certificate(folder: Path, flaw: str) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    host = "127.0.0.2" if flaw == "another host" else "127.0.0.1"
    first = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    last = dt.datetime(2020 if flaw == "expired" else 2100, 1, 2, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "peer.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def _server_side(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
