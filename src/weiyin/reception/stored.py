"""Replies and answers as bytes: what the inbox and a finished draft keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from weiyin.base.reply import Articles, Choose, HandOver, OpenPage, Reply, Say, Silence
from weiyin.functions.answers import Answer

_KINDS: dict[str, type[Reply]] = {
    kind.__name__: kind for kind in (Say, Choose, OpenPage, Articles, HandOver, Silence)
}
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(tuple[str, msgspec.Raw])


def reply_to_bytes(reply: Reply) -> bytes:
    return _ENCODER.encode((type(reply).__name__, reply))


def reply_from_bytes(data: bytes) -> Reply:
    name, body = _DECODER.decode(data)
    return msgspec.json.decode(body, type=_KINDS[name])


def answer_to_json(answer: Answer) -> Mapping[str, Any]:
    plain: Mapping[str, Any] = msgspec.to_builtins(answer)
    return plain


def answer_from_json(plain: Mapping[str, Any]) -> Answer:
    return msgspec.convert(plain, type=Answer)


def order_to_json(order: Any) -> Mapping[str, Any]:
    """A typed instruction as the plain members that a draft seals."""
    plain: Mapping[str, Any] = msgspec.to_builtins(order)
    return plain


def order_from_json(plain: Mapping[str, Any], kind: Any) -> Any:
    return msgspec.convert(plain, type=kind)
