"""Followers: who follows which official account, in the order things happened to them.

WeChat may deliver events late and in any order, so the newest `CreateTime` decides and a tie goes
to unfollowing. A late unfollow still revokes what was older than it.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.people.revoke import revoke
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_FOLLOW = sql("""
    INSERT INTO followers (oa, openid, following, state_us, scene, first_us)
    VALUES (:oa, :openid, 1, :at_us, :scene, :at_us)
    ON CONFLICT (oa, openid) DO UPDATE
    SET following = 1, state_us = excluded.state_us,
        scene = CASE WHEN excluded.scene = '' THEN followers.scene ELSE excluded.scene END
    WHERE excluded.state_us > followers.state_us
""")
_UNFOLLOW = sql("""
    INSERT INTO followers (oa, openid, following, state_us, scene, first_us)
    VALUES (:oa, :openid, 0, :at_us, '', :at_us)
    ON CONFLICT (oa, openid) DO UPDATE SET following = 0, state_us = excluded.state_us
    WHERE excluded.state_us >= followers.state_us
""")
_STATE = sql("SELECT following FROM followers WHERE oa = :oa AND openid = :openid")


def follow(tx: Tx, oa: str, openid: str, at: datetime, scene: str = "") -> bool:
    """Somebody followed at `at` (the event's CreateTime); False when something newer is known.

    What was bound before an earlier unfollow stays suspended: binding again takes fresh proof.
    """
    return tx.run(_FOLLOW, oa=oa, openid=openid, at_us=to_us(at), scene=scene) == 1


def seen(tx: Tx, oa: str, openid: str, at: datetime) -> bool:
    """Somebody wrote to us at `at`, so they follow: for followers from before our time.

    False when they were known to follow already, or something newer is known.
    """
    if is_following(tx, oa, openid):
        return False
    return follow(tx, oa, openid, at)


def unfollow(tx: Tx, oa: str, openid: str, at: datetime) -> bool:
    """Somebody unfollowed at `at`: bindings, sessions, codes and drafts up to then are revoked.

    When nothing newer is known, all are, whatever our clock says. False for a late event.
    """
    newest = tx.run(_UNFOLLOW, oa=oa, openid=openid, at_us=to_us(at)) == 1
    revoke(tx, oa=oa, openid=openid, at=at, why="unfollowed", made_until=None if newest else at)
    return newest


def is_following(tx: Reader, oa: str, openid: str) -> bool:
    row = tx.one(_STATE, oa=oa, openid=openid)
    return row is not None and bool(row[0])
