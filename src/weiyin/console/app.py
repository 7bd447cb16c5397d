"""The console as one ASGI app, to be mounted at `/console`: deny by default, then pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from weiyin.base.guard import SAFE_METHODS, Guard
from weiyin.base.headers import security_headers
from weiyin.base.posted import read_form, read_query
from weiyin.console import failures, signing_in
from weiyin.console.catalogue import console_pages
from weiyin.console.deps import ConsoleDeps
from weiyin.console.failures import OutOfScope
from weiyin.console.page import Answer, ConsolePage, ConsoleRoute
from weiyin.console.render import STATIC, Renderer
from weiyin.console.visit import SESSION_COOKIE, Visit
from weiyin.people.staff.roles import Scope as StaffScope
from weiyin.people.staff.sessions import StaffSessionOver, access_staff_session

_NOTHING: Mapping[str, str] = {}


def create_console(deps: ConsoleDeps) -> ASGIApp:
    """The app. Every answer, also a refusal, passes the guard."""
    door = _Door(deps, console_pages())
    routes: list[BaseRoute] = [door.open(method, path, answer) for method, path, answer in _OPEN]
    for page in console_pages():
        routes.extend(door.route(page, one) for one in page.routes)
    routes.append(Mount("/static", _Static(directory=STATIC, check_dir=False)))
    app = Starlette(routes=routes, exception_handlers={HTTPException: door.refuse})
    app.router.redirect_slashes = False
    return Guard(app, deps.settings.origins, security_headers(), door.refusal)


_OPEN: tuple[tuple[str, str, Answer], ...] = (
    ("GET", "/login", signing_in.show),
    ("POST", "/login", signing_in.sign_in),
    ("POST", "/lang", signing_in.change_language),
)
"""All that is answered before anybody has signed in."""


class _Door:
    """Turns requests into visits, and errors into pages."""

    def __init__(self, deps: ConsoleDeps, pages: tuple[ConsolePage, ...]) -> None:
        self._deps = deps
        settings = deps.settings
        self._renderer = Renderer(settings.bank_name, pages, demo=settings.demo)

    def open(self, method: str, path: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            visit = await self._visit(request)
            return await run_in_threadpool(self._answer, visit, answer)

        return Route(path, endpoint, methods=[method])

    def route(self, page: ConsolePage, route: ConsoleRoute) -> Route:
        scope = route.scope or page.scope

        async def endpoint(request: Request) -> Response:
            visit = replace(await self._visit(request), deed=route.deed)
            return await run_in_threadpool(self._guarded, visit, scope, route.answer)

        return Route(route.path, endpoint, methods=[route.method])

    async def refuse(self, request: Request, error: Exception) -> Response:
        """What Starlette or our reading of the request refused."""
        visit = self._bare(request)
        return failures.show(visit, failures.of_error(visit, error))

    def refusal(self, scope: Scope, status: int) -> Response:
        """What the guard refused."""
        visit = self._bare(Request(scope))
        return failures.show(visit, failures.of_error(visit, HTTPException(status)))

    def _guarded(self, visit: Visit, scope: StaffScope, answer: Answer) -> Response:
        """Nobody but who is signed in, and holds the scope for the account worked on."""
        store, token = self._deps.store, visit.cookies.get(SESSION_COOKIE, "")
        try:
            session = store.run(lambda tx: access_staff_session(tx, token, visit.now))
        except StaffSessionOver:
            return _to_login(visit)
        except Exception as error:  # noqa: BLE001 - as below
            return failures.show(visit, failures.of_error(visit, error))
        return self._answer(replace(visit, session=session), _within(scope, answer))

    def _answer(self, visit: Visit, answer: Answer) -> Response:
        try:
            return answer(visit)
        except Exception as error:  # noqa: BLE001 - the last door: whatever it was, a calm page
            return failures.show(visit, failures.of_error(visit, error))

    async def _visit(self, request: Request) -> Visit:
        safe = request.method in SAFE_METHODS
        limit = self._deps.settings.body_limit_bytes
        posted = _NOTHING if safe else await read_form(request, limit)
        return replace(self._bare(request), query=read_query(request), posted=posted)

    def _bare(self, request: Request) -> Visit:
        return Visit(
            deps=self._deps,
            renderer=self._renderer,
            path=request.scope["path"],
            parts=request.path_params if "path_params" in request.scope else _NOTHING,
            query=_NOTHING,
            posted=_NOTHING,
            cookies=request.cookies,
            by_htmx=request.headers.get("hx-request") == "true",
        )


def _within(scope: StaffScope, answer: Answer) -> Answer:
    def checked(visit: Visit) -> Response:
        if not visit.may(scope):
            visit.deps.store.run(lambda tx: visit.record(tx, f"scope:{scope}", "refused"))
            raise OutOfScope
        return answer(visit)

    return checked


def _to_login(visit: Visit) -> Response:
    """A page that was asked for comes after the sign-in; what was posted is lost."""
    address = "/console/login"
    if visit.by_htmx:
        return Response(status_code=200, headers={"hx-redirect": address})
    goal = "" if visit.deed else f"?to={quote(visit.path)}"
    return RedirectResponse(address + goal, 303)


class _Static(StaticFiles):
    """Our assets; their addresses carry a version, so they may be kept."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
