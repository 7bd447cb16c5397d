"""Reminders: every kind of notice, whether people may switch it off, and the template it takes."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.console.page import ConsolePage, Section, get
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.outreach.notices.register import KINDS
from weiyin.people.staff.roles import Scope
from weiyin.storage.outbox import Lane

NOTICES = {
    "account_change": Words("账户变动", "Account changes"),
    "card_spend": Words("信用卡消费", "Card spending"),
    "payment_due": Words("还款提醒", "Payments due"),
    "security": Words("安全提醒", "Security"),
    "service": Words("业务办理", "What was ordered"),
    "reminder": Words("日常提醒", "Reminders"),
    "wealth": Words("理财与存款", "Wealth and deposits"),
    "bill": Words("账单", "Statements"),
    "due": Words("到期与逾期", "Due and overdue"),
    "place": Words("网点与排队", "Branches and queues"),
}
TOPICS = {
    "changes": Words("动账", "changes"),
    "spending": Words("消费", "spending"),
    "due": Words("到期", "due"),
    "service": Words("服务", "service"),
    "wealth": Words("理财", "wealth"),
    "bill": Words("账单", "statements"),
    "place": Words("网点", "places"),
}
LANES = {
    Lane.SECURITY: Words("安全", "Security"),
    Lane.MONEY: Words("资金", "Money"),
    Lane.REMINDER: Words("提醒", "Reminders"),
    Lane.MARKETING: Words("营销", "Marketing"),
}


def show(visit: Visit) -> Response:
    templates = visit.deps.channel.accounts[visit.oa].template_ids
    kinds = tuple(KINDS.values())
    words = {"notices": NOTICES, "topics": TOPICS, "lanes": LANES}
    return visit.page("reminders.html", kinds=kinds, words=words, templates=templates)


PAGE = ConsolePage(
    id="ops_reminder_config",
    words=Words("消息提醒", "Reminders"),
    section=Section.CONTENT,
    scope=Scope.REMINDERS,
    path="/reminders",
    routes=(get("/reminders", show),),
    place=4,
)
