"""What a person asks of us, whatever the door: one `Ask` in, one `Reply` out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class AskKind(StrEnum):
    TEXT = "text"
    VOICE = "voice"
    PICTURE = "picture"
    PLACE = "place"
    TAP = "tap"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    WHEREABOUTS = "whereabouts"
    """The phone tells where it is by itself (LOCATION): needs consent, wants no answer."""
    DELIVERY = "delivery"
    """The channel tells the fate of something we sent."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth in degrees, in the GCJ-02 datum that mainland maps and WeChat use."""

    latitude: float
    longitude: float
    label: str = ""


class Ask(Struct, frozen=True):
    """One thing asked once.

    `key` is the same for every delivery of the same message, so that a retry meets its answer.
    `openid` names the asker as the channel knows them; it proves nothing about who they are.
    """

    oa: str
    openid: str
    key: str
    kind: AskKind
    at: datetime
    text: str = ""
    """Words typed or recognised; for TAP the menu item's key; for SCAN and FOLLOW the scene."""
    place: Point | None = None
    media_id: str = ""
    channel: str = "wechat"
    detail: tuple[tuple[str, str], ...] = ()
    """Further fields of the channel's event, by their lower-case names (DELIVERY, OTHER)."""
