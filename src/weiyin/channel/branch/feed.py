"""The door for machines in branches: what happens at the counters in, tickets from afar out.

    POST /feeds/{book}/{place}          {"reports": [...]}  → {"applied": 3, "tickets": [...]}
    POST /feeds/{book}/{place}/forms    {"code": "..."}     → the form that was filled in at home

Signed (channel/signed.py) with the branch's own key. A post may be repeated and may arrive late:
reports carry the machine's own numbers (places/queues/report.py), so it sends until it hears 200.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from weiyin.base.bounded import Bounded
from weiyin.base.clock import Clock
from weiyin.base.mask import Secret
from weiyin.channel.branch.messages import Batch, FormIn, arrivals_of, reports_of
from weiyin.channel.proof import branch_key
from weiyin.channel.signed import Named, SignedDoor, refusal
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


def create_feed(deps: FeedDeps) -> ASGIApp:
    """The app, to be mounted at `/feeds`."""

    def key_of(named: Named) -> bytes | None:
        return branch_key(deps.key, named["book"], named["place"]) if deps.key.reveal() else None

    def reports(tx: Tx, named: Named, body: bytes) -> Any:
        book, place_id = _branch(tx, named)
        batch, now = msgspec.json.decode(body, type=Batch), deps.clock.now()
        applied = apply_reports(tx, book, place_id, reports_of(batch, now))
        kept = sum(keep_appointment(tx, book, place_id, no, now) for no in arrivals_of(batch))
        return {"applied": applied + kept, "tickets": from_afar(tx, book, place_id, now)}

    def forms(tx: Tx, named: Named, body: bytes) -> Any:
        book, place_id = _branch(tx, named)
        code = msgspec.json.decode(body, type=FormIn).code
        found = take_form(tx, deps.sealer, book, code, deps.clock.now())
        log.info("form taken in", branch=place_id, kind=found.kind)
        return {"customer_no": found.customer_no, "kind": found.kind, "facts": found.facts}

    door = SignedDoor(deps.store, deps.clock, key_of)
    routes = [
        Route("/{book}/{place}", door.endpoint(reports), methods=["POST"]),
        Route("/{book}/{place}/forms", door.endpoint(forms), methods=["POST"]),
    ]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Bounded(app, refusal, BODY_LIMIT_BYTES)


def _branch(tx: Tx, named: Named) -> tuple[str, str]:
    """Raises NotFound for a branch that is none of ours."""
    book, place_id = named["book"], named["place"]
    get(tx, book, place_id)
    return book, place_id
