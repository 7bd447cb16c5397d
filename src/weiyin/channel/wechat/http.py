"""One HTTP exchange with WeChat, and what its failures mean.

Nothing sent → `TryLater`. Sent and not heard → `Unknown`, unless the call may simply be repeated.
Redirects are never followed: the address holds a token.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import httpx
import msgspec

from weiyin.base.errors import Misconfigured, TryLater, Unknown, WeiyinError
from weiyin.channel.wechat.kept import MAX_BYTES, open_wire

_JSON = {"content-type": "application/json; charset=utf-8"}

Files = Mapping[str, tuple[str, bytes, str]]
"""Form parts: name → (file name, content, content type)."""


class WechatHttp:
    """Speaks to one `base` address. Safe for many threads. `transport` is the seam for tests."""

    def __init__(self, base: str, transport: httpx.BaseTransport | None = None) -> None:
        for name in ("httpx", "httpcore"):
            # They log whole addresses, and ours hold tokens and secrets.
            logging.getLogger(name).setLevel(logging.WARNING)
        self._base = base
        self._wire = transport or open_wire(base)

    def close(self) -> None:
        self._wire.close()

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        *,
        body: Any = None,
        files: Files | None = None,
        repeatable: bool,
    ) -> tuple[bytes, str]:
        """The content and its type. Raises `TryLater`, `Unknown`, `Misconfigured`.

        Nothing follows redirects, keeps cookies or retries by itself.
        """
        content = None if body is None else msgspec.json.encode(body)
        request = httpx.Request(
            method,
            _address(self._base + path, tuple(query.items())),
            content=content,
            files=files,
            headers=_JSON if content else None,
        )
        try:
            answer = self._wire.handle_request(request)
            _check_status(path, answer.status_code, repeatable=repeatable)
            return _content(path, answer), answer.headers.get("content-type", "")
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as fault:
            raise TryLater(f"{path}: not reached ({type(fault).__name__})") from None
        except (httpx.TransportError, httpx.DecodingError) as fault:
            raise _unheard(path, type(fault).__name__, repeatable=repeatable) from None


@lru_cache(maxsize=64)
def _address(url: str, query: tuple[tuple[str, str], ...]) -> httpx.URL:
    """Making an address costs a tenth of a send, and most calls have the address of the last."""
    return httpx.URL(url, params=dict(query))


def read_json(path: str, content: bytes, *, repeatable: bool) -> dict[str, Any]:
    """The object that `content` holds. Raises as for an answer that was not heard."""
    try:
        found = json.loads(content.decode())
    except ValueError:
        raise _unheard(path, "no JSON", repeatable=repeatable) from None
    if not isinstance(found, dict):
        raise _unheard(path, "no JSON object", repeatable=repeatable)
    return found


def _unheard(path: str, why: str, *, repeatable: bool) -> WeiyinError:
    kind = TryLater if repeatable else Unknown
    return kind(f"{path}: {why}")


def _check_status(path: str, status: int, *, repeatable: bool) -> None:
    if status == 200:
        return
    if status >= 500 or status == 429:
        raise _unheard(path, f"HTTP {status}", repeatable=repeatable or status == 429)
    raise Misconfigured("accounts.api_base", f"{path} answers HTTP {status}")


def _content(path: str, answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise Misconfigured("accounts.api_base", f"{path} answers without end")
    return b"".join(parts)
