"""What a conversation leaves behind in the knowledge base; written with the reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.assistant.knowledge import feedback, unanswered
from weiyin.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody was answered with this entry."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Somebody said whether their last answer helped."""

    useful: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Nobody could answer these words."""

    text: str


Note = Answered | Judged | Unanswered


def write(tx: Tx, oa: str, openid: str, note: Note, now: datetime) -> None:
    match note:
        case Answered(entry_id):
            feedback.tell(tx, oa, openid, entry_id, now)
        case Judged(useful):
            feedback.judge(tx, oa, openid, now, useful=useful)
        case Unanswered(text):
            unanswered.note(tx, oa, text, now)


def purge(tx: Tx, now: datetime) -> int:
    """Forget what has had its time; how many."""
    return feedback.purge(tx, now) + unanswered.purge(tx, now)
