"""Logs: one JSON object a line on standard error, scrubbed of everything that names a person.

Whatever a library or a careless line puts in, long numbers leave only their tail, and members
named like secrets leave nothing (check D01).
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from weiyin.base.mask import scrub

_SECRET = re.compile(r"secret|token|code|password|otp|key$|phone|name$|id_number", re.IGNORECASE)
_PLAIN = frozenset({"error_code", "status_code", "errcode"})


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
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
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
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they log whole addresses


def scrubbed(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: no secret, no long number."""
    for name, value in event.items():
        if _SECRET.search(name) and name not in _PLAIN:
            event[name] = "****"
        elif isinstance(value, str):
            event[name] = scrub(value)
    return event
