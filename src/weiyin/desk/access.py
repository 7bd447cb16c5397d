"""The only door to a conversation for people at the desk: missing and forbidden sound the same."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.base.errors import NotFound
from weiyin.desk.conversation import Conversation, State, find
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `supervisor`: may watch every open conversation of these accounts."""

    staff_id: str
    name: str
    oas: tuple[str, ...]
    supervisor: bool = False


def access_conversation(reader: Reader, viewer: Viewer, conversation_id: str) -> Conversation:
    """What is open, to its owner; to a supervisor, what is open of their accounts.

    Raises NotFound: once a conversation is over it is nobody's to look at here.
    """
    found = find(reader, conversation_id)
    if found.oa not in viewer.oas:
        raise NotFound
    if found.state is not State.OPEN:
        raise NotFound
    if found.owner != viewer.staff_id and not viewer.supervisor:
        raise NotFound
    return found


def check_supervisor(viewer: Viewer, oa: str) -> None:
    """Raises NotFound unless `viewer` leads the desk of `oa`."""
    if not viewer.supervisor or oa not in viewer.oas:
        raise NotFound
