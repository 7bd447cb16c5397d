"""The pages as one ASGI app, to be mounted at `/p`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from weiyin.base.errors import BadInput, NotFound
from weiyin.base.guard import ORIGIN_KEY, SAFE_METHODS, Guard
from weiyin.base.headers import security_headers
from weiyin.base.posted import read_form, read_query
from weiyin.pages import failures
from weiyin.pages.goals import check_goal
from weiyin.pages.ports import PagesDeps
from weiyin.pages.render import STATIC, Renderer
from weiyin.pages.routes import ROUTES, Access, PageRoute
from weiyin.pages.visit import Visit
from weiyin.people.display.choice import chosen_display
from weiyin.people.sessions import SessionOver, access_session
from weiyin.storage.store import Tx

_NOTHING: Mapping[str, str] = {}


def create_pages(deps: PagesDeps) -> ASGIApp:
    """The app. Every answer, also a refusal, passes `Guard`."""
    door = _Door(deps)
    routes: list[BaseRoute] = [door.route(page) for page in ROUTES]
    routes.append(Mount("/static", _Static(directory=STATIC, check_dir=False)))
    app = Starlette(routes=routes, exception_handlers={HTTPException: door.refuse})
    app.router.redirect_slashes = False
    headers = security_headers(deps.settings.frame_ancestors, deps.settings.script_origins)
    return Guard(app, deps.settings.origins, headers, door.refusal)


class _Door:
    """Turns requests into visits, and errors into pages."""

    def __init__(self, deps: PagesDeps) -> None:
        self._deps = deps
        self._renderer = Renderer(deps.settings)

    def route(self, page: PageRoute) -> Route:
        async def endpoint(request: Request) -> Response:
            limit = self._deps.settings.body_limit_bytes
            safe = request.method in SAFE_METHODS
            posted = _NOTHING if safe else await read_form(request, limit)
            visit = self._visit(request, read_query(request), posted)
            return await run_in_threadpool(self._answer, page, visit)

        return Route(page.path, endpoint, methods=[page.method])

    async def refuse(self, request: Request, error: Exception) -> Response:
        """What Starlette or our reading of the request refused."""
        visit = self._visit(request, _NOTHING, _NOTHING)
        return failures.show(visit, failures.of_error(visit, error))

    def refusal(self, scope: Scope, status: int) -> Response:
        """What the guard refused."""
        visit = self._visit(Request(scope), _NOTHING, _NOTHING)
        return failures.show(visit, failures.of_error(visit, HTTPException(status)))

    def _answer(self, page: PageRoute, visit: Visit) -> Response:
        try:
            if page.access is Access.SESSION:
                visit = self._signed_in(visit)
            return page.answer(visit)
        except SessionOver:
            return self._sign_in_again(page, visit)
        except Exception as error:  # noqa: BLE001 - the last door: whatever it was, a calm page
            return failures.show(visit, failures.of_error(visit, error))

    def _signed_in(self, visit: Visit) -> Visit:
        """The visit of whoever's session it is, as they want pages to look."""

        def look_up(tx: Tx) -> Visit:
            session = access_session(tx, visit.token, self._deps.clock.now())
            chosen = chosen_display(tx, session.oa, session.openid)
            return replace(visit, session=session, display=chosen)

        return self._deps.store.run(look_up)

    def _sign_in_again(self, page: PageRoute, visit: Visit) -> Response:
        resume = f"/p{page.resume.format(**visit.parts)}" if page.resume else visit.path
        try:
            goal = check_goal(resume)
        except BadInput:
            return failures.show(visit, failures.of_error(visit, NotFound()))
        if page.method in SAFE_METHODS and not visit.token:
            return RedirectResponse(failures.sign_in_path(visit, goal), 303)
        return failures.show_session_over(visit, goal)

    def _visit(
        self, request: Request, query: Mapping[str, str], posted: Mapping[str, str]
    ) -> Visit:
        return Visit(
            deps=self._deps,
            renderer=self._renderer,
            origin=request.scope.get(ORIGIN_KEY, ""),
            path=request.scope["path"],
            parts=request.path_params if "path_params" in request.scope else _NOTHING,
            query=query,
            posted=posted,
            cookies=request.cookies,
            referer=request.headers.get("referer", ""),
            by_htmx=request.headers.get("hx-request") == "true",
        )


class _Static(StaticFiles):
    """Our assets; their addresses carry a version, so they may be kept."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
