"""What the bank's books, the counters and the ticket machines tell beside entries.

Their facts come ready in words. A template has fixed labels, so the first facts are also said as
one 内容 that fits into a field of twenty characters; the other forms say them whole.
"""

from __future__ import annotations

from weiyin.base.sender import Notice
from weiyin.outreach.notices.kind import NoticeKind, Telling, moment
from weiyin.outreach.preferences import Topic
from weiyin.storage.outbox import Lane

_CONTENT = 20


def words(telling: Telling) -> Notice:
    event = telling.fact
    facts = tuple((label, value) for label, value in event["facts"])
    fields = (
        ("事项", event["title"]),
        ("内容", _in_short(facts)),
        ("时间", moment(event)),
        *((label, value) for label, value in facts if label != "时间"),
    )
    return Notice("event", event["title"], fields, event.get("path", ""))


def _in_short(facts: tuple[tuple[str, str], ...]) -> str:
    """As many whole facts as fit, the values alone when not even one does with its label."""
    said = ""
    for label, value in facts:
        longer = f"{said}，{label}{value}" if said else f"{label}{value}"
        if len(longer) > _CONTENT:
            break
        said = longer
    return said or next((value for _, value in facts), "请点击查看详情")


def _about_the_bank(name: str, lane: Lane, topic: Topic | None) -> NoticeKind:
    return NoticeKind(name, lane, topic, words)


SECURITY = _about_the_bank("security", Lane.SECURITY, None)
SERVICE = _about_the_bank("service", Lane.MONEY, Topic.SERVICE)
REMINDER = _about_the_bank("reminder", Lane.REMINDER, Topic.SERVICE)
WEALTH = _about_the_bank("wealth", Lane.REMINDER, Topic.WEALTH)
BILL = _about_the_bank("bill", Lane.REMINDER, Topic.BILL)
DUE = _about_the_bank("due", Lane.REMINDER, Topic.DUE)
PLACE = _about_the_bank("place", Lane.MONEY, Topic.PLACE)
