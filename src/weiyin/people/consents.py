"""Consents: each purpose asked for by itself, kept with the very words, taken back at any time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.base.clock import from_us, to_us
from weiyin.base.ids import row_id
from weiyin.places.stays import erase_stays
from weiyin.places.whereabouts import erase_whereabouts
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_GIVE = sql("""
    INSERT INTO consents (consent_id, oa, openid, kind, version, text_digest, given_us)
    VALUES (:consent_id, :oa, :openid, :kind, :version, :text_digest, :given_us)
""")
_STANDING = sql("""
    SELECT version, text_digest, given_us FROM consents
    WHERE oa = :oa AND openid = :openid AND kind = :kind AND withdrawn_us IS NULL
    ORDER BY given_us DESC, consent_id DESC LIMIT 1
""")
_WITHDRAW = sql("""
    UPDATE consents SET withdrawn_us = :at_us
    WHERE oa = :oa AND openid = :openid AND kind = :kind AND withdrawn_us IS NULL
""")


class Purpose(StrEnum):
    """What somebody may agree to, one by one (separate consent for sensitive data: PIPL 28-29)."""

    BINDING = "binding"
    """Using identity and card data to bind a card and answer about it."""
    LOCATION = "location"
    MARKETING = "marketing"


@dataclass(frozen=True, slots=True)
class Consent:
    """`text_digest` is the SHA-256 of the words that were on the screen."""

    purpose: Purpose
    version: str
    text_digest: bytes
    given_at: datetime


def give_consent(
    tx: Tx, *, oa: str, openid: str, purpose: Purpose, version: str, text: str, at: datetime
) -> Consent:
    """Record that `text` was agreed to; an earlier consent to the same purpose is superseded."""
    digest = hashlib.sha256(text.encode()).digest()
    tx.run(_WITHDRAW, oa=oa, openid=openid, kind=purpose.value, at_us=to_us(at))
    tx.run(
        _GIVE,
        consent_id=row_id(at),
        oa=oa,
        openid=openid,
        kind=purpose.value,
        version=version,
        text_digest=digest,
        given_us=to_us(at),
    )
    _audit(tx, (oa, openid), "consent.give", f"{purpose}:{version}", at)
    return Consent(purpose, version, digest, at)


def standing_consent(tx: Reader, oa: str, openid: str, purpose: Purpose) -> Consent | None:
    """The consent that stands now, or None."""
    row = tx.one(_STANDING, oa=oa, openid=openid, kind=purpose.value)
    if row is None:
        return None
    version, digest, given_us = row
    return Consent(purpose, version, bytes(digest), from_us(given_us))


def end_consent(tx: Tx, oa: str, openid: str, purpose: Purpose, at: datetime) -> bool:
    """Mark a consent as withdrawn; False when none stood.

    For BINDING call `revoke.withdraw_binding_consent`, which also stops what rested on it.
    """
    if not tx.run(_WITHDRAW, oa=oa, openid=openid, kind=purpose.value, at_us=to_us(at)):
        return False
    if purpose is Purpose.LOCATION:
        erase_whereabouts(tx, oa, openid)
    if purpose in {Purpose.LOCATION, Purpose.MARKETING}:
        erase_stays(tx, oa, openid)
    _audit(tx, (oa, openid), "consent.withdraw", purpose.value, at)
    return True


def _audit(tx: Tx, person: tuple[str, str], what: str, consent: str, at: datetime) -> None:
    oa, openid = person
    detail = {"consent": consent}
    audit.record(
        tx,
        oa=oa,
        who=openid,
        what=what,
        whom=openid,
        why="customer",
        outcome="ok",
        at=at,
        detail=detail,
    )
