"""Drafts: an order written down, shown, and waiting to be confirmed on a page.

A draft's id is the idempotency key of what it orders. Its handle is the only thing about it that
appears in a link; the table keeps the handle's SHA-256. The digest covers everything that is shown
and everything that will be done, so a code sent for one draft authorises no other, nor a changed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Tx

DRAFT_LIFE = timedelta(minutes=15)
RESULT_LIFE = timedelta(hours=24)
"""How long its maker may look at a finished draft's result."""


class StepUp(StrEnum):
    NONE = "none"
    CODE = "code"


class DraftState(StrEnum):
    OPEN = "open"
    SENDING = "sending"
    """Confirmed; the outcome is being found out."""
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Draft:
    """`facts` are what is shown, `order` what will be done; both are under `digest`."""

    draft_id: str
    handle: str
    oa: str
    openid: str
    customer_no: str | None
    function_id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    order: Mapping[str, Any]
    step_up: StepUp
    state: DraftState
    digest: bytes
    expires_at: datetime
    result: Mapping[str, Any] | None


def make_draft(
    tx: Tx,
    *,
    sealer: Sealer,
    who: Who,
    function_id: str,
    title: str,
    facts: tuple[tuple[str, str], ...],
    order: Mapping[str, Any],
    step_up: StepUp,
    at: datetime,
    rng: Rng = SYSTEM_RNG,
) -> Draft:
    """Write a draft down for `who`. `order` is JSON: str, int, bool, None, lists and dicts."""
    raise NotImplementedError


def access_draft(
    tx: Reader, *, sealer: Sealer, oa: str, openid: str, handle: str, now: datetime
) -> Draft:
    """The draft of `handle`, if this person made it and is still the customer it was made for.

    NotFound otherwise, alike for missing, another's, void and long finished ones. A draft past its
    fifteen minutes comes back as EXPIRED. Raises Broken when the row does not match its digest.
    """
    raise NotImplementedError


def claim_draft(tx: Tx, draft: Draft, now: datetime) -> bool:
    """Move OPEN to SENDING; True for exactly one caller, False when it is not open any more."""
    raise NotImplementedError


def finish_draft(
    tx: Tx, draft: Draft, state: DraftState, result: Mapping[str, Any], at: datetime
) -> None:
    """Store the outcome (DONE or REFUSED) of an OPEN or SENDING draft. Conflict when it has one."""
    raise NotImplementedError


def void_drafts(tx: Tx, oa: str, openid: str, at: datetime, made_until: datetime) -> int:
    """Make a person's open drafts unfindable; returns how many."""
    raise NotImplementedError
