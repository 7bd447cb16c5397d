"""A campaign and its road: draft → reviewed by another person → scheduled → running → over.

It can be stopped from any of them; whoever tells looks at the state once more, so that a stop
holds within the batch that is on its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from weiyin.base.clock import from_us, shanghai_day, to_us
from weiyin.base.errors import BadInput, Conflict, NotAllowed, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, row_id
from weiyin.outreach.campaigns.occasion import read_occasion
from weiyin.outreach.segments.rule import compile_rule
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_ADD = sql("""
    INSERT INTO campaigns (oa, campaign_id, name, rule, goal, arms, holdout_bp, starts_us, ends_us,
                           state, made_by, reviewed_by, cursor, made_us, occasion)
    VALUES (:oa, :campaign_id, :name, :rule, :goal, :arms, :holdout_bp, :starts_us, :ends_us,
            'draft', :made_by, '', '', :made_us, :occasion)
""")
_COLUMNS = (
    "SELECT oa, campaign_id, name, rule, goal, arms, holdout_bp, starts_us, ends_us, state,"
    " made_by, reviewed_by, cursor, occasion FROM campaigns"
)
_GET = sql(f"{_COLUMNS} WHERE oa = :oa AND campaign_id = :campaign_id")
_DUE = sql(
    f"{_COLUMNS} WHERE state IN ('scheduled', 'running') AND starts_us <= :now_us"
    " ORDER BY starts_us LIMIT 20"
)
_WAITING = sql(f"{_COLUMNS} WHERE oa = :oa AND state = 'running' AND occasion <> ''")
_ALL = sql(f"{_COLUMNS} WHERE oa = :oa ORDER BY made_us DESC, campaign_id DESC LIMIT 200")
_APPROVE = sql("""
    UPDATE campaigns SET state = 'scheduled', reviewed_by = :who
    WHERE oa = :oa AND campaign_id = :campaign_id AND state = 'draft'
""")
_MOVE = sql("""
    UPDATE campaigns SET state = :state, cursor = :cursor
    WHERE oa = :oa AND campaign_id = :campaign_id AND state IN ('scheduled', 'running')
""")
_STOP = sql("""
    UPDATE campaigns SET state = 'stopped'
    WHERE oa = :oa AND campaign_id = :campaign_id AND state <> 'stopped'
""")
_MAX_HOLDOUT_BP = 5_000


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    DONE = "done"
    """All its people were gone through."""
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Arm:
    """One wording: an article card with a page of ours. `name` is A, B, …"""

    name: str
    title: str
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be told to whom. `goal` is a rule too: who has come to be meant by it, reached it.

    Of `holdout_bp` in ten thousand nothing is told, to compare with.
    """

    name: str
    rule: str
    goal: str
    arms: tuple[Arm, ...]
    holdout_bp: int
    starts: datetime
    ends: datetime
    occasion: str = ""
    """What sets it off for each person, as `occasion.py` reads it; empty: its start."""


@dataclass(frozen=True, slots=True)
class Campaign:
    oa: str
    campaign_id: str
    plan: Plan
    state: State
    made_by: str
    reviewed_by: str
    cursor: str
    """The last openid that was gone through."""


def draft(tx: Tx, oa: str, plan: Plan, *, who: str, at: datetime, rng: Rng = SYSTEM_RNG) -> str:
    """Write a plan down; its id. Raises `BadInput` for what could not run."""
    _check(plan, at)
    campaign_id = row_id(at, rng)
    tx.run(
        _ADD,
        oa=oa,
        campaign_id=campaign_id,
        name=plan.name,
        rule=plan.rule,
        goal=plan.goal,
        arms=msgspec.json.encode(plan.arms).decode(),
        holdout_bp=plan.holdout_bp,
        starts_us=to_us(plan.starts),
        ends_us=to_us(plan.ends),
        made_by=who,
        made_us=to_us(at),
        occasion=plan.occasion,
    )
    _record(tx, oa, campaign_id, who, "campaign.draft", at)
    return campaign_id


def approve(tx: Tx, oa: str, campaign_id: str, *, who: str, at: datetime) -> None:
    """Raises `NotAllowed` for whoever made it, `Conflict` when it is no draft any more."""
    if access_campaign(tx, oa, campaign_id).made_by == who:
        raise NotAllowed("four_eyes", "活动须由另一位同事复核")
    if tx.run(_APPROVE, oa=oa, campaign_id=campaign_id, who=who) != 1:
        raise Conflict
    _record(tx, oa, campaign_id, who, "campaign.approve", at)


def stop(tx: Tx, oa: str, campaign_id: str, *, who: str, at: datetime) -> None:
    """Anybody on the staff may; again is no error."""
    if tx.run(_STOP, oa=oa, campaign_id=campaign_id):
        _record(tx, oa, campaign_id, who, "campaign.stop", at)


def move(tx: Tx, campaign: Campaign, state: State, cursor: str) -> bool:
    """The runner's own steps; False when it was stopped meanwhile."""
    moved = tx.run(
        _MOVE, oa=campaign.oa, campaign_id=campaign.campaign_id, state=state.value, cursor=cursor
    )
    return moved == 1


def access_campaign(reader: Reader, oa: str, campaign_id: str) -> Campaign:
    """Raises `NotFound`."""
    row = reader.one(_GET, oa=oa, campaign_id=campaign_id)
    if row is None:
        raise NotFound
    return _campaign(row)


def waiting(reader: Reader, oa: str) -> list[Campaign]:
    """Those of an account that run and wait for their occasion."""
    return [_campaign(row) for row in reader.all(_WAITING, oa=oa)]


def campaigns_of(reader: Reader, oa: str) -> list[Campaign]:
    """The newest first."""
    return [_campaign(row) for row in reader.all(_ALL, oa=oa)]


def due(reader: Reader, now: datetime) -> list[Campaign]:
    """Those that run, or whose time has come."""
    return [_campaign(row) for row in reader.all(_DUE, now_us=to_us(now))]


def _check(plan: Plan, at: datetime) -> None:
    today = shanghai_day(at)
    compile_rule(plan.rule, today)
    compile_rule(plan.goal, today)
    if not plan.arms or len({arm.name for arm in plan.arms}) != len(plan.arms):
        raise BadInput("arms", "至少要有一个方案，方案名不能重复")
    if any(not arm.path.startswith("/p/") for arm in plan.arms):
        raise BadInput("arms", "活动只能打开本行页面")
    if not 0 <= plan.holdout_bp <= _MAX_HOLDOUT_BP:
        raise BadInput("holdout_bp", "对照组最多一半")
    read_occasion(plan.occasion)
    if plan.ends <= plan.starts:
        raise BadInput("ends", "结束时间须晚于开始时间")


def _record(tx: Tx, oa: str, campaign_id: str, who: str, what: str, at: datetime) -> None:
    audit.record(tx, oa=oa, who=who, what=what, whom="", why=campaign_id, outcome="ok", at=at)


def _campaign(row: Sequence[Any]) -> Campaign:
    oa, campaign_id, name, rule, goal, arms, holdout_bp, starts_us, ends_us, *rest = row
    state, made_by, reviewed_by, cursor, occasion = rest
    plan = Plan(
        name,
        rule,
        goal,
        msgspec.json.decode(arms, type=tuple[Arm, ...]),
        holdout_bp,
        from_us(starts_us),
        from_us(ends_us),
        occasion,
    )
    return Campaign(oa, campaign_id, plan, State(state), made_by, reviewed_by, cursor)
