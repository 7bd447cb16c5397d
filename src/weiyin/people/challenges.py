"""Step-up: a six-digit code by SMS that authorises one digest in one session, once.

Bounds (a guess succeeds at most once in 20,000 days of trying): five tries a code, five codes an
hour and ten a day for a person and for a phone, one a minute, five minutes of life. A new code
kills the old. What is stored is a salted, keyed hash; the SMS leaves as a sealed outbox row that
commits with the code.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import to_us
from weiyin.base.errors import NeedsStepUp, NotAllowed
from weiyin.base.ids import SYSTEM_RNG, Rng, digits, opaque_token, row_id
from weiyin.people.sessions import Session
from weiyin.people.sms import put_sms
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TRIES = 5
CODE_LIFE = timedelta(minutes=5)
QUOTAS = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 10))
"""(window, codes at most in it), for a person and for a phone alike."""

_LOCK_SUBJECT = sql("""
    INSERT INTO code_subjects (subject, touched_us) VALUES (:subject, :now_us)
    ON CONFLICT (subject) DO UPDATE SET touched_us = excluded.touched_us
""")
_COUNT_PERSON = sql("""
    SELECT COUNT(*) FROM challenges
    WHERE oa = :oa AND openid = :openid AND issued_us > :since_us
""")
_COUNT_PHONE = sql("""
    SELECT COUNT(*) FROM challenges WHERE phone_blind = :phone AND issued_us > :since_us
""")
_KILL = sql("""
    UPDATE challenges SET ended_us = :now_us, ended_why = 'replaced'
    WHERE oa = :oa AND openid = :openid AND ended_us IS NULL
""")
_ISSUE = sql("""
    INSERT INTO challenges (challenge_id, oa, openid, session_key, purpose, digest, phone_blind,
                            salt, code_hash, tries, issued_us, expires_us)
    VALUES (:challenge_id, :oa, :openid, :session_key, :purpose, :digest, :phone_blind,
            :salt, :code_hash, 0, :issued_us, :expires_us)
""")
_LIVE = sql("""
    SELECT challenge_id, salt, code_hash FROM challenges
    WHERE oa = :oa AND openid = :openid AND session_key = :session_key AND digest = :digest
      AND ended_us IS NULL AND expires_us > :now_us
""")
_TRY = sql("""
    UPDATE challenges SET tries = tries + 1
    WHERE challenge_id = :challenge_id AND tries < :tries AND ended_us IS NULL
""")
_TRIES = sql("SELECT tries FROM challenges WHERE challenge_id = :challenge_id")
_SPEND = sql("""
    UPDATE challenges SET ended_us = :now_us, ended_why = 'spent'
    WHERE challenge_id = :challenge_id AND ended_us IS NULL
""")
_NEWEST = sql("""
    SELECT MAX(issued_us) FROM challenges
    WHERE oa = :oa AND openid = :openid AND session_key = :session_key AND digest = :digest
""")


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    TIRED = "tired"
    """All tries of this code are used: ask for another."""
    NONE = "none"
    """No live code for this in this session: never sent, spent, replaced or expired."""


@dataclass(frozen=True, slots=True)
class Checked:
    verdict: Verdict
    tries_left: int = 0

    def heard(self) -> str:
        """What the customer is told when it is not RIGHT."""
        if self.verdict is Verdict.WRONG and self.tries_left:
            return f"验证码不正确，还可以再试{self.tries_left}次"
        if self.verdict in {Verdict.WRONG, Verdict.TIRED}:
            return "验证码错误次数过多，请重新获取验证码"
        return "验证码已失效，请重新获取验证码"


def issue(
    tx: Tx,
    *,
    sealer: Sealer,
    session: Session,
    purpose: str,
    digest: bytes,
    phone: str,
    words: str,
    now: datetime,
    rng: Rng = SYSTEM_RNG,
) -> None:
    """Send a code to `phone` that authorises `digest` in `session`.

    `words` say what it authorises and name amount and payee tail, e.g. `向*小雷(尾号1234)转账500.00元`.
    Raises NotAllowed (`code_quota`), NeedsStepUp for a snapshot identity.
    """
    raise NotImplementedError


def check_code(
    tx: Tx, *, sealer: Sealer, session: Session, digest: bytes, code: str, now: datetime
) -> Checked:
    """Judge a code, counting the try; RIGHT spends it.

    Returns instead of raising, so that a wrong try commits with the caller's unit of work:
    do nothing else in that unit unless the verdict is RIGHT.
    """
    raise NotImplementedError


def resend_seconds(tx: Reader, session: Session, digest: bytes, now: datetime) -> int | None:
    """Seconds until another code may be sent for this; None when none was sent yet."""
    raise NotImplementedError
