"""A door for machines of the bank's own: proof first, then one unit of work, faults bare statuses.

Headers `weiyin-timestamp` (seconds) and `weiyin-signature` (proof.py). Any fault of proof, and any
unknown machine, is one and the same 403. What is posted may be posted again: the machine sends
until it hears 200.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from weiyin.base.clock import Clock, to_us
from weiyin.base.errors import NotFound, WeiyinError
from weiyin.channel.proof import is_proven
from weiyin.storage.store import Store, Tx

Named = Mapping[str, str]
"""The names in the address: `book`, and `place` where there is one."""
Work = Callable[[Tx, Named, bytes], Any]


@dataclass(frozen=True, slots=True)
class SignedDoor:
    """`key_of` gives the key of whoever the address names; None: the door is shut to them."""

    store: Store
    clock: Clock
    key_of: Callable[[Named], bytes | None]

    def endpoint(self, work: Work) -> Callable[[Request], Any]:
        """What `work` returns, as JSON."""

        async def answer(request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(self._answer, request, body, work)

        return answer

    def _answer(self, request: Request, body: bytes, work: Work) -> Response:
        named = request.path_params
        if not self._proven(request, named, body):
            return refusal(403)
        try:
            return _json(200, self.store.run(lambda tx: work(tx, named, body)))
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            return _json(422, {"error": 422, "why": str(fault)})
        except NotFound:
            return refusal(404)
        except WeiyinError as fault:
            return refusal(fault.status)

    def _proven(self, request: Request, named: Named, body: bytes) -> bool:
        key = self.key_of(named)
        return key is not None and is_proven(
            key,
            request.headers.get("weiyin-timestamp", ""),
            request.headers.get("weiyin-signature", ""),
            request.scope["path"],
            body,
            to_us(self.clock.now()) // 1_000_000,
        )


def refusal(status: int) -> Response:
    return _json(status, {"error": status})


def _json(status: int, body: Any) -> Response:
    return Response(
        msgspec.json.encode(body), status, {"cache-control": "no-store"}, "application/json"
    )
