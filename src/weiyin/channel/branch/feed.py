"""The door for machines in branches: what happens at the counters in, tickets from afar out.

    POST /feeds/{book}/{place}          {"reports": [...]}  → {"applied": 3, "tickets": [...]}
    POST /feeds/{book}/{place}/forms    {"code": "..."}     → the form that was filled in at home

Headers `weiyin-timestamp` (seconds) and `weiyin-signature` (proof.py). Any fault of proof, and any
unknown branch, is one and the same 403. A post may be repeated and may arrive late: reports carry
the machine's own numbers (places/queues/report.py), so the machine sends until it hears 200.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from weiyin.base.bounded import Bounded
from weiyin.base.clock import Clock, to_us
from weiyin.base.errors import NotFound, WeiyinError
from weiyin.base.mask import Secret
from weiyin.channel.branch.messages import Batch, FormIn, arrivals_of, reports_of
from weiyin.channel.branch.proof import branch_key, is_proven
from weiyin.places.booking.appointment import keep_appointment
from weiyin.places.booking.form import take_form
from weiyin.places.queues.report import apply_reports, from_afar
from weiyin.places.search import get
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

log = structlog.get_logger(__name__)

BODY_LIMIT_BYTES = 128 * 1024


@dataclass(frozen=True, slots=True)
class FeedDeps:
    """`key` is the install's one key for machines; empty: the door is shut."""

    store: Store
    clock: Clock
    sealer: Sealer
    key: Secret


Work = Callable[[Tx, str, str, bytes], Any]


def create_feed(deps: FeedDeps) -> ASGIApp:
    """The app, to be mounted at `/feeds`."""

    def reports(tx: Tx, book: str, place_id: str, body: bytes) -> Any:
        batch, now = msgspec.json.decode(body, type=Batch), deps.clock.now()
        applied = apply_reports(tx, book, place_id, reports_of(batch, now))
        kept = sum(keep_appointment(tx, book, place_id, no, now) for no in arrivals_of(batch))
        return {"applied": applied + kept, "tickets": from_afar(tx, book, place_id, now)}

    def forms(tx: Tx, book: str, place_id: str, body: bytes) -> Any:
        code = msgspec.json.decode(body, type=FormIn).code
        found = take_form(tx, deps.sealer, book, code, deps.clock.now())
        log.info("form taken in", branch=place_id, kind=found.kind)
        return {"customer_no": found.customer_no, "kind": found.kind, "facts": found.facts}

    door = _Door(deps)
    routes = [
        Route("/{book}/{place}", door.endpoint(reports), methods=["POST"]),
        Route("/{book}/{place}/forms", door.endpoint(forms), methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Bounded(app, _refusal, BODY_LIMIT_BYTES)


class _Door:
    """Proof first; then, in one unit, what was asked; every fault a bare status."""

    def __init__(self, deps: FeedDeps) -> None:
        self._deps = deps

    def endpoint(self, work: Work) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            body = await request.body()
            return await run_in_threadpool(self._answer, request, body, work)

        return answer

    def _answer(self, request: Request, body: bytes, work: Work) -> Response:
        book, place_id = request.path_params["book"], request.path_params["place"]
        if not self._proven(request, book, place_id, body):
            return _refusal(403)

        def unit(tx: Tx) -> Any:
            get(tx, book, place_id)
            return work(tx, book, place_id, body)

        try:
            return _json(200, self._deps.store.run(unit))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _refusal(422)
        except NotFound:
            return _refusal(404)
        except WeiyinError as fault:
            return _refusal(fault.status)

    def _proven(self, request: Request, book: str, place_id: str, body: bytes) -> bool:
        deps = self._deps
        if not deps.key.reveal():
            return False
        return is_proven(
            branch_key(deps.key, book, place_id),
            request.headers.get("weiyin-timestamp", ""),
            request.headers.get("weiyin-signature", ""),
            request.scope["path"],
            body,
            to_us(deps.clock.now()) // 1_000_000,
        )


def _json(status: int, body: Any) -> Response:
    return Response(
        msgspec.json.encode(body), status, {"cache-control": "no-store"}, "application/json"
    )


def _refusal(status: int) -> Response:
    return _json(status, {"error": status})
