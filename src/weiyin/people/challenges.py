"""Step-up: a six-digit code by SMS that authorises one digest in one session, once.

Bounds (a guess succeeds at most once in 20,000 days of trying): five tries a code, five codes an
hour and ten a day for a person and for a phone, one a minute, five minutes of life. A code that
was used counts for the day alone: it bombed nobody, and its owner goes on at once. A new code
kills the old. What is stored is a salted, keyed hash; the SMS leaves as a sealed outbox row that
commits with the code.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import to_us
from weiyin.base.errors import NotAllowed
from weiyin.base.ids import SYSTEM_RNG, Rng, digits, opaque_token, row_id
from weiyin.people.sessions import Session
from weiyin.people.sms import Sms, put_sms
from weiyin.people.turns import take_turn
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TRIES = 5
_DIGITS = 6
CODE_LIFE = timedelta(minutes=5)
_DAY = timedelta(days=1)
QUOTAS = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (_DAY, 10))
"""(window, codes at most in it), for a person and for a phone alike."""

EVERYBODY = (timedelta(minutes=1), 3_000)
"""(window, codes at most in it) of all people together: the brake on a flood of text messages."""

_COUNT_ALL = sql("SELECT COUNT(*) FROM challenges WHERE issued_us > :since_us")
_COUNT_PERSON = sql("""
    SELECT COUNT(*) FROM challenges
    WHERE oa = :oa AND openid = :openid AND issued_us > :since_us
      AND (:used_too = 1 OR COALESCE(ended_why, '') <> 'spent')
""")
_COUNT_PHONE = sql("""
    SELECT COUNT(*) FROM challenges WHERE phone_blind = :phone AND issued_us > :since_us
      AND (:used_too = 1 OR COALESCE(ended_why, '') <> 'spent')
""")
_ISSUE = sql("""
    INSERT INTO challenges (challenge_id, oa, openid, session_key, purpose, digest, phone_blind,
                            salt, code_hash, tries, issued_us, expires_us)
    VALUES (:challenge_id, :oa, :openid, :session_key, :purpose, :digest, :phone_blind,
            :salt, :code_hash, 0, :issued_us, :expires_us)
""")
_END_ALL = sql("""
    UPDATE challenges SET ended_us = :now_us, ended_why = :why
    WHERE oa = :oa AND openid = :openid AND ended_us IS NULL AND issued_us <= :until_us
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
    SELECT MAX(issued_us),
           MAX(CASE WHEN session_key = :session_key AND digest = :digest AND ended_us IS NULL
               THEN issued_us END)
    FROM challenges
    WHERE oa = :oa AND openid = :openid AND COALESCE(ended_why, '') <> 'spent'
