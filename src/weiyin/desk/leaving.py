"""Somebody who may not sit at the desk any more: whom they served goes to others, at once."""

from __future__ import annotations

from datetime import datetime

from weiyin.desk import agent
from weiyin.desk.case import release_cases
from weiyin.desk.routing import assign, release
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx


def leave(tx: Tx, sealer: Sealer, oa: str, staff_id: str, now: datetime) -> bool:
    """Take their seat at the desk of `oa`, their talks and their tickets; False: they had none."""
    if not agent.dismiss(tx, oa, staff_id):
        return False
    release(tx, sealer, oa, staff_id, now)
    release_cases(tx, oa, staff_id)
    assign(tx, sealer, oa, now)
    return True
