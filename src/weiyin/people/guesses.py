"""Guesses: how often somebody may be wrong about who they are, or about whose card it is.

A guess is written down before the bank is asked and struck out when it was right. So guesses of one
moment take turns, one whose answer was lost counts, and while the store is away nobody is asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import to_us
from weiyin.base.errors import NotAllowed
from weiyin.base.ids import SYSTEM_RNG, Rng, row_id
from weiyin.people.turns import take_turn
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx


class Guess(StrEnum):
    """What is guessed at."""

    IDENTITY = "identity"
    """That an identity number, and whatever was typed with it, is one's own."""
    CARD = "card"
    """That a card is of the person named with it."""


_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
QUOTAS = {
    Guess.IDENTITY: ((_HOUR, 5), (_DAY, 10)),
    Guess.CARD: ((_HOUR, 10), (_DAY, 30)),
}
"""(window, wrong guesses at most in it) of one person."""

EVERYBODY = (_HOUR, 1_000)
"""(window, wrong guesses at most in it) of all people together: one guess at each of many cards
is stopped here, long before it pays."""

_HEARD = "核验失败次数过多，为保障账户安全，请稍后再试或到网点办理"

_BRAKE_HEARD = "当前核验人数较多，请稍后再试或到网点办理"

_COUNT = sql("""
    SELECT COUNT(*) FROM guesses
    WHERE oa = :oa AND openid = :openid AND kind = :kind AND at_us > :since_us
""")
_COUNT_ALL = sql("SELECT COUNT(*) FROM guesses WHERE at_us > :since_us")
_ADD = sql("""
    INSERT INTO guesses (guess_id, oa, openid, kind, at_us)
    VALUES (:guess_id, :oa, :openid, :kind, :at_us)
""")
_STRIKE = sql("DELETE FROM guesses WHERE guess_id = :guess_id")


def begin_guess(
    tx: Tx, *, oa: str, openid: str, kind: Guess, now: datetime, rng: Rng = SYSTEM_RNG
) -> str:
    """Count a guess as wrong until it is struck out; returns its id.

    Raises NotAllowed (`guesses`, `guesses_of_all`), which tells nothing of what is guessed at.
    """
    person = {"oa": oa, "openid": openid, "kind": kind.value}
    take_turn(tx, f"guess:{kind}:{oa}:{openid}", now)
    for window, most in QUOTAS[kind]:
        wrong = tx.one(_COUNT, since_us=to_us(now - window), **person)
        if wrong is None or wrong[0] >= most:
            raise NotAllowed("guesses", _HEARD)
    window, most = EVERYBODY
    everybody = tx.one(_COUNT_ALL, since_us=to_us(now - window))
    if everybody is None or everybody[0] >= most:
        raise NotAllowed("guesses_of_all", _BRAKE_HEARD)
    guess_id = row_id(now, rng)
    tx.run(_ADD, guess_id=guess_id, at_us=to_us(now), **person)
    return guess_id


def strike_guess(tx: Tx, guess_id: str) -> None:
    """It was right, or told nothing."""
    tx.run(_STRIKE, guess_id=guess_id)


def record_miss(tx: Tx, *, oa: str, openid: str, what: str, now: datetime) -> None:
    """Leave word of a wrong guess for whoever watches; of what was typed, nothing."""
    audit.record(
        tx, oa=oa, who=openid, what=what, whom=openid, why="customer", outcome="mismatch", at=now
    )
