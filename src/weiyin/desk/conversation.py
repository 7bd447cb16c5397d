"""A conversation: who is served, where it stands, and whose turn it is to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.base.clock import from_us
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

COLUMNS = (
    "conversation_id, oa, openid, state, owner, skill, why, about, priority, asked_us, taken_us,"
    " closed_us, heard_us, told_us, unanswered, said, version, changed_us, ended_why, wrap_up,"
    " score, opinion, team_id, queued_us, first_us"
)
_BY_ID = sql(f"SELECT {COLUMNS} FROM desk_conversations WHERE conversation_id=:conversation_id")
# Looked at before each question, and most people never had one: a wide row costs thrice as much.
_ANY = sql("SELECT 1 FROM desk_conversations WHERE oa=:oa AND openid=:openid LIMIT 1")
_LATEST = sql(
    f"SELECT {COLUMNS} FROM desk_conversations WHERE oa=:oa AND openid=:openid"
    " ORDER BY asked_us DESC, CASE WHEN state='closed' THEN 1 ELSE 0 END LIMIT 1"
)
_OF_PERSON = sql(
    f"SELECT {COLUMNS} FROM desk_conversations WHERE oa=:oa AND openid=:openid"
    " ORDER BY asked_us DESC LIMIT CAST(:most AS INTEGER)"
)


class State(StrEnum):
    WAITING = "waiting"
    """Nobody of ours has taken it; the customer's words are kept for whoever does."""
    OPEN = "open"
    """`owner` answers, and nobody else can."""
    CLOSED = "closed"
    """The assistant owns the chat again."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """`unanswered` counts the customer's messages since we last said something. While it waits,
    it has done so since `queued_us`, for somebody of `team_id` if that is not empty.
    """

    conversation_id: str
    oa: str
    openid: str
    state: State
    owner: str
    skill: str
    why: str
    about: str
    priority: int
    asked: datetime
    taken_us: int
    closed_us: int
    heard: datetime
    told_us: int
    unanswered: int
    said: int
    version: int
    changed_us: int
    ended_why: str
    wrap_up: str
    score: int
    opinion: str
    team_id: str
    queued_us: int
    first_us: int

    @property
    def is_live(self) -> bool:
        return self.state is not State.CLOSED


def conversation_from(row: tuple[object, ...]) -> Conversation:
    """Out of a row of `COLUMNS`."""
    values = list(row)
    values[3] = State(str(values[3]))
    values[9], values[12] = (from_us(int(str(values[n]))) for n in (9, 12))
    return Conversation(*values)  # type: ignore[arg-type]


def find(reader: Reader, conversation_id: str) -> Conversation:
    """By its id, whoever asks: for the desk itself. Raises NotFound."""
    row = reader.one(_BY_ID, conversation_id=conversation_id)
    if row is None:
        raise NotFound
    return conversation_from(row)


def latest_of(reader: Reader, oa: str, openid: str) -> Conversation | None:
    """The last conversation of a person, live or over."""
    if reader.one(_ANY, oa=oa, openid=openid) is None:
        return None
    row = reader.one(_LATEST, oa=oa, openid=openid)
    return None if row is None else conversation_from(row)


def history_of(reader: Reader, oa: str, openid: str, most: int) -> tuple[Conversation, ...]:
    """A person's conversations, newest first."""
    return tuple(map(conversation_from, reader.all(_OF_PERSON, oa=oa, openid=openid, most=most)))


def live_of(reader: Reader, oa: str, openid: str) -> Conversation | None:
    """The conversation that people of ours own now: the assistant keeps silent meanwhile."""
    found = latest_of(reader, oa, openid)
    return found if found is not None and found.is_live else None
