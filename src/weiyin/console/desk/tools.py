"""What the desk's pages need of the rest; `serving` passes it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.understand import Assistant
from weiyin.bank.core import Books
from weiyin.console.desk.hub import Hub
from weiyin.desk.telling import RoomOf
from weiyin.storage.store import Reader


@dataclass(frozen=True, slots=True)
class DeskTools:
    """`books` of an official account on a reader; `room_of` asks the channel how many messages
    a customer's window still lets through.
    """

    room_of: RoomOf
    knowledge: KnowledgeBase
    assistant: Assistant
    books: Callable[[Reader, str], Books]
    hotline: str
    hub: Hub = field(default_factory=Hub)
