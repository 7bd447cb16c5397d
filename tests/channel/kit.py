"""The other side of the wire, written from the manual alone: signs, seals and opens like WeChat.

It shares no code with the product, so that the two cannot agree on the same mistake.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import struct
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from starlette.applications import Starlette

from weiyin.base.ask import Ask
from weiyin.base.clock import Clock
from weiyin.base.mask import Secret
from weiyin.base.reply import Reply, Say
from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.channel.wechat.gateway import Gateway

TOKEN = "weiyinToken"
APPID = "wx5823bf96d3bd56c7"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OLD_AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OPENID = "oZI8Fj040-e2Vy1n6gkoPOQTQaaa"
GH_ID = "gh_3fcea188bf78"


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def seal(
    message: bytes | str,
    *,
    aes_key: str = AES_KEY,
    appid: str = APPID,
    random16: bytes | None = None,
    length: int | None = None,
    padding: bytes | None = None,
) -> str:
    """As WeChat seals; `length` and `padding` let a test lie."""
    data = message.encode() if isinstance(message, str) else message
    said = len(data) if length is None else length
    frame = (random16 or os.urandom(16)) + struct.pack(">I", said) + data + appid.encode()
    if padding is None:
        pad = 32 - len(frame) % 32
        padding = bytes([pad]) * pad
    return base64.b64encode(_aes(aes_key).encryptor().update(frame + padding)).decode()


def unseal(sealed: str, *, aes_key: str = AES_KEY) -> tuple[str, str]:
    """(message, appid), reading exactly what the frame says."""
    frame = _aes(aes_key).decryptor().update(base64.b64decode(sealed))
    frame = frame[: -frame[-1]]
    (length,) = struct.unpack(">I", frame[16:20])
    return frame[20 : 20 + length].decode(), frame[20 + length :].decode()


def _aes(aes_key: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


@dataclass(frozen=True)
class Knock:
    """One request at the door."""

    query: Mapping[str, str] | str
    body: bytes = b""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    path: str = "/wechat/main"

    @property
    def query_string(self) -> str:
        return self.query if isinstance(self.query, str) else urlencode(self.query)


@dataclass(frozen=True)
class Heard:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Platform:
    """WeChat for one account, as far as pushes go."""

    def __init__(
        self, clock: Clock, token: str = TOKEN, aes_key: str = AES_KEY, appid: str = APPID
    ) -> None:
        self.clock = clock
        self.token, self.aes_key, self.appid = token, aes_key, appid
        self._nonces = iter(range(1_000_000_000, 9_999_999_999, 7))

    def proof(self, *, at: int | None = None, nonce: str = "", sealed: str = "") -> dict[str, str]:
        """The signed query of a push."""
        timestamp = str(int(self.clock.now().timestamp()) if at is None else at).zfill(10)
        nonce = nonce or str(next(self._nonces))
        query = {
            "signature": sha1(self.token, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
        }
        if sealed:
            proof = sha1(self.token, timestamp, nonce, sealed)
            query |= {"openid": OPENID, "encrypt_type": "aes", "msg_signature": proof}
        return query

    def plain(self, body: str | bytes, **proof: Any) -> Knock:
        data = body.encode() if isinstance(body, str) else body
        return Knock(self.proof(**proof), data, headers={"content-type": "text/xml"})

    def safe(self, message: str | bytes, *, beside: str = "", **proof: Any) -> Knock:
        """Sealed; `beside` are plain fields next to it, as in compatible mode."""
        sealed = seal(message, aes_key=self.aes_key, appid=self.appid)
        body = (
            f"<xml><ToUserName><![CDATA[{GH_ID}]]></ToUserName>{beside}"
            f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
        )
        query = self.proof(sealed=sealed, **proof)
        return Knock(query, body.encode(), headers={"content-type": "text/xml"})

    def safe_json(self, message: Mapping[str, Any], **proof: Any) -> Knock:
        data = json.dumps(message, ensure_ascii=False)
        sealed = seal(data, aes_key=self.aes_key, appid=self.appid)
        body = json.dumps({"ToUserName": GH_ID, "Encrypt": sealed})
        query = self.proof(sealed=sealed, **proof)
        return Knock(query, body.encode(), headers={"content-type": "application/json"})

    def open_answer(self, heard: Heard) -> str:
        """The message inside a sealed answer, its signature judged as WeChat would."""
        root = ET.fromstring(heard.text)
        sealed, proof, timestamp, nonce = (
            root.findtext(name, "") for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
        )
        assert proof == sha1(self.token, timestamp, nonce, sealed)
        message, appid = unseal(sealed, aes_key=self.aes_key)
        assert appid == self.appid
        return message


def message(kind: str = "text", *, openid: str = OPENID, at: int = 0, **fields: str) -> str:
    """A push as XML; every field in CDATA."""
    facts = {"ToUserName": GH_ID, "FromUserName": openid, "CreateTime": str(at or 1_784_512_800)}
    facts |= {"MsgType": kind, **fields}
    inside = "".join(
        f"<{name}><![CDATA[{_kept(value)}]]></{name}>" for name, value in facts.items()
    )
    return f"<xml>{inside}</xml>"


def _kept(words: str) -> str:
    return words.replace("]]>", "]]]]><![CDATA[>")


def text(content: str, msg_id: str = "5832509444155992351", **more: str) -> str:
    return message("text", Content=content, MsgId=msg_id, **more)


def account(mode: Mode | str = Mode.SAFE, **more: Any) -> OfficialAccount:
    facts: dict[str, Any] = {
        "key": "main",
        "appid": APPID,
        "secret": Secret("appsecret"),
        "token": Secret(TOKEN),
        "aes_key": Secret(AES_KEY),
        "mode": Mode(mode),
        "public_url": "https://bank.example",
    }
    return OfficialAccount(**(facts | more))


class Listener:
    """The answer function of a test: notes every ask, and says `reply` (or what it makes)."""

    def __init__(self, reply: Reply | Callable[[Ask], Reply] = Say("好的")) -> None:  # noqa: B008
        self.asks: list[Ask] = []
        self.reply = reply

    async def __call__(self, ask: Ask) -> Any:
        self.asks.append(ask)
        return self.reply(ask) if callable(self.reply) else self.reply


def gateway(
    clock: Clock,
    answer: Callable[[Ask], Awaitable[Any]],
    *accounts: OfficialAccount,
    late: Callable[[Ask], None] = lambda _: None,
    **more: Any,
) -> Gateway:
    known = {one.key: one for one in accounts or (account(),)}
    return Gateway(known, answer, late, clock, **more)


async def knock(door: Gateway, visit: Knock) -> Heard:
    """One request through the router, as a server would hand it over."""
    app = Starlette(routes=[door.route])
    sent: list[dict[str, Any]] = []
    inbox = [{"type": "http.request", "body": visit.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return inbox.pop(0) if inbox else {"type": "http.disconnect"}

    async def send(event: Any) -> None:
        sent.append(event)

    headers = {"content-length": str(len(visit.body)), **visit.headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": visit.method,
        "scheme": "http",
        "path": visit.path,
        "raw_path": visit.path.encode(),
        "query_string": visit.query_string.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    start = sent[0]
    told = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Heard(start["status"], told, b"".join(part.get("body", b"") for part in sent[1:]))


def visit(door: Gateway, *visits: Knock) -> list[Heard]:
    """Requests one after the other, in one event loop; then the door is drained."""

    async def all_of_them() -> list[Heard]:
        heard = [await knock(door, one) for one in visits]
        await door.drain()
        return heard

    return asyncio.run(all_of_them())


def fields_of(xml: str) -> dict[str, Any]:
    """A reply's elements by the standard library, to compare with."""

    def read(element: ET.Element) -> Any:
        if not len(element):
            return element.text or ""
        found: dict[str, Any] = {}
        for child in element:
            value = read(child)
            if child.tag in found:
                known = found[child.tag]
                found[child.tag] = [*known, value] if isinstance(known, list) else [known, value]
            else:
                found[child.tag] = value
        return found

    held: dict[str, Any] = read(ET.fromstring(xml))
    return held
