"""The stand-in as one ASGI app: the API, the pushes, the control doors, the phone's face."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from weiyin.base.clock import Clock, SystemClock
from weiyin.base.errors import WeiyinError
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.simulator.api import (
    custom,
    mass,
    media,
    menu,
    openapi,
    qrcode,
    sns,
    template,
    token,
    user,
)
from weiyin.simulator.api.door import Door
from weiyin.simulator.control.authorize import Authorize
from weiyin.simulator.control.bench import Bench
from weiyin.simulator.control.guard import Guard
from weiyin.simulator.control.jssdk import JsSdk
from weiyin.simulator.control.phones import Phones
from weiyin.simulator.control.showqrcode import ShowQrCode
from weiyin.simulator.push.courier import Courier
from weiyin.simulator.settings import Settings
from weiyin.simulator.world.world import World

STATIC = Path(__file__).parent / "static"
_MODULES = (custom, mass, media, menu, openapi, qrcode, sns, template, token, user)


def create(
    settings: Settings,
    clock: Clock | None = None,
    rng: Rng = SYSTEM_RNG,
    wire: httpx.AsyncBaseTransport | None = None,
) -> Starlette:
    """An app for its own process. `clock` and `rng` let a test move time and repeat a day; `wire`
    carries the pushes elsewhere than over the network.
    """
    world = World(settings, clock or SystemClock(), rng)
    client = httpx.AsyncClient(trust_env=False, timeout=settings.push_seconds + 5, transport=wire)
    courier = Courier(world, client)
    door = Door(world, courier, [one for module in _MODULES for one in module.ENDPOINTS])

    @asynccontextmanager
    async def living(app: Starlette) -> AsyncIterator[None]:
        del app
        try:
            yield
        finally:
            world.bus.close()
            await courier.close()
            await client.aclose()

    any_method = ["GET", "POST", "PUT", "DELETE"]
    return Starlette(
        routes=[
            Route("/", _face, methods=["GET"]),
            *Phones(world, courier).routes(),
            *Bench(world, client).routes(),
            *Authorize(world).routes(),
            *ShowQrCode(world).routes(),
            *JsSdk(world).routes(),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/cgi-bin/{rest:path}", door.serve, methods=any_method),
            Route("/sns/{rest:path}", door.serve, methods=any_method),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={WeiyinError: _refused},
        lifespan=living,
    )


async def _face(request: Request) -> Response:
    del request
    return FileResponse(STATIC / "index.html", headers={"cache-control": "no-cache"})


async def _refused(request: Request, error: Exception) -> Response:
    """Control doors speak our errors; the API speaks WeChat's."""
    del request
    if not isinstance(error, WeiyinError):
        raise error
    return JSONResponse({"error": str(error), "heard": error.heard}, status_code=error.status)
