"""Reminders: every kind of notice, whether people may switch it off, and the template it takes."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.console.page import ConsolePage, Section, get
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.outreach.notices.register import KINDS
from weiyin.people.staff.roles import Scope
from weiyin.storage.outbox import Lane

LANES = {
    Lane.SECURITY: Words("安全", "Security"),
    Lane.MONEY: Words("资金", "Money"),
    Lane.REMINDER: Words("提醒", "Reminders"),
    Lane.MARKETING: Words("营销", "Marketing"),
}


def show(visit: Visit) -> Response:
    templates = visit.deps.channel.accounts[visit.oa].template_ids
    kinds = tuple(KINDS.values())
    return visit.page("reminders.html", kinds=kinds, lanes=LANES, templates=templates)


PAGE = ConsolePage(
    id="ops_reminder_config",
    words=Words("消息提醒", "Reminders"),
    section=Section.CONTENT,
    scope=Scope.REMINDERS,
    path="/reminders",
    routes=(get("/reminders", show),),
    place=4,
)
