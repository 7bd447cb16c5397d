"""The control doors answer this machine only: no foreign page, no borrowed host name."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_GUARDED = ("/sim", "/sms")
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """Refuses a Host that is no name of this machine, and requests sent by other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_GUARDED):
            headers = Headers(scope=scope)
            if not _ours(headers.get("host", "")) or _foreign(headers):
                response = PlainTextResponse("only from this machine", status_code=403)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _ours(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in _NAMES or name.endswith(".localhost")


def _foreign(headers: Headers) -> bool:
    return headers.get("sec-fetch-site", "none") == "cross-site"
