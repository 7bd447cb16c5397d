"""信用卡消费提醒: what was spent on a credit card, and what is left of the line."""

from __future__ import annotations

from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.base.sender import Notice
from weiyin.outreach.notices.entry_words import amount_of, movement, reaches_threshold
from weiyin.outreach.notices.kind import Fact, NoticeKind, Telling, moment
from weiyin.outreach.preferences import Topic
from weiyin.storage.outbox import Lane

_SPENDING = frozenset({"purchase", "withdrawal"})


def is_spending(fact: Fact) -> bool:
    """Whether an entry on a credit card's account is somebody spending."""
    return fact["kind"] in _SPENDING and fact["amount_fen"] < 0


def words(telling: Telling) -> Notice:
    """`available_fen` is put in by the fan-out; without it the limit is not spoken of."""
    entry = telling.fact
    left = entry.get("available_fen")
    fields = [
        ("信用卡", f"尾号{tail(telling.tail)}"),
        ("时间", moment(entry)),
        ("类型", movement(entry)),
        ("消费金额", f"{-amount_of(entry)}元"),
    ]
    told_as = "card_spend_brief"
    if left is not None and telling.wanted.show_balance:
        told_as = "card_spend"
        fields.append(("剩余额度", f"{Money(left, entry['currency'])}元"))
    fields.append(("流水号", entry["entry_no"]))
    return Notice(told_as, "信用卡消费提醒", tuple(fields))


KIND = NoticeKind("card_spend", Lane.MONEY, Topic.SPENDING, words, is_wanted=reaches_threshold)
