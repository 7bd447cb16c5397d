"""Reminders: every kind of notice, whether people may switch it off, and the template it takes."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.console.page import ConsolePage, Section, get
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.outreach.notices.register import KINDS
from weiyin.people.staff.roles import Scope


def show(visit: Visit) -> Response:
    templates = visit.deps.channel.accounts[visit.oa].template_ids
    return visit.page("reminders.html", kinds=tuple(KINDS.values()), templates=templates)


PAGE = ConsolePage(
    id="ops_reminder_config",
    words=Words("消息提醒", "Reminders"),
    section=Section.CONTENT,
    scope=Scope.REMINDERS,
    path="/reminders",
    routes=(get("/reminders", show),),
    place=4,
)
