"""Arrivals: a browser sent away to sign in, expected back once with the same `state`.

The state is bound to a cookie of that very browser, so neither a state made by somebody else
(login CSRF) nor one seen on the way can open a session.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import NeedsStepUp
from weiyin.base.ids import SYSTEM_RNG, Rng, opaque_token, token_key
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

ARRIVAL_LIFE = timedelta(minutes=10)

_EXPECT = sql("""
    INSERT INTO arrivals (state_key, browser_key, oa, goal, expires_us)
    VALUES (:state_key, :browser_key, :oa, :goal, :expires_us)
""")
_USE = sql("""
    UPDATE arrivals SET used_us = :now_us
    WHERE state_key = :state_key AND used_us IS NULL AND expires_us > :now_us
""")
_LOOK = sql("SELECT browser_key, oa, goal FROM arrivals WHERE state_key = :state_key")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where the browser wanted to go: a path of ours, and the official account it came from."""

    oa: str
    goal: str


def expect_arrival(
    tx: Tx, *, browser_token: str, oa: str, goal: str, now: datetime, rng: Rng = SYSTEM_RNG
) -> str:
    """Remember that the browser holding `browser_token` goes to sign in; returns `state`."""
    state = opaque_token(rng)
    tx.run(
        _EXPECT,
        state_key=token_key(state),
        browser_key=token_key(browser_token),
        oa=oa,
        goal=goal,
        expires_us=to_us(now + ARRIVAL_LIFE),
    )
    return state


def access_arrival(tx: Tx, *, browser_token: str, state: str, now: datetime) -> Arrival:
    """The arrival of `state`, spent by this very call.

    NeedsStepUp when it is unknown, used, ten minutes old or from another browser.
    """
    row = tx.one(_LOOK, state_key=token_key(state))
    if row is None or not hmac.compare_digest(row[0], token_key(browser_token)):
        raise NeedsStepUp
    if tx.run(_USE, state_key=token_key(state), now_us=to_us(now)) != 1:
        raise NeedsStepUp
    return Arrival(oa=row[1], goal=row[2])
