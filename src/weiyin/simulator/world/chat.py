"""What a phone shows of one account: bubbles, oldest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    ME = "me"
    THEM = "them"
    MIDDLE = "middle"
    """A grey line in the middle: notices of WeChat itself."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """`kind`: text, picture, voice, video, music, location, news, template, msgmenu,
    miniprogram, card, failure, hint. `content` is what the phone needs to draw it. `how` tells
    by which door it came: said, reply, custom, template, subscribe, mass, preview.
    """

    id: int
    at: int
    side: Side
    kind: str
    content: dict[str, Any]
    how: str

    def seen(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "at": self.at,
            "side": self.side.value,
            "kind": self.kind,
            "how": self.how,
            **self.content,
        }


@dataclass(slots=True)
class Chat:
    """One person's conversation with one account."""

    openid: str
    bubbles: list[Bubble] = field(default_factory=list)
    pending_scene: str = ""
    """A scanned scene that waits for the person to follow."""
    kf: str = ""
    """The customer-service account that has taken the conversation over."""
    kf_until: float = 0.0
    tells_place: bool = False
    """The person allowed the account to learn where the phone is."""
    snapshot: bool = False
    """Pages are opened as a preview under a stand-in identity."""
    grants: dict[str, int] = field(default_factory=dict)
    """Subscription notices left by template; −1 is without end."""
