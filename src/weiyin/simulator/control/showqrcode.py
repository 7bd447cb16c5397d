"""mp.weixin.qq.com/cgi-bin/showqrcode: the picture of a QR code."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from weiyin.simulator.control.qr import svg
from weiyin.simulator.world.world import World


class ShowQrCode:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [Route("/cgi-bin/showqrcode", self.page, methods=["GET"])]

    async def page(self, request: Request) -> Response:
        """An SVG; 404 for an unknown or expired ticket."""
        ticket = request.query_params.get("ticket", "")
        with self._world.lock:
            for live in self._world.accounts.values():
                found = live.qrcodes.find(ticket)
                if found is not None:
                    return Response(svg(found.url), media_type="image/svg+xml")
        return PlainTextResponse("invalid ticket", status_code=404)
