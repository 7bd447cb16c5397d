"""The demo's ears: the simulator's phone sends along the words that were said.

A real account needs a recogniser in this place. The demo has none: the simulator gives a voice's
words in a header, `SpokenWire` carries them in the content type, `DemoSpeech` reads them there.
"""

from __future__ import annotations

from email.message import Message
from urllib.parse import quote, unquote

import httpx

from weiyin.base.errors import NotAllowed
from weiyin.base.text import clean

SPOKEN = "x-sim-spoken-text"
"""The header of a downloaded voice under which the simulator gives its words, percent-encoded."""


class SpokenWire(httpx.BaseTransport):
    """A transport that moves the simulator's words into the content type: `audio/amr; spoken=…`."""

    def __init__(self, wire: httpx.BaseTransport) -> None:
        self._wire = wire

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._wire.handle_request(request)
        if (words := response.headers.get(SPOKEN)) is not None:
            mime = response.headers.get("content-type", "audio/amr").partition(";")[0]
            response.headers["content-type"] = f"{mime}; spoken={quote(unquote(words), safe='')}"
        return response

    def close(self) -> None:
        self._wire.close()


class DemoSpeech:
    """Hears what came through a `SpokenWire`, and honestly nothing else."""

    def hear(self, audio: bytes, mime: str) -> str:  # noqa: ARG002 - the port's shape
        header = Message()
        header["content-type"] = mime
        words = header.get_param("spoken")
        if not isinstance(words, str):
            raise NotAllowed("speech", "没有听清，请再说一遍，或者打字告诉我。")
        return clean(unquote(words))
