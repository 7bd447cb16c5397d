"""The JS-SDK's own address, and the judging of a page's signature, for the phone's face.

`signature = sha1(jsapi_ticket=…&noncestr=…&timestamp=…&url=…)`; the address without its `#`.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from weiyin.simulator.control.asked import json_object
from weiyin.simulator.world.world import World

_SCRIPT = Path(__file__).parents[1] / "static" / "js" / "jweixin.js"


class JsSdk:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("/open/js/jweixin-1.6.0.js", self.script, methods=["GET"]),
            Route("/sim/jssdk", self.judge, methods=["POST"]),
        ]

    async def script(self, request: Request) -> Response:
        """Loaded by pages of any site, as from WeChat."""
        del request
        headers = {"cross-origin-resource-policy": "cross-origin", "cache-control": "no-cache"}
        return FileResponse(_SCRIPT, media_type="text/javascript", headers=headers)

    async def judge(self, request: Request) -> Response:
        """`{ok, why}` for what a page gave to `wx.config`."""
        told = await json_object(request)
        live = self._world.by_appid(str(told.get("appId", "")))
        if live is None:
            return JSONResponse({"ok": False, "why": "invalid appid"})
        ticket, _ = live.ticket("jsapi")
        words = (
            f"jsapi_ticket={ticket}&noncestr={told.get('nonceStr', '')}"
            f"&timestamp={told.get('timestamp', '')}&url={told.get('url', '')}"
        )
        right = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
        ok = hmac.compare_digest(right.encode(), str(told.get("signature", "")).encode())
        return JSONResponse({"ok": ok, "why": "" if ok else "invalid signature"})
