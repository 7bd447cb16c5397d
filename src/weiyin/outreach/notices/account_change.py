"""动账通知: card tail, minute, kind, signed amount, balance, entry number.

The entry's number stands in the words, so that a person who is told twice sees that it is one.
"""

from __future__ import annotations

from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.base.sender import Notice
from weiyin.outreach.notices.entry_words import amount_of, movement, reaches_threshold
from weiyin.outreach.notices.kind import NoticeKind, Telling, moment, signed
from weiyin.outreach.preferences import Topic
from weiyin.storage.outbox import Lane


def words(telling: Telling) -> Notice:
    """Without the balance it is told by a template of its own: none of its fields may be empty."""
    entry, shown = telling.fact, telling.wanted.show_balance
    fields = [
        ("账户", f"尾号{tail(telling.tail)}"),
        ("时间", moment(entry)),
        ("类型", movement(entry)),
        ("金额", signed(amount_of(entry))),
    ]
    if shown:
        fields.append(("余额", f"{Money(entry['balance_fen'], entry['currency'])}元"))
    fields.append(("流水号", entry["entry_no"]))
    told_as = "account_change" if shown else "account_change_brief"
    return Notice(told_as, "账户变动通知", tuple(fields))


KIND = NoticeKind("account_change", Lane.MONEY, Topic.CHANGES, words, is_wanted=reaches_threshold)
