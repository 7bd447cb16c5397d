"""What a desk page may show to whom: every look at a conversation goes through `opened`."""

from __future__ import annotations

from weiyin.base.errors import NotFound
from weiyin.console.visit import Visit
from weiyin.desk import agent
from weiyin.desk.access import Viewer, access_conversation
from weiyin.desk.agent import Agent
from weiyin.desk.conversation import Conversation
from weiyin.people.staff.roles import Scope


def viewer_of(visit: Visit) -> Viewer:
    staff = visit.staff
    return Viewer(staff.staff_id, staff.name, (visit.oa,), visit.may(Scope.SUPERVISE))


def seat_of(visit: Visit) -> Agent | None:
    """Their seat at this account's desk, if they have taken one."""
    try:
        return visit.read(lambda reader: agent.find(reader, visit.oa, visit.staff.staff_id))
    except NotFound:
        return None


def opened(visit: Visit, *, noted: bool = False) -> Conversation:
    """The conversation of the address, for its owner or a supervisor.

    Raises NotFound, and writes the attempt down. `noted`: the look itself is written down too.
    """
    conversation_id = visit.parts["conversation_id"]
    viewer = viewer_of(visit)
    try:
        found = visit.read(lambda reader: access_conversation(reader, viewer, conversation_id))
    except NotFound:
        _note(visit, conversation_id, "refused")
        raise
    if noted:
        _note(visit, conversation_id, "done")
    return found


def _note(visit: Visit, conversation_id: str, outcome: str) -> None:
    whom = f"conversation:{conversation_id[:32]}"
    visit.deps.store.run(lambda tx: visit.record(tx, whom, outcome, why="desk"))
