"""Text messages through a gateway over HTTP: one POST a message, its `key` against twins."""

from __future__ import annotations

import httpx

from weiyin.base.mask import Secret
from weiyin.base.sender import Fate, Lost, Never, Sent

_DEADLINE_S = 5.0
_ACCEPTED = frozenset({200, 201, 202, 204})


class HttpSms:
    """`POST url {phone, body, key}` with a bearer key; any 2xx means accepted."""

    def __init__(self, url: str, key: Secret, transport: httpx.BaseTransport | None = None) -> None:
        self._url = url
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {key.reveal()}"},
            timeout=_DEADLINE_S,
            transport=transport,
            follow_redirects=False,
        )

    def text(self, phone: str, body: str, key: str) -> Fate:
        """A silence after sending is *lost*, never *failed*: the code may be on its way."""
        try:
            answer = self._http.post(self._url, json={"phone": phone, "body": body, "key": key})
        except httpx.ConnectError:
            return Never("gateway not reached")
        except httpx.HTTPError as error:
            return Lost(type(error).__name__)
        if answer.status_code in _ACCEPTED:
            return Sent(key)
        return Never(f"gateway said {answer.status_code}")

    def close(self) -> None:
        self._http.close()


class NoSms:
    """No gateway is set up: every message is refused, and says which setting is missing."""

    def text(self, phone: str, body: str, key: str) -> Fate:
        del phone, body, key
        return Never("WEIYIN_SMS_URL is not set")

    def close(self) -> None:
        """Nothing is open."""
