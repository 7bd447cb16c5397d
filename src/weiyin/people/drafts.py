"""Drafts: an order written down, shown, and waiting to be confirmed on a page.

A draft's id is the idempotency key of what it orders. Its handle is the only thing about it that
appears in a link; the table keeps the handle's SHA-256. The digest covers all that is shown and all
that will be done, so a code sent for one draft authorises no other, nor a changed one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import Broken, Conflict, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token, row_id, token_key
from weiyin.people.who import Who, access_who
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

DRAFT_LIFE = timedelta(minutes=15)
RESULT_LIFE = timedelta(hours=24)
"""How long its maker may look at a finished draft's result."""

_MAKE = sql("""
    INSERT INTO drafts (draft_id, handle_key, oa, openid, customer_no, function_id, sealed,
                        step_up, digest, state, made_us, expires_us)
    VALUES (:draft_id, :handle_key, :oa, :openid, :customer_no, :function_id, :sealed,
            :step_up, :digest, 'open', :made_us, :expires_us)
""")
_LOOK = sql("""
    SELECT draft_id, customer_no, function_id, sealed, step_up, digest, state, expires_us,
           finished_us, result
    FROM drafts
    WHERE handle_key = :handle_key AND oa = :oa AND openid = :openid AND state <> 'void'
""")
_RECENT = sql("""
    SELECT draft_id, customer_no, function_id, sealed, step_up, digest, state, expires_us,
           finished_us, result
    FROM drafts
    WHERE oa = :oa AND openid = :openid AND state IN ('sending', 'done', 'refused')
      AND made_us > :since_us
    ORDER BY made_us DESC LIMIT CAST(:most AS INTEGER)
""")
_STATES = sql("SELECT draft_id, state FROM drafts ORDER BY draft_id")
_CLAIM = sql("""
    UPDATE drafts SET state = 'sending'
    WHERE draft_id = :draft_id AND digest = :digest AND state = 'open' AND expires_us > :now_us
""")
_FINISH = sql("""
    UPDATE drafts SET state = :state, result = :result, finished_us = :at_us
    WHERE draft_id = :draft_id AND state IN ('open', 'sending')
""")
_VOID = sql("""
    UPDATE drafts SET state = 'void', finished_us = :at_us
    WHERE oa = :oa AND openid = :openid AND state = 'open' AND made_us <= :until_us
""")


class StepUp(StrEnum):
    NONE = "none"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a way, not a secret
    """The trade password, and a code as well."""


class DraftState(StrEnum):
    OPEN = "open"
    SENDING = "sending"
    """Confirmed; the outcome is being found out."""
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, repr=False)
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
    phone: str
    """Where a code goes, in clear: mask it before showing."""
    words: str
    """What the text message says is being done."""
    warning: str
    payment: Mapping[str, Any] | None
    """Whom money goes to and how much, for the rules of risk."""
    pause_seconds: int
    """How long after its making it can be confirmed."""
    state: DraftState
    digest: bytes
    expires_at: datetime
    result: Mapping[str, Any] | None
    """The outcome as stored by `finish_draft`."""

    @property
    def ready_at(self) -> datetime:
        """From when on it can be confirmed."""
        return self.expires_at - DRAFT_LIFE + timedelta(seconds=self.pause_seconds)


@dataclass(frozen=True, slots=True, repr=False)
class NewDraft:
    """What somebody is to confirm, each part as in `Draft`.

    `order` and `payment` are JSON: str, int, bool, None, lists and dicts.
    """

    function_id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    order: Mapping[str, Any]
    step_up: StepUp
    phone: str = ""
    words: str = ""
    warning: str = ""
    payment: Mapping[str, Any] | None = None
    pause_seconds: int = 0


def make_draft(
    tx: Tx, new: NewDraft, *, sealer: Sealer, who: Who, at: datetime, rng: Rng = SYSTEM_RNG
) -> Draft:
    """Write a draft down for `who`."""
    bare = Draft(
        draft_id=row_id(at, rng),
        handle=opaque_token(rng),
        oa=who.oa,
        openid=who.openid,
        customer_no=who.customer_no,
        function_id=new.function_id,
        title=new.title,
        facts=new.facts,
        order=new.order,
        step_up=new.step_up,
        phone=new.phone,
        words=new.words,
        warning=new.warning,
        payment=new.payment,
        pause_seconds=new.pause_seconds,
        state=DraftState.OPEN,
        digest=b"",
        expires_at=at + DRAFT_LIFE,
        result=None,
    )
    draft = replace(bare, digest=_digest(bare))
    sealed = sealer.seal(_content(draft), table="drafts", column="sealed", row=draft.draft_id)
    tx.run(
        _MAKE,
        draft_id=draft.draft_id,
        handle_key=token_key(draft.handle),
        oa=draft.oa,
        openid=draft.openid,
        customer_no=draft.customer_no,
        function_id=draft.function_id,
        sealed=sealed,
        step_up=draft.step_up.value,
        digest=draft.digest,
        made_us=to_us(at),
        expires_us=to_us(draft.expires_at),
    )
    return draft


