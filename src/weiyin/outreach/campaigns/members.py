"""Who was in a campaign, in which arm, and how it came out; and who may be told of any at all."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from weiyin.base.clock import shanghai_day, to_us
from weiyin.outreach.campaigns.campaign import Arm, Campaign
from weiyin.outreach.campaigns.lift import Group, Lift, lift
from weiyin.outreach.segments.audience import is_adult, means
from weiyin.people.consents import Purpose, standing_consent
from weiyin.people.followers import is_following
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

HELD = ""
"""The arm of those to whom nothing is told."""
A_MONTH = 4
"""No more campaigns than these reach one person in thirty days."""
_MONTH = timedelta(days=30)

_JOIN = sql("""
    INSERT INTO campaign_members (oa, campaign_id, openid, arm, told_us)
    VALUES (:oa, :campaign_id, :openid, :arm, :told_us)
    ON CONFLICT (oa, campaign_id, openid) DO NOTHING
""")
_TOLD = sql("""
    SELECT count(*) FROM campaign_members
    WHERE oa = :oa AND openid = :openid AND arm <> '' AND told_us > :since_us
      AND campaign_id <> :campaign_id
""")
_IN_ARMS = sql("""
    SELECT openid, arm FROM campaign_members WHERE oa = :oa AND campaign_id = :campaign_id
""")
_FORGET = sql("DELETE FROM campaign_members WHERE told_us < :before_us")


def may_be_told(
    reader: Reader, oa: str, openid: str, now: datetime, *, campaign_id: str = ""
) -> bool:
    """Follows, agreed to marketing, is of age, an active customer, and not told too often."""
    since = to_us(now - _MONTH)
    told = reader.one(_TOLD, oa=oa, openid=openid, since_us=since, campaign_id=campaign_id)
    return (
        is_following(reader, oa, openid)
        and standing_consent(reader, oa, openid, Purpose.MARKETING) is not None
        and is_adult(reader, oa, openid, shanghai_day(now))
        and (told is None or told[0] < A_MONTH)
    )


def arm_of(campaign: Campaign, openid: str) -> Arm | None:
    """Drawn by a hash, so always the same one; None for the holdout."""
    drawn = hashlib.sha256(f"{campaign.campaign_id}/{openid}".encode()).digest()
    if int.from_bytes(drawn[:4]) % 10_000 < campaign.plan.holdout_bp:
        return None
    arms = campaign.plan.arms
    return arms[int.from_bytes(drawn[4:8]) % len(arms)]


def join(tx: Tx, campaign: Campaign, openid: str, arm: Arm | None, at: datetime) -> bool:
    """False when they are in it."""
    return (
        tx.run(
            _JOIN,
            oa=campaign.oa,
            campaign_id=campaign.campaign_id,
            openid=openid,
            arm=arm.name if arm else HELD,
            told_us=to_us(at),
        )
        == 1
    )


def outcome(reader: Reader, campaign: Campaign, now: datetime) -> dict[str, tuple[Group, Lift]]:
    """Each arm beside the holdout: how many reached the goal, and what telling changed."""
    reached: dict[str, list[bool]] = {HELD: [], **{arm.name: [] for arm in campaign.plan.arms}}
    goal, today = campaign.plan.goal, shanghai_day(now)
    for openid, arm in reader.all(_IN_ARMS, oa=campaign.oa, campaign_id=campaign.campaign_id):
        reached[arm].append(means(reader, campaign.oa, goal, today, openid))
    groups = {name: Group(len(seen), sum(seen)) for name, seen in reached.items()}
    held = groups[HELD]
    return {name: (group, lift(group, held)) for name, group in groups.items() if name != HELD}


def purge(tx: Tx, now: datetime) -> int:
    """A year after the telling nothing needs them any more."""
    return tx.run(_FORGET, before_us=to_us(now - timedelta(days=365)))
