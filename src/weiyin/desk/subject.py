"""What the customer ordered, in the words it was shown in: attached to the talk about it."""

from __future__ import annotations

from weiyin.base.clock import SHANGHAI
from weiyin.base.mask import scrub
from weiyin.people.drafts import DRAFT_LIFE, Draft, DraftState

STATES = {
    DraftState.SENDING: "处理中",
    DraftState.DONE: "已完成",
    DraftState.REFUSED: "未成功",
}


def order_in_words(order: Draft) -> str:
    """Its title, when and how it ended, then its facts, one a line; long numbers by their tails."""
    made = (order.expires_at - DRAFT_LIFE).astimezone(SHANGHAI)
    lines = [f"{order.title}（{STATES[order.state]}，{made:%m-%d %H:%M}）"]
    lines += [f"{label}：{value}" for label, value in order.facts]
    return scrub("\n".join(lines))
