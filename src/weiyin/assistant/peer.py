"""One call to a model that is served over HTTP inside the bank's network (OpenAI-compatible API).

Such a server is not trusted: its answer is bounded in size and time, never followed elsewhere, and
read by a strict type.
"""

from __future__ import annotations

from typing import Any, TypeVar

import httpx
import msgspec

from weiyin.base.errors import NotAllowed, TryLater
from weiyin.base.mask import Secret

T = TypeVar("T")

_LONGEST_BYTES = 256 * 1024
_NOT_THIS = frozenset({400, 413, 415, 422})


class Peer:
    """`url` as an operator gives it, such as `https://asr.bank.example/v1`."""

    def __init__(
        self,
        url: str,
        key: Secret,
        seconds: float,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key.reveal()}"} if key else {}
        self._url = url.rstrip("/")
        self._http = httpx.Client(
            headers=headers, timeout=seconds, transport=transport, follow_redirects=False
        )

    def ask(self, path: str, type_: type[T], **request: Any) -> T:
        """POST to `path`; the answer as a `type_`.

        Raises `NotAllowed` when the server will never take this request, and `TryLater` for
        silence, a fault, or an answer of another shape.
        """
        try:
            with self._http.stream("POST", f"{self._url}{path}", **request) as answer:
                if answer.status_code in _NOT_THIS:
                    raise NotAllowed("peer", "没有听清，请再说一遍，或者打字告诉我。")
                if answer.status_code != httpx.codes.OK:
                    raise TryLater(f"peer said {answer.status_code}")
                return msgspec.json.decode(_bounded(answer), type=type_)
        except httpx.HTTPError as error:
            raise TryLater(f"peer: {type(error).__name__}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise TryLater("peer: an answer of another shape") from None

    def close(self) -> None:
        self._http.close()


def _bounded(answer: httpx.Response) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > _LONGEST_BYTES:
            raise TryLater("peer: an answer without end")
    return bytes(body)
