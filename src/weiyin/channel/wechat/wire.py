"""HTTP as the callback needs it, straight on ASGI: bounded bodies, strict queries, bare answers."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote_plus

from starlette.types import Receive, Scope, Send

from weiyin.channel.wechat.faults import Forged
from weiyin.channel.wechat.patience import Patience
from weiyin.channel.wechat.xml import MAX_BYTES

_MAX_QUERY = 4096
_TEXT = b"text/plain; charset=utf-8"
_XML = b"text/xml; charset=utf-8"
_JSON = b"application/json; charset=utf-8"
_ALWAYS = [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]


class Status:
    """A refusal: the same bytes each time, and nothing in them about why."""

    def __init__(self, status: int, words: str, *headers: tuple[bytes, bytes]) -> None:
        self._status = status
        self._body = words.encode()
        self._headers = headers

    async def __call__(self, send: Send) -> None:
        await _respond(send, self._status, _TEXT, self._body, *self._headers)


_CLOSE = (b"connection", b"close")
BAD_REQUEST = Status(400, "bad request")
FORBIDDEN = Status(403, "forbidden")
NOT_FOUND = Status(404, "not found")
NOT_ALLOWED = Status(405, "method not allowed", (b"allow", b"GET, POST"))
TOO_SLOW = Status(408, "request timeout", _CLOSE)
TOO_LARGE = Status(413, "content too large", _CLOSE)
UNSUPPORTED = Status(415, "unsupported media type", _CLOSE)


def query(scope: Scope) -> dict[str, str]:
    """The query's parameters. Raises `Forged` for one that is doubled, too long or no text."""
    raw: bytes = scope["query_string"]
    if len(raw) > _MAX_QUERY:
        raise Forged
    found: dict[str, str] = {}
    for pair in raw.decode("latin-1").split("&"):
        name, _, value = pair.partition("=")
        if name in found:
            raise Forged
        found[name] = unquote_plus(value) if "%" in value or "+" in value else value
    return found


async def body(scope: Scope, receive: Receive, patience: Patience) -> bytes | Status:
    """The whole body, or the status that refuses it: too large (even unread), too slow, packed."""
    for name, value in scope["headers"]:
        if name == b"content-length" and _announces_too_much(value):
            return TOO_LARGE
        if name == b"content-encoding" and value.strip().lower() not in {b"", b"identity"}:
            return UNSUPPORTED
    task = asyncio.current_task()
    assert task is not None
    with patience.wait() as wait:
        wait.call = task.cancel
        try:
            return await _whole(receive)
        except asyncio.CancelledError:
            if wait.is_over and not task.uncancel():
                return TOO_SLOW
            raise


async def words(send: Send, content: bytes) -> None:
    """200 with plain text."""
    await _respond(send, 200, _TEXT, content)


async def answer(send: Send, content: bytes, *, is_json: bool) -> None:
    """200 with an answer to a push: XML, JSON, or the bare word `success`."""
    kind = _TEXT if content == b"success" else _JSON if is_json else _XML
    await _respond(send, 200, kind, content)


def _announces_too_much(value: bytes) -> bool:
    return not value.isdigit() or len(value) > 9 or int(value) > MAX_BYTES


async def _whole(receive: Receive) -> bytes | Status:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return BAD_REQUEST
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BYTES:
            return TOO_LARGE
        more = message.get("more_body", False)
    return b"".join(parts)


async def _respond(
    send: Send, status: int, kind: bytes, content: bytes, *headers: tuple[bytes, bytes]
) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", kind),
                (b"content-length", str(len(content)).encode()),
                *_ALWAYS,
                *headers,
            ],
        }
    )
    await send({"type": "http.response.body", "body": content})
