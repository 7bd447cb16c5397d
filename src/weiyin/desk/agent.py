"""Agents at the desk: whether they are there, what they know, how many they serve at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

ALIVE = timedelta(minutes=2)
"""Whose browser has been silent for longer is not there, whatever they last chose."""
GENERAL = "general"
SKILLS = {
    GENERAL: "综合业务",
    "credit": "信用卡",
    "wealth": "理财",
    "loan": "贷款",
    "complaint": "投诉",
}
STATES = {"online": "在线", "busy": "忙碌", "away": "离开"}
_MOST_ROOM = 50

_ENROL = sql(
    "INSERT INTO desk_agents (oa, staff_id, name, number, skills, room, state, seen_us, given_us)"
    " VALUES (:oa, :staff_id, :name, :number, :skills, :room, 'away', 0, 0)"
    " ON CONFLICT (oa, staff_id) DO UPDATE SET name=excluded.name, number=excluded.number,"
    " skills=excluded.skills, room=excluded.room"
)
_STATE = sql(
    "UPDATE desk_agents SET state=:state, seen_us=:now_us WHERE oa=:oa AND staff_id=:staff_id"
)
_SEEN = sql("UPDATE desk_agents SET seen_us=:now_us WHERE oa=:oa AND staff_id=:staff_id")
_COLUMNS = (
    "a.oa, a.staff_id, a.name, a.number, a.skills, a.room, a.state, a.seen_us,"
    " (SELECT count(*) FROM desk_conversations c"
    " WHERE c.owner=a.staff_id AND c.state='open' AND c.oa=a.oa),"
    " COALESCE((SELECT s.team_id FROM staff s WHERE s.staff_id=a.staff_id), '')"
)
_ONE = sql(f"SELECT {_COLUMNS} FROM desk_agents a WHERE a.oa=:oa AND a.staff_id=:staff_id")
_ALL = sql(f"SELECT {_COLUMNS} FROM desk_agents a WHERE a.oa=:oa ORDER BY a.number, a.staff_id")
_DISMISS = sql("DELETE FROM desk_agents WHERE oa=:oa AND staff_id=:staff_id")


@dataclass(frozen=True, slots=True)
class Agent:
    """`room`: conversations at once; `load`: those they have."""

    oa: str
    staff_id: str
    name: str
    number: str
    skills: tuple[str, ...]
    room: int
    state: str
    seen_us: int
    load: int
    team_id: str

    def is_there(self, now: datetime) -> bool:
        """Whether new conversations may be given to them."""
        return self.state == "online" and self.seen_us > to_us(now - ALIVE)


def enrol(
    tx: Tx, oa: str, staff_id: str, *, name: str, number: str, skills: tuple[str, ...], room: int
) -> None:
    """Seat somebody at the desk of an account, or change what they do there. Raises BadInput."""
    if not skills or not set(skills) <= SKILLS.keys():
        raise BadInput("skills", "请选择至少一个技能组")
    if not 1 <= room <= _MOST_ROOM:
        raise BadInput("room", f"同时接待数为 1 至 {_MOST_ROOM}")
    words = f" {' '.join(skills)} "
    tx.run(_ENROL, oa=oa, staff_id=staff_id, name=name, number=number, skills=words, room=room)


def dismiss(tx: Tx, oa: str, staff_id: str) -> bool:
    """Take their seat away; what they had open is for `routing.release`. False: they had none."""
    return tx.run(_DISMISS, oa=oa, staff_id=staff_id) == 1


def set_state(tx: Tx, oa: str, staff_id: str, state: str, now: datetime) -> None:
    if state not in STATES:
        raise BadInput("state", "请选择在线、忙碌或离开")
    if not tx.run(_STATE, oa=oa, staff_id=staff_id, state=state, now_us=to_us(now)):
        raise NotFound


def seen(tx: Tx, oa: str, staff_ids: list[str], now: datetime) -> None:
    """Their browsers are there."""
    tx.many(_SEEN, [{"oa": oa, "staff_id": one, "now_us": to_us(now)} for one in staff_ids])


def find(reader: Reader, oa: str, staff_id: str) -> Agent:
    """Raises NotFound for somebody who has no seat at this desk."""
    row = reader.one(_ONE, oa=oa, staff_id=staff_id)
    if row is None:
        raise NotFound
    return _agent(row)


def all_of(reader: Reader, oa: str) -> tuple[Agent, ...]:
    return tuple(map(_agent, reader.all(_ALL, oa=oa)))


def _agent(row: tuple[object, ...]) -> Agent:
    values = list(row)
    values[4] = tuple(str(values[4]).split())
    return Agent(*values)  # type: ignore[arg-type]
