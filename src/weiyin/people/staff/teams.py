"""Teams of staff: a name that conversations are given to and figures are counted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput
from weiyin.base.ids import row_id
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_ADD = sql("""
    INSERT INTO teams (team_id, name, made_us) VALUES (:team_id, :name, :now_us)
    ON CONFLICT (name) DO NOTHING
""")
_ALL = sql("""
    SELECT t.team_id, t.name, COUNT(s.staff_id) FROM teams t
    LEFT JOIN staff s ON s.team_id = t.team_id AND s.state = 'active'
    GROUP BY t.team_id, t.name ORDER BY t.name
""")


@dataclass(frozen=True, slots=True)
class Team:
    team_id: str
    name: str
    members: int
    """Of them, those who are active."""


def add_team(tx: Tx, name: str, now: datetime) -> str:
    """Returns its id. Raises BadInput for a name that is empty or taken."""
    team_id = row_id(now)
    if not 1 <= len(name) <= 30:
        raise BadInput("name", "团队名称须为1至30个字")
    if tx.run(_ADD, team_id=team_id, name=name, now_us=to_us(now)) != 1:
        raise BadInput("name", "已有同名团队")
    return team_id


def all_teams(reader: Reader) -> list[Team]:
    return [Team(*row) for row in reader.all(_ALL)]
