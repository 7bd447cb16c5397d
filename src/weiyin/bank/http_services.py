"""Every service of the core over HTTP: `POST /v1/{service}/{call}`, parameters as a JSON object.

A look is asked by POST too: its question may be too private for an address.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import msgspec
from fastapi import FastAPI, Request, Response

from weiyin.bank.core import Books
from weiyin.bank.service import Call, Service, calls_of
from weiyin.base.errors import BadInput, WeiyinError

_FIELD = re.compile(r"`\$\.?([^`]*)`|field `([^`]+)`")
_COMPONENT = "#/components/schemas/{name}"


class Clerk(Protocol):
    """Whoever brings a question to the books (`http.Counter`)."""

    async def order(self, ask: Callable[[Books], Any]) -> Response: ...

    async def look(self, ask: Callable[[Books], Any]) -> Response: ...


def add_services(app: FastAPI, clerk: Clerk, kinds: Iterable[type[Service]]) -> None:
    """Serve each at its own address, described in the app's OpenAPI."""
    described: dict[str, Any] = {}
    for kind in kinds:
        for call in calls_of(kind).values():
            _add(app, clerk, kind, call, described)
    _describe(app, described)


def _add(
    app: FastAPI, clerk: Clerk, kind: type[Service], call: Call, described: dict[str, Any]
) -> None:
    async def serve(request: Request) -> Response:
        asked = read_question(await request.body(), call)
        bring = clerk.order if call.is_order else clerk.look
        answer: Awaitable[Response] = bring(partial(_ask, kind, call.name, asked))
        return await answer

    shapes, components = msgspec.json.schema_components(
        (call.question, call.result), ref_template=_COMPONENT
    )
    described.update(components)
    app.add_api_route(
        f"/v1/{kind.name}/{call.name.replace('_', '-')}",
        serve,
        methods=["POST"],
        name=f"{kind.name}/{call.name}",
        summary=(getattr(kind, call.name).__doc__ or call.name).splitlines()[0],
        tags=[kind.name],
        openapi_extra={
            "requestBody": {"required": True, "content": _as_json(shapes[0])},
            "responses": {"200": {"description": "The answer", "content": _as_json(shapes[1])}},
        },
    )


def _as_json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ask(kind: type[Service], name: str, asked: dict[str, Any], books: Books) -> Any:
    return getattr(books.service(kind), name)(**asked)


def read_question(body: bytes, call: Call) -> dict[str, Any]:
    """The parameters by name. Raises `BadInput` naming the field that is wrong."""
    try:
        asked = msgspec.json.decode(body, type=call.question)
    except msgspec.MsgspecError as error:
        found = _FIELD.search(str(error))
        field = next(filter(None, found.groups()), "body") if found else "body"
        raise BadInput(field, "请求内容不符合要求") from error
    except WeiyinError as error:
        raise BadInput("body", error.heard) from error
    named = {name: getattr(asked, name) for name in call.question.__struct_fields__}
    for name, value in named.items():
        if isinstance(value, datetime) and value.tzinfo is None:
            raise BadInput(name, "时间须带时区")
    return named


def _describe(app: FastAPI, components: dict[str, Any]) -> None:
    """Put the shapes of questions and answers into the app's OpenAPI description."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        told = plain()
        told.setdefault("components", {}).setdefault("schemas", {}).update(components)
        return told

    app.openapi = openapi  # type: ignore[method-assign]
