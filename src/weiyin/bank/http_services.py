"""Every service of the core over HTTP: `POST /v1/{service}/{call}`, parameters as a JSON object.

A look is asked by POST too: its question may be too private for an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, Protocol

import msgspec
from fastapi import FastAPI, Request, Response

from weiyin.bank.core import Books
from weiyin.bank.service import Call, Service, calls_of
from weiyin.base.errors import BadInput, NotFound, WeiyinError

_FIELD = re.compile(r"`\$\.?([^`]*)`|field `([^`]+)`")
_COMPONENT = "#/components/schemas/{name}"


class Clerk(Protocol):
    """Whoever brings a question to the books (`http.Counter`)."""

    async def order(self, ask: Callable[[Books], Any]) -> Response: ...

    async def look(self, ask: Callable[[Books], Any]) -> Response: ...


def add_services(app: FastAPI, clerk: Clerk, kinds: Iterable[type[Service]]) -> None:
    """Serve each at its own address, described in the app's OpenAPI.

    One route for all: a route of its own for each of some two hundred calls would cost half a
    second at every start, for a description that few programs ever ask for.
    """
    served = {
        (kind.name, call.name.replace("_", "-")): (kind, call)
        for kind in kinds
        for call in calls_of(kind).values()
    }

    @app.post("/v1/{service}/{name}", include_in_schema=False)
    async def serve(service: str, name: str, request: Request) -> Response:
        if (found := served.get((service, name))) is None:
            raise NotFound(f"call {service}/{name}")
        kind, call = found
        asked = read_question(await request.body(), call)
        bring = clerk.order if call.is_order else clerk.look
        return await bring(partial(_ask, kind, call.name, asked))

    _describe(app, served)


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


def _describe(app: FastAPI, served: Mapping[tuple[str, str], tuple[type[Service], Call]]) -> None:
    """Put the calls, and the shapes of their questions and answers, into the app's OpenAPI."""
    plain = app.openapi

    @cache
    def openapi() -> dict[str, Any]:
        told = plain()
        schemas = told.setdefault("components", {}).setdefault("schemas", {})
        for (service, name), (kind, call) in served.items():
            shapes, components = msgspec.json.schema_components(
                (call.question, call.result), ref_template=_COMPONENT
            )
            schemas.update(components)
            told["paths"][f"/v1/{service}/{name}"] = {"post": _operation(kind, call, *shapes)}
        return told

    app.openapi = openapi  # type: ignore[method-assign]


def _operation(
    kind: type[Service], call: Call, question: dict[str, Any], result: dict[str, Any]
) -> dict[str, Any]:
    return {
        "tags": [kind.name],
        "operationId": f"{kind.name}/{call.name}",
        "summary": (getattr(kind, call.name).__doc__ or call.name).splitlines()[0],
        "requestBody": {"required": True, "content": _as_json(question)},
        "responses": {"200": {"description": "The answer", "content": _as_json(result)}},
    }
