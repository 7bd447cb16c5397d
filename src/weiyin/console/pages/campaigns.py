"""Campaigns: drafted, reviewed by another, scheduled, run, stopped; and what telling changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from starlette.responses import Response

from weiyin.base.clock import SHANGHAI, shanghai_day
from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.outreach.campaigns import campaign, members
from weiyin.outreach.campaigns.campaign import Arm, Plan, State
from weiyin.outreach.segments.audience import count
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who

STATES = {
    State.DRAFT: Words("待复核", "to be reviewed"),
    State.SCHEDULED: Words("已排期", "scheduled"),
    State.RUNNING: Words("进行中", "running"),
    State.DONE: Words("已完成", "done"),
    State.STOPPED: Words("已停止", "stopped"),
}


def show(visit: Visit) -> Response:
    found = visit.read(lambda reader: campaign.campaigns_of(reader, visit.oa))
    return visit.page(
        "campaigns.html",
        campaigns=found,
        states=STATES,
        me=who(visit.staff.login),
        soon=f"{(visit.now + timedelta(days=1)).astimezone(SHANGHAI):%Y-%m-%dT09:00}",
        later=f"{(visit.now + timedelta(days=8)).astimezone(SHANGHAI):%Y-%m-%dT09:00}",
    )


def show_one(visit: Visit) -> Response:
    """A campaign, whom it means now, and its outcome beside the holdout."""
    found = visit.read(
        lambda reader: campaign.access_campaign(reader, visit.oa, visit.parts["campaign_id"])
    )
    people, outcome = visit.read(
        lambda reader: (
            count(reader, visit.oa, found.plan.rule, shanghai_day(visit.now)),
            members.outcome(reader, found, visit.now),
        )
    )
    return visit.page(
        "campaign.html",
        one=found,
        people=people,
        outcome=outcome,
        states=STATES,
        me=who(visit.staff.login),
    )


def draft(visit: Visit) -> Response:
    plan, by = _plan(visit), who(visit.staff.login)
    made = visit.do(
        f"campaign:{plan.name}",
        lambda tx: campaign.draft(tx, visit.oa, plan, who=by, at=visit.now),
    )
    return visit.go(f"/campaigns/{made}", "saved")


def approve(visit: Visit) -> Response:
    """By somebody else than its maker: the campaign itself sees to it."""
    campaign_id, by = visit.parts["campaign_id"], who(visit.staff.login)
    visit.do(
        f"campaign:{campaign_id}",
        lambda tx: campaign.approve(tx, visit.oa, campaign_id, who=by, at=visit.now),
    )
    return visit.go(f"/campaigns/{campaign_id}", "applied")


def stop(visit: Visit) -> Response:
    campaign_id, by = visit.parts["campaign_id"], who(visit.staff.login)
    visit.read(lambda reader: campaign.access_campaign(reader, visit.oa, campaign_id))
    visit.do(
        f"campaign:{campaign_id}",
        lambda tx: campaign.stop(tx, visit.oa, campaign_id, who=by, at=visit.now),
        why=visit.posted.get("why", ""),
    )
    return visit.go(f"/campaigns/{campaign_id}", "saved")


def _plan(visit: Visit) -> Plan:
    posted = visit.posted
    arms = tuple(
        Arm(name, posted[f"title_{name}"], posted.get(f"words_{name}", ""), posted["path"])
        for name in ("A", "B")
        if posted.get(f"title_{name}") and posted.get("path")
    )
    held = posted.get("holdout", "0")
    if not held.isdigit() or len(held) > 2:
        raise BadInput("holdout", "对照组请填写0至50的整数")
    return Plan(
        name=posted.get("name", ""),
        rule=posted.get("rule", ""),
        goal=posted.get("goal", ""),
        arms=arms,
        holdout_bp=int(held) * 100,
        starts=_moment(posted.get("starts", ""), "starts"),
        ends=_moment(posted.get("ends", ""), "ends"),
        occasion=posted.get("occasion", ""),
    )


def _moment(told: str, field: str) -> datetime:
    """As a form's field of date and time says it: by Shanghai's clocks."""
    try:
        return datetime.fromisoformat(told).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise BadInput(field, "请填写时间") from None


PAGE = ConsolePage(
    id="ops_publish",
    words=Words("营销活动", "Campaigns"),
    section=Section.OPERATION,
    scope=Scope.CAMPAIGNS,
    path="/campaigns",
    routes=(
        get("/campaigns", show),
        post("/campaigns", draft, "campaign.draft"),
        get("/campaigns/{campaign_id}", show_one),
        post("/campaigns/{campaign_id}/approve", approve, "campaign.approve"),
        post("/campaigns/{campaign_id}/stop", stop, "campaign.stop"),
    ),
    place=1,
)
