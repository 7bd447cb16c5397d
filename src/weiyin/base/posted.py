"""What a browser sent with a request: bounded, decoded, each parameter once."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from weiyin.base.bounded import PATIENCE_SECONDS

_FORM_TYPE = "application/x-www-form-urlencoded"
_MAX_FIELDS = 40


def read_query(request: Request) -> dict[str, str]:
    """The query's parameters. 400 when one comes twice: no two readers may see different ones."""
    return _each_once(request.scope["query_string"])


async def read_form(request: Request, limit_bytes: int) -> dict[str, str]:
    """The posted fields, trimmed.

    413 past `limit_bytes`, 415 for anything but a plain urlencoded form, 400 for a field twice.
    """
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower()
    plain = "content-encoding" not in request.headers
    if kind.strip().lower() != _FORM_TYPE or charset not in {"", "charset=utf-8"} or not plain:
        raise HTTPException(415)
    return _each_once(await _read_body(request, limit_bytes))


async def _read_body(request: Request, limit_bytes: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit():
        raise HTTPException(400)
    if len(announced) > 9 or int(announced) > limit_bytes:
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit_bytes:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(body)


def _each_once(encoded: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        raise HTTPException(400) from None
    found = {name: value.strip() for name, value in pairs}
    if len(found) != len(pairs):
        raise HTTPException(400)
    return found
