"""Logs: one JSON object a line on standard error, scrubbed of everything that names a person.

Whatever a library or a careless line puts in, long numbers leave only their tail, and members
named like secrets leave nothing (check D01).
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from weiyin.base.mask import scrub

_SECRET = re.compile(r"secret|token|code|password|otp|key$|phone|name$|id_number", re.IGNORECASE)
_PLAIN = frozenset({"error_code", "status_code", "errcode"})
_LINE_ENDS = {end: f"\\u{end:04x}" for end in (0x7F, 0x85, 0x2028, 0x2029)}
_STRUCTLOG = frozenset({"_record", "_from_structlog"})
"""What it keeps beside the members of a foreign line, and takes out before it is written."""


def configure(level: str = "info") -> None:
    """Send structlog and the standard library's logging the same way."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrubbed,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(_one_line)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(_one_line),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they log whole addresses


def _one_line(event: Any, **more: Any) -> str:
    """JSON in the languages' own letters, but for those that some readers take for a new line."""
    return json.dumps(event, ensure_ascii=False, **more).translate(_LINE_ENDS)


def scrubbed(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: no secret, no long number, however deep it lies."""
    for name, value in event.items():
        if name not in _STRUCTLOG:
            event[name] = _member(name, value)
    return event


def _member(name: str, value: Any) -> Any:
    return "****" if _SECRET.search(name) and name not in _PLAIN else _value(value)


def _value(value: Any) -> Any:
    """What JSON can say, without long numbers; anything else as it would print itself."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        told = scrub(str(value))
        return value if told == str(value) else told
    if isinstance(value, Mapping):
        return {str(name): _member(str(name), one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(one) for one in value]
    return scrub(value if isinstance(value, str) else repr(value))
