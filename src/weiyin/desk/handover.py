"""From the assistant to a person and back again: both are marked, the customer hears of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.errors import NotAllowed
from weiyin.base.ids import row_id
from weiyin.desk import message, routing
from weiyin.desk.agent import GENERAL, SKILLS
from weiyin.desk.conversation import Conversation, find, live_of
from weiyin.desk.message import Side
from weiyin.desk.putting import put
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Tx

WRAP_UPS = {
    "solved": "已解决",
    "follow_up": "待跟进",
    "ticket": "已转工单",
    "complaint": "投诉",
    "fraud": "疑似诈骗",
    "no_answer": "客户未回应",
    "other": "其他",
}
RETURNED = (
    "人工服务已结束，智能助手小微继续为您服务。请为本次服务打分：回复 1 至 5（5 为非常满意）。"
)

_ASK = sql(
    "INSERT INTO desk_conversations (conversation_id, oa, openid, state, owner, skill, why, about,"
    " priority, asked_us, taken_us, closed_us, heard_us, told_us, unanswered, said, version,"
    " changed_us, ended_why, wrap_up, score, opinion, team_id, queued_us, first_us) VALUES"
    " (:conversation_id, :oa, :openid, 'waiting', '', :skill, :why, :about, 0, :now_us, 0, 0,"
    " :now_us, 0, 1, :said, 1, :now_us, '', '', 0, '', '', :now_us, 0)"
    " ON CONFLICT (oa, openid) WHERE state <> 'closed' DO NOTHING"
)
_CLOSE = sql(
    "UPDATE desk_conversations SET state='closed', closed_us=:now_us, ended_why=:why,"
    " wrap_up=:wrap_up, unanswered=0, version=version+1, changed_us=:now_us"
    " WHERE conversation_id=:conversation_id AND state<>'closed'"
    " AND (CAST(:staff_id AS TEXT)='' OR owner=:staff_id)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What was said with the assistant before: by the customer, or to them."""

    side: Side
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person is wanted. `why`: asked | lost; `about`: the title of what was talked of."""

    oa: str
    openid: str
    why: str
    skill: str = GENERAL
    about: str = ""
    history: Sequence[Line] = ()


def hand_over(tx: Tx, sealer: Sealer, wanted: Wanted, now: datetime) -> Conversation:
    """The conversation that people of ours own from now on; the one there is, if there is one.

    It is given at once to whoever is free; the caller tells the customer which it was.
    """
    skill = wanted.skill if wanted.skill in SKILLS else GENERAL
    conversation_id = row_id(now)
    new = tx.run(
        _ASK,
        conversation_id=conversation_id,
        oa=wanted.oa,
        openid=wanted.openid,
        skill=skill,
        why=wanted.why,
        about=wanted.about,
        said=len(wanted.history),
        now_us=to_us(now),
    )
    if new:
        for seq, line in enumerate(wanted.history, 1):
            message.add(tx, sealer, conversation_id, seq, side=line.side, words=line.words, at=now)
        routing.assign(tx, sealer, wanted.oa, now, told=False)
    found = live_of(tx, wanted.oa, wanted.openid)
    assert found is not None
    return found


def close(
    tx: Tx,
    sealer: Sealer,
    conversation_id: str,
    now: datetime,
    *,
    why: str,
    staff_id: str = "",
    wrap_up: str = "",
    told: str = RETURNED,
) -> None:
    """The assistant owns the chat again. `told` goes to the customer unless it is empty.

    With `staff_id`, only by its owner. Raises NotAllowed when it is over, or another's.
    """
    if wrap_up and wrap_up not in WRAP_UPS:
        raise NotAllowed("wrap_up", "请选择小结")
    closed = tx.run(
        _CLOSE,
        conversation_id=conversation_id,
        why=why,
        wrap_up=wrap_up,
        staff_id=staff_id,
        now_us=to_us(now),
    )
    if not closed:
        raise NotAllowed("owner", "会话已结束或已转给其他同事")
    words = told or "人工服务已结束，智能助手小微继续服务。"
    put(
        tx, sealer, conversation_id, side=Side.MARK, words=words, now=now, who=staff_id,
        to_customer=bool(told),
    )  # fmt: skip
    routing.assign(tx, sealer, find(tx, conversation_id).oa, now)