""")


SNAPSHOT_HEARD = "您正在预览页面，请点击右下角“使用完整服务”后再办理"
_FLOOD_HEARD = "当前办理人数较多，请稍后再获取验证码"
_QUOTA_HEARD = {
    True: "验证码发送过于频繁，请一分钟后再试",
    False: "验证码发送次数已达上限，请稍后再试",
}


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


@dataclass(frozen=True, slots=True)
class ResendWait:
    """`seconds` until another code may be asked for; `sent`: a live one is already on its way."""

    sent: bool
    seconds: int


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
    sign: str = "",
    rng: Rng = SYSTEM_RNG,
) -> None:
    """Send a code to `phone` that authorises `digest` in `session`; any older code of theirs dies.

    `words` say what it authorises, with amount and payee tail (`向*小雷(尾号1234)转账500.00元`);
    `sign` is the bank's name before the text. Raises NotAllowed (`code_quota`, `code_flood`,
    `snapshot`).
    """
    if session.snapshot:
        raise NotAllowed("snapshot", SNAPSHOT_HEARD)
    phone_blind = sealer.blind(phone, "challenges.phone")
    _check_quota(tx, session, phone_blind, now)
    who = {"oa": session.oa, "openid": session.openid}
    # Another host's clock may go before ours: what it issued dies too.
    end_challenges(tx, **who, now=now, why="replaced", issued_until=now + _DAY)
    code, salt, challenge_id = digits(_DIGITS, rng), opaque_token(rng), row_id(now, rng)
    tx.run(
        _ISSUE,
        challenge_id=challenge_id,
        oa=session.oa,
        openid=session.openid,
        session_key=session.key,
        purpose=purpose,
        digest=digest,
        phone_blind=phone_blind,
        salt=salt,
        code_hash=_hash(sealer, challenge_id, salt, code),
        issued_us=to_us(now),
        expires_us=to_us(now + CODE_LIFE),
    )
    sms = Sms(phone, _sms_body(sign, code, words))
    put_sms(tx, sealer=sealer, oa=session.oa, key=challenge_id, sms=sms, due=now)


def check_code(
    tx: Tx, *, sealer: Sealer, session: Session, digest: bytes, code: str, now: datetime
) -> Checked:
    """Judge a code, counting the try; RIGHT spends it.

    Returns instead of raising, so that a wrong try commits with the caller's unit of work:
    do nothing else in that unit unless the verdict is RIGHT.
    """
    live = tx.one(
        _LIVE,
        oa=session.oa,
        openid=session.openid,
        session_key=session.key,
        digest=digest,
        now_us=to_us(now),
    )
    if live is None or session.snapshot:
        return Checked(Verdict.NONE)
    challenge_id, salt, code_hash = live
    # The try is counted before the code is looked at: guesses at the same moment take turns here.
    if tx.run(_TRY, challenge_id=challenge_id, tries=TRIES) != 1:
        return Checked(Verdict.TIRED)
    if not hmac.compare_digest(_hash(sealer, challenge_id, salt, _readable(code)), code_hash):
        row = tx.one(_TRIES, challenge_id=challenge_id)
        left = TRIES - row[0] if row else 0
        return Checked(Verdict.WRONG, max(left, 0))
    if tx.run(_SPEND, challenge_id=challenge_id, now_us=to_us(now)) != 1:
        return Checked(Verdict.NONE)
    return Checked(Verdict.RIGHT)


def end_challenges(
    tx: Tx, *, oa: str, openid: str, now: datetime, why: str, issued_until: datetime
) -> None:
    """Kill every live code of a person issued up to `issued_until`."""
    until = to_us(issued_until)
    tx.run(_END_ALL, oa=oa, openid=openid, now_us=to_us(now), why=why, until_us=until)


def resend_wait(tx: Reader, session: Session, digest: bytes, now: datetime) -> ResendWait:
    """Whether a live code waits for this digest in this session, and how long until another."""
    row = tx.one(
        _NEWEST,
        oa=session.oa,
        openid=session.openid,
        session_key=session.key,
        digest=digest,
    )
    newest_us, live_us = row or (None, None)
    pause, _ = QUOTAS[0]
    left_us = 0 if newest_us is None else newest_us - to_us(now - pause)
    sent = live_us is not None and live_us > to_us(now - CODE_LIFE)
    return ResendWait(sent, max(0, -(-left_us // 1_000_000)))


def _check_quota(tx: Tx, session: Session, phone_blind: str, now: datetime) -> None:
    window, most = EVERYBODY
    everybody = tx.one(_COUNT_ALL, since_us=to_us(now - window))
    if everybody is None or everybody[0] >= most:
        raise NotAllowed("code_flood", _FLOOD_HEARD)
    person = {"oa": session.oa, "openid": session.openid}
    subjects = sorted((f"person:{session.oa}:{session.openid}", f"phone:{phone_blind}"))
    for subject in subjects:
        take_turn(tx, subject, now)
    for window, most in QUOTAS:
        asked = {"since_us": to_us(now - window), "used_too": int(window >= _DAY)}
        by_person = tx.one(_COUNT_PERSON, **asked, **person)
        by_phone = tx.one(_COUNT_PHONE, **asked, phone=phone_blind)
        if by_person is None or by_phone is None or max(by_person[0], by_phone[0]) >= most:
            raise NotAllowed("code_quota", _QUOTA_HEARD[most == 1])


def _readable(code: str) -> str:
    """Six digits, or nothing: which is no code's hash."""
    return code if len(code) == _DIGITS and code.isascii() and code.isdigit() else ""


def _hash(sealer: Sealer, challenge_id: str, salt: str, code: str) -> str:
    return sealer.blind(f"{challenge_id}:{salt}:{code}", "challenges.code")


def _sms_body(sign: str, code: str, words: str) -> str:
    minutes = CODE_LIFE // timedelta(minutes=1)
    head = f"【{sign}】" if sign else ""
    return f"{head}验证码{code}，您正在{words}，{minutes}分钟内有效。任何人索取均为诈骗，请勿告知。"
