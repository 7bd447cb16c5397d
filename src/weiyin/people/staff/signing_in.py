"""Signing in: a password and a one-time code together; one answer for every way to be wrong.

A guess is counted before it is judged and struck out when it was right. Guesses from a browser
that this person has signed in from before are counted by that browser, all others by the login
(OWASP's device cookies): so whoever guesses from elsewhere can shut out strangers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import NeedsStepUp, NotAllowed, NotFound
from weiyin.base.ids import row_id, token_key
from weiyin.people.staff import one_time, passwords
from weiyin.people.staff.staff import STAFF_LOG, Staff, access_by_login, who
from weiyin.people.turns import take_turn
from weiyin.storage import audit
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store, Tx

BROWSER_LIFE = timedelta(days=180)
_QUOTAS = ((timedelta(minutes=15), 5), (timedelta(days=1), 15))
"""(window, wrong guesses at most in it) of one subject. A code of six digits has three right
answers at a time: who knows the password has 1 chance in 22,000 a day."""
_LOCKED = "登录失败次数过多，请15分钟后再试，或联系管理员"
_WRONG = "登录名、密码或动态口令不正确"

_COUNT = sql("SELECT COUNT(*) FROM staff_guesses WHERE subject = :subject AND at_us > :since_us")
_ADD = sql("""
    INSERT INTO staff_guesses (guess_id, subject, at_us) VALUES (:guess_id, :subject, :now_us)
""")
_STRIKE = sql("DELETE FROM staff_guesses WHERE guess_id = :guess_id")
_KEPT = sql("SELECT password_sealed, seed_sealed, code_step FROM staff WHERE staff_id = :staff_id")
_SPEND = sql("""
    UPDATE staff SET code_step = :step WHERE staff_id = :staff_id AND code_step < :step
""")
_KNOWN = sql("""
    SELECT staff_id FROM staff_browsers
    WHERE browser_key = :key AND staff_id = :staff_id AND seen_us > :since_us
""")
_REMEMBER = sql("""
    INSERT INTO staff_browsers (browser_key, staff_id, seen_us) VALUES (:key, :staff_id, :now_us)
    ON CONFLICT (browser_key) DO UPDATE SET staff_id = excluded.staff_id, seen_us = excluded.seen_us
""")


@dataclass(frozen=True, slots=True)
class _Attempt:
    guess_id: str
    staff: Staff | None
    verifier: str | None


def sign_in(
    store: Store,
    sealer: Sealer,
    *,
    login: str,
    password: str,
    code: str,
    browser: str,
    now: datetime,
) -> Staff:
    """Who this is. `browser`: the token that this browser keeps, new or old.

    Raises NeedsStepUp when anything is wrong, NotAllowed (`guesses`) when it was so too often. The
    password is judged between two units: it takes too long to be judged inside of one.
    """
    attempt = store.run(lambda tx: _begin(tx, sealer, login, browser, now))
    right = passwords.is_right(password, attempt.verifier)
    found = store.run(lambda tx: _finish(tx, sealer, attempt, code if right else "", browser, now))
    if found is None:
        raise NeedsStepUp("a wrong sign-in", heard=_WRONG)
    return found


def prove_again(tx: Tx, sealer: Sealer, staff: Staff, code: str, now: datetime) -> bool:
    """Whether this is a code of theirs not used before; it is used now.

    Counted as a guess unless right: commit the unit either way. Raises NotAllowed.
    """
    guess_id = _count(tx, f"again:{staff.staff_id}", now)
    right = _spend_code(tx, sealer, staff, code, now)
    if right:
        tx.run(_STRIKE, guess_id=guess_id)
    return right


def _begin(tx: Tx, sealer: Sealer, login: str, browser: str, now: datetime) -> _Attempt:
    try:
        staff = access_by_login(tx, login)
    except NotFound:
        return _Attempt(_count(tx, f"login:{login[:64]}", now), None, None)
    key = token_key(browser)
    known = tx.one(_KNOWN, key=key, staff_id=staff.staff_id, since_us=to_us(now - BROWSER_LIFE))
    guess_id = _count(tx, f"browser:{key}" if known else f"login:{login}", now)
    row = tx.one(_KEPT, staff_id=staff.staff_id)
    assert row is not None
    place = {"table": "staff", "column": "password_sealed", "row": staff.staff_id}
    return _Attempt(guess_id, staff, sealer.open(row[0], **place))


def _finish(
    tx: Tx, sealer: Sealer, attempt: _Attempt, code: str, browser: str, now: datetime
) -> Staff | None:
    staff = attempt.staff
    if staff is None:
        return None
    if not (code and staff.active and _spend_code(tx, sealer, staff, code, now)):
        _log(tx, staff, "refused", now)
        return None
    tx.run(_STRIKE, guess_id=attempt.guess_id)
    tx.run(_REMEMBER, key=token_key(browser), staff_id=staff.staff_id, now_us=to_us(now))
    _log(tx, staff, "done", now)
    return staff


def _spend_code(tx: Tx, sealer: Sealer, staff: Staff, code: str, now: datetime) -> bool:
    row = tx.one(_KEPT, staff_id=staff.staff_id)
    assert row is not None
    seed = sealer.open(row[1], table="staff", column="seed_sealed", row=staff.staff_id)
    step = one_time.step_of(seed, code, now, row[2])
    return step is not None and tx.run(_SPEND, staff_id=staff.staff_id, step=step) == 1


def _count(tx: Tx, subject: str, now: datetime) -> str:
    take_turn(tx, f"staff:{subject}", now)
    for window, most in _QUOTAS:
        wrong = tx.one(_COUNT, subject=subject, since_us=to_us(now - window))
        if wrong is None or wrong[0] >= most:
            raise NotAllowed("guesses", _LOCKED)
    guess_id = row_id(now)
    tx.run(_ADD, guess_id=guess_id, subject=subject, now_us=to_us(now))
    return guess_id


def _log(tx: Tx, staff: Staff, outcome: str, now: datetime) -> None:
    person = who(staff.login)
    audit.record(
        tx,
        oa=STAFF_LOG,
        who=person,
        what="staff.sign_in",
        whom=person,
        why="sign in",
        outcome=outcome,
        at=now,
    )
