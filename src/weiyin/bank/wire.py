"""How the port travels: JSON of the port's own values, and errors told by their remedy.

    {"code": "not_allowed", "rule": "funds", "heard": "可用余额不足"}

A code nobody knows is never guessed at: the caller of an order hears `Unknown`.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from weiyin.base.errors import (
    BadInput,
    Broken,
    Conflict,
    NeedsStepUp,
    NotAllowed,
    NotBound,
    NotFound,
    Refused,
    TryLater,
    Unknown,
    WeiyinError,
)

T = TypeVar("T")

TRY_LATER, UNKNOWN, BROKEN = "try_later", "unknown", "broken"

_KINDS: dict[str, type[WeiyinError]] = {
    **{kind.code: kind for kind in (Refused, NotFound, NotBound, NeedsStepUp, Conflict)},
    TRY_LATER: TryLater,
    UNKNOWN: Unknown,
    BROKEN: Broken,
}

_encode = msgspec.json.Encoder().encode


def to_json(value: object) -> bytes:
    """Money as {"fen", "currency"}, moments as ISO 8601 with offset, days as dates."""
    return _encode(value)


def from_json(data: bytes, kind: type[T]) -> T:
    """Raises Broken for anything but one `kind`."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, WeiyinError) as error:
        raise Broken(f"not a {kind}: {error}") from error


def told(error: WeiyinError) -> tuple[int, bytes]:
    """Status and body. What only we should know stays here."""
    body = {"code": _code(error), "heard": error.heard}
    if isinstance(error, NotAllowed):
        body["rule"] = error.rule
    if isinstance(error, BadInput):
        body["field"] = error.field
    return error.status, _encode(body)


def error_in(data: bytes) -> WeiyinError | None:
    """The error a body tells of; None when it is none of ours."""
    try:
        body = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None
    code, heard = body.get("code"), str(body.get("heard") or "") or None
    if code == NotAllowed.code:
        return NotAllowed(str(body.get("rule", "")), heard or NotAllowed.heard)
    if code == BadInput.code:
        return BadInput(str(body.get("field", "")), heard or BadInput.heard)
    kind = _KINDS.get(code) if isinstance(code, str) else None
    return None if kind is None else kind(heard=heard)


def _code(error: WeiyinError) -> str:
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, TryLater):
        return TRY_LATER
    return UNKNOWN if isinstance(error, Unknown) else BROKEN
