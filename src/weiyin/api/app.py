"""The JSON door: sign in, call a function, confirm a draft. The same counter as the pages'.

Every operation but sign-in takes a bearer token; there is no other way to say who is asking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from weiyin import __version__
from weiyin.api.guard import Guard, StrictRoute
from weiyin.api.models import (
    AnswerOut,
    CodeSentOut,
    ConfirmRequest,
    DraftOut,
    ErrorOut,
    SealOut,
    SignedInResponse,
    SignInRequest,
    answer_out,
    draft_out,
    request_model,
    seal_out,
)
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotFound, Refused, WeiyinError
from weiyin.base.signin import SignIn
from weiyin.base.views import DraftMade
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Function
from weiyin.people.sessions import Session, access_session, close_session, open_session
from weiyin.reception.counter import Counter
from weiyin.storage.store import Store

log = structlog.get_logger(__name__)

_BEARER = HTTPBearer(auto_error=False)
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (401, 403, 404, 409, 413, 415, 422, 503, 504)
}

_BAD_REQUEST = "请求格式不正确"
_CLOSE = {"connection": "close"}


@dataclass(frozen=True, slots=True)
class ApiDeps:
    store: Store
    clock: Clock
    signin: SignIn
    counter: Counter
    catalogue: Catalogue
    oas: tuple[str, ...]


def _signed_in(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Session:
    """Who is asking: the one door to a person for every operation of the API."""
    deps: ApiDeps = request.app.state.deps
    token = bearer.credentials if bearer else ""
    return deps.store.run(lambda tx: access_session(tx, token, deps.clock.now()))


SignedIn = Annotated[Session, Depends(_signed_in)]


def create_api(deps: ApiDeps) -> ASGIApp:
    """The API as an ASGI app, to be mounted at `/api/v1`."""
    app = FastAPI(
        title="Weiyin 微银",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would redirect to whatever host the request names
    )
    app.state.deps = deps
    app.include_router(_sessions(deps))
    app.include_router(_functions(deps))
    app.include_router(_seals(deps))
    app.include_router(_drafts(deps))
    app.add_exception_handler(WeiyinError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_bad_request)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_fault)
    return Guard(app, _refusal)


def _sessions(deps: ApiDeps) -> APIRouter:
    router = APIRouter(tags=["session"], responses=_REFUSALS, route_class=StrictRoute)

    @router.post("/sessions", summary="Sign in with an OAuth code")
    def sign_in(request: SignInRequest) -> SignedInResponse:
        if request.oa not in deps.oas:
            raise BadInput("oa", "没有这个公众号")
        who = deps.signin.signed_in(request.oa, request.code)
        now = deps.clock.now()
        token = deps.store.run(
            lambda tx: open_session(tx, request.oa, who.openid, now, snapshot=who.snapshot)
        )
        return SignedInResponse(token=token)

    @router.delete("/sessions", summary="Sign out: the token is dead", status_code=204)
    def sign_out(session: SignedIn) -> None:
        deps.store.run(lambda tx: close_session(tx, session, deps.clock.now()))

    return router


def _functions(deps: ApiDeps) -> APIRouter:
    router = APIRouter(
        prefix="/functions", tags=["functions"], responses=_REFUSALS, route_class=StrictRoute
    )
    for function in deps.catalogue:
        _add_operation(router, deps, function)
    return router


def _add_operation(router: APIRouter, deps: ApiDeps, function: Function) -> None:
    said = function.declaration
    model = request_model(function)

    def call(request: BaseModel, session: SignedIn) -> AnswerOut | DraftOut:
        values = {k: v for k, v in request.model_dump().items() if v is not None}
        result = deps.counter.start(session, said.id, values)
        if isinstance(result, DraftMade):
            return draft_out(result.handle, deps.counter.draft(session, result.handle))
        return answer_out(result)

    call.__annotations__["request"] = model
    router.add_api_route(
        f"/{said.id}",
        call,
        methods=["POST"],
        operation_id=said.id,
        summary=said.title,
        description=said.about,
        response_model=AnswerOut | DraftOut,
    )


def _seals(deps: ApiDeps) -> APIRouter:
    router = APIRouter(
        prefix="/seals", tags=["functions"], responses=_REFUSALS, route_class=StrictRoute
    )

    @router.get("/{function_id}", summary="What secret inputs of a function are sealed with")
    def seal(function_id: str, session: SignedIn) -> SealOut:
        found = deps.counter.seal(session, function_id)
        if found is None:
            raise NotFound
        return seal_out(found)

    return router


def _drafts(deps: ApiDeps) -> APIRouter:
    router = APIRouter(
        prefix="/drafts", tags=["drafts"], responses=_REFUSALS, route_class=StrictRoute
    )

    @router.get("/{handle}", summary="Look at a draft")
    def look(handle: str, session: SignedIn) -> DraftOut:
        return draft_out(handle, deps.counter.draft(session, handle))

    @router.post("/{handle}/code", summary="Send the code that authorises exactly this draft")
    def code(handle: str, session: SignedIn) -> CodeSentOut:
        sent = deps.counter.send_code(session, handle)
        return CodeSentOut(phone_masked=sent.phone_masked, resend_seconds=sent.resend_seconds)

    @router.post("/{handle}/confirm", summary="Do what the draft says, once")
    def confirm(handle: str, request: ConfirmRequest, session: SignedIn) -> AnswerOut:
        return answer_out(deps.counter.confirm(session, handle, request.code, request.typed))

    return router


def _on_refusal(_request: Request, error: Exception) -> JSONResponse:
    fault = error if isinstance(error, WeiyinError) else WeiyinError()
    field = fault.field if isinstance(fault, BadInput) else None
    code = fault.code if isinstance(fault, Refused) else "unavailable"
    if not isinstance(fault, Refused):
        log.warning("api refused", error=type(fault).__name__)
    return _error(fault.status, ErrorOut(code=code, message=fault.heard, field=field))


def _on_bad_request(_request: Request, error: Exception) -> JSONResponse:
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    place = problems[0]["loc"] if problems else ()
    field = ".".join(part for part in place if isinstance(part, str) and part != "body")
    return _error(422, ErrorOut(code="bad_input", message=_BAD_REQUEST, field=field[:64] or None))


def _on_http(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return _refusal(500)
    refusal = _refusal(error.status_code)
    refusal.headers.update(error.headers or {})  # what a 405 allows
    return refusal


def _on_fault(_request: Request, error: Exception) -> JSONResponse:
    log.error("api failed", error=type(error).__name__)
    return _error(500, ErrorOut(code="fault", message=WeiyinError.heard))


def _refusal(status: int) -> JSONResponse:
    """What HTTP itself refuses."""
    message = "没有这个接口或方法不支持" if status in {404, 405} else _BAD_REQUEST
    return _error(status, ErrorOut(code="http", message=message))


def _error(status: int, body: ErrorOut) -> JSONResponse:
    headers = {401: {"www-authenticate": "Bearer"}, 408: _CLOSE, 413: _CLOSE}.get(status)
    return JSONResponse(body.model_dump(), status_code=status, headers=headers)
