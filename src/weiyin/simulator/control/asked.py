"""Reading what the control doors are asked."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from weiyin.base.errors import BadInput

T = TypeVar("T")


def after(request: Request) -> int:
    """The id after which to begin; 0 when none is named. Raises BadInput."""
    words = request.query_params.get("after", "0")
    if not words.isdecimal():
        raise BadInput("after", "应为数字")
    return int(words)


def decode(body: bytes, kind: type[T]) -> T:
    """JSON as `kind`. Raises BadInput."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise BadInput("body", str(error)) from error


async def json_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty body is an empty one."""
    return decode(await request.body() or b"{}", dict[str, Any])
