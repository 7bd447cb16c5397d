"""Pushes in JSON, for accounts whose console says so: the same fields as XML, as text.

Numbers keep their digits (a MsgId has 64 bits), doubled names are refused as in XML, and what
no store could keep (NUL, half of a surrogate pair) is dropped.
"""

from __future__ import annotations

import json
import re
from typing import Any, Never

from weiyin.channel.wechat.faults import Unreadable
from weiyin.channel.wechat.xml import MAX_BYTES, Fields, Value

_MAX_DEPTH = 8
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) != len(pairs):
        raise Unreadable
    return known


def _constant(_name: str) -> Never:
    raise Unreadable


def read_json(data: bytes) -> Fields:
    """The fields of one JSON object. Raises `Unreadable`."""
    if len(data) > MAX_BYTES:
        raise Unreadable
    try:
        found = json.loads(
            data.decode(),
            object_pairs_hook=_object,
            parse_int=str,
            parse_float=str,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return {_clean(name): _value(value, 1) for name, value in found.items()}


def _value(value: Any, depth: int) -> Value:
    if depth > _MAX_DEPTH:
        raise Unreadable
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return {_clean(name): _value(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, depth + 1) for inner in value]
    return "" if value is None else str(value).lower()


def _clean(text: str) -> str:
    return _UNSTORABLE.sub("", text) if _UNSTORABLE.search(text) else text