def access_draft(
    tx: Reader, *, sealer: Sealer, oa: str, openid: str, handle: str, now: datetime
) -> Draft:
    """The draft of `handle`, if this person made it and is still the customer it was made for.

    NotFound otherwise, alike for missing, another's, void and long finished ones. A draft past its
    fifteen minutes comes back as EXPIRED. Raises Broken when the row does not match its digest.
    """
    row = tx.one(_LOOK, handle_key=token_key(handle), oa=oa, openid=openid)
    if row is None:
        raise NotFound
    finished_us = row[8]
    if finished_us is None:
        # A finished one stays visible to its maker: unbinding the last card changes who they are.
        if access_who(tx, oa, openid).customer_no != row[1]:
            raise NotFound
    elif from_us(finished_us) + RESULT_LIFE <= now:
        raise NotFound
    draft = _draft(sealer, oa, openid, handle, row)
    if not hmac.compare_digest(_digest(draft), draft.digest):
        raise Broken(f"draft {draft.draft_id} does not match its digest")
    if draft.state is DraftState.OPEN and draft.expires_at <= now:
        return replace(draft, state=DraftState.EXPIRED)
    return draft


def recent_orders(
    reader: Reader, *, sealer: Sealer, oa: str, openid: str, since: datetime, most: int
) -> tuple[Draft, ...]:
    """What a person confirmed since then, newest first: for those who serve them. No handles."""
    rows = reader.all(_RECENT, oa=oa, openid=openid, since_us=to_us(since), most=most)
    return tuple(_draft(sealer, oa, openid, "", row) for row in rows)


def draft_states(reader: Reader) -> dict[str, str]:
    """What became of every draft, by id: for whoever checks the house as a whole."""
    return dict(reader.all(_STATES))


def claim_draft(tx: Tx, draft: Draft, now: datetime) -> bool:
    """Move OPEN to SENDING; True for exactly one caller, False when it is not open any more."""
    claimed = tx.run(_CLAIM, draft_id=draft.draft_id, digest=draft.digest, now_us=to_us(now))
    return claimed == 1


def finish_draft(
    tx: Tx,
    *,
    sealer: Sealer,
    draft: Draft,
    state: DraftState,
    result: Mapping[str, Any],
    at: datetime,
) -> None:
    """Store the outcome (DONE or REFUSED) of an OPEN or SENDING draft. Conflict when it has one."""
    if state not in {DraftState.DONE, DraftState.REFUSED}:
        raise ValueError(f"a draft does not finish as {state}")
    words = json.dumps(result, ensure_ascii=False)
    sealed = sealer.seal(words, table="drafts", column="result", row=draft.draft_id)
    finished = tx.run(
        _FINISH, draft_id=draft.draft_id, state=state.value, result=sealed, at_us=to_us(at)
    )
    if finished != 1:
        raise Conflict


def void_drafts(tx: Tx, *, oa: str, openid: str, at: datetime, made_until: datetime) -> int:
    """Make a person's open drafts unfindable; returns how many."""
    until = to_us(made_until)
    return tx.run(_VOID, oa=oa, openid=openid, at_us=to_us(at), until_us=until)


def _draft(sealer: Sealer, oa: str, openid: str, handle: str, row: tuple[Any, ...]) -> Draft:
    draft_id, customer_no, function_id, sealed, step_up, digest, state, expires_us, _, out = row
    content = json.loads(sealer.open(bytes(sealed), table="drafts", column="sealed", row=draft_id))
    result = None
    if out is not None:
        words = sealer.open(bytes(out), table="drafts", column="result", row=draft_id)
        result = json.loads(words)
    return Draft(
        draft_id=draft_id,
        handle=handle,
        oa=oa,
        openid=openid,
        customer_no=customer_no,
        function_id=function_id,
        title=content["title"],
        facts=tuple((label, value) for label, value in content["facts"]),
        order=content["order"],
        step_up=StepUp(step_up),
        phone=content["phone"],
        words=content["words"],
        warning=content["warning"],
        payment=content.get("payment"),
        pause_seconds=content.get("pause_seconds", 0),
        state=DraftState(state),
        digest=bytes(digest),
        expires_at=from_us(expires_us),
        result=result,
    )


def _content(draft: Draft) -> str:
    """What is sealed, in one canonical form."""
    parts: dict[str, Any] = {
        "title": draft.title,
        "facts": [list(fact) for fact in draft.facts],
        "order": draft.order,
        "phone": draft.phone,
        "words": draft.words,
        "warning": draft.warning,
    }
    if draft.payment is not None:
        parts["payment"] = draft.payment
    if draft.pause_seconds:
        parts["pause_seconds"] = draft.pause_seconds
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(draft: Draft) -> bytes:
    identity = (draft.draft_id, draft.oa, draft.openid, draft.customer_no, draft.function_id)
    whole = json.dumps([*identity, draft.step_up.value, _content(draft)], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).digest()
