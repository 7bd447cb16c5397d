"""What the desk does as time goes by; safe to do twice, and by several workers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from weiyin.base.clock import Clock, to_us
from weiyin.base.errors import NotAllowed
from weiyin.desk import message
from weiyin.desk.agent import ALIVE
from weiyin.desk.case import CaseKind, NewCase, make_case
from weiyin.desk.conversation import find
from weiyin.desk.handover import RETURNED, close
from weiyin.desk.hours import DeskHours, group_for
from weiyin.desk.leaving import leave
from weiyin.desk.message import Side
from weiyin.desk.routing import assign, release
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import all_staff
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

IDLE = timedelta(minutes=15)
"""After so long without a word of either side, 小微 has the chat again."""
_AT_ONCE = 200

_GONE = sql(
    "UPDATE desk_agents SET state='away' WHERE oa=:oa AND state<>'away' AND seen_us<=:since_us"
    " RETURNING staff_id"
)
_IDLE = sql(
    "SELECT conversation_id FROM desk_conversations WHERE oa=:oa AND state='open'"
    " AND unanswered=0 AND heard_us<=:since_us AND told_us<=:since_us AND taken_us<=:since_us"
    " LIMIT CAST(:most AS INTEGER)"
)
_WAITING = sql(
    "SELECT conversation_id, skill FROM desk_conversations WHERE oa=:oa AND state='waiting'"
    " ORDER BY asked_us LIMIT CAST(:most AS INTEGER)"
)
_ENDED = f"由于长时间没有新消息，{RETURNED}"


@dataclass(frozen=True, slots=True)
class DeskChores:
    """`hours` by official account, as its settings say: those that have a desk of their own."""

    store: Store
    clock: Clock
    sealer: Sealer
    hours: Mapping[str, DeskHours]

    def __call__(self) -> None:
        for oa, hours in self.hours.items():
            now = self.clock.now()
            self.store.run(partial(self._requeue, oa=oa, now=now))
            self._end_idle(oa, now)
            self._shut(oa, hours, now)

    def _requeue(self, tx: Tx, oa: str, now: datetime) -> None:
        """Whoever waits for an answer of somebody whose browser is gone gets somebody else; so
        does everybody whom somebody served who may not sit here any more.
        """
        for staff in all_staff(tx):
            if not staff.may(Scope.DESK, oa):
                leave(tx, self.sealer, oa, staff.staff_id, now)
        for (staff_id,) in tx.all(_GONE, oa=oa, since_us=to_us(now - ALIVE)):
            release(tx, self.sealer, oa, staff_id, now, only_unanswered=True)
        assign(tx, self.sealer, oa, now)

    def _end_idle(self, oa: str, now: datetime) -> None:
        since_us = to_us(now - IDLE)
        found = self.store.read(lambda r: r.all(_IDLE, oa=oa, since_us=since_us, most=_AT_ONCE))
        for (conversation_id,) in found:
            self.store.run(
                partial(self._close, conversation_id=conversation_id, now=now, why="idle")
            )

    def _shut(self, oa: str, hours: DeskHours, now: datetime) -> None:
        """Whoever still waits when everybody went home has left a message."""

        def look(reader: Reader) -> list[str]:
            return [
                conversation_id
                for conversation_id, skill in reader.all(_WAITING, oa=oa, most=_AT_ONCE)
                if group_for(reader, oa, skill, hours, now) is None
            ]

        for conversation_id in self.store.read(look):
            self.store.run(
                partial(self._close, conversation_id=conversation_id, now=now, why="shut")
            )

    def _close(self, tx: Tx, conversation_id: str, now: datetime, why: str) -> None:
        told = _ENDED
        if why == "shut":
            told = f"人工客服已下班，您的问题已登记为留言 {self._left(tx, conversation_id, now)}。"
        try:
            close(tx, self.sealer, conversation_id, now, why=why, told=told)
        except NotAllowed:
            return  # another worker, or the customer, was quicker

    def _left(self, tx: Tx, conversation_id: str, now: datetime) -> str:
        one = find(tx, conversation_id)
        said = message.since(tx, self.sealer, conversation_id)
        words = "\n".join(m.words for m in said if m.side is Side.CUSTOMER)
        new = NewCase(
            one.oa, one.openid, CaseKind.MESSAGE, one.skill, words, conversation_id=conversation_id
        )
        return make_case(tx, self.sealer, new, now).case_no
