"""Request ids by which a developer asks what went wrong."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

_KEPT = 1000


class Rids:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def keep(self, rid: str, path: str, query: str, at: int) -> None:
        self._kept[rid] = {
            "invoke_time": at,
            "cost_in_ms": 1,
            "request_url": f"{path}?{query}",
            "request_body": "",
            "response_body": "",
            "client_ip": "127.0.0.1",
        }
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def get(self, rid: object) -> dict[str, Any] | None:
        return self._kept.get(rid) if isinstance(rid, str) else None
