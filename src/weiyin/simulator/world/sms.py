"""Text messages that arrived at a phone number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sms:
    id: int
    at: int
    phone: str
    body: str

    def seen(self) -> dict[str, Any]:
        return asdict(self)


class SmsCentre:
    """Each `key` is delivered once, however often it is sent."""

    def __init__(self) -> None:
        self._tray: list[Sms] = []
        self._by_key: dict[str, Sms] = {}

    def deliver(self, phone: str, body: str, key: str, at: int) -> tuple[Sms, bool]:
        """The message, and whether it is new."""
        if key and key in self._by_key:
            return self._by_key[key], False
        sms = Sms(len(self._tray) + 1, at, phone, body)
        self._tray.append(sms)
        if key:
            self._by_key[key] = sms
        return sms, True

    def of(self, phone: str) -> list[Sms]:
        return [sms for sms in self._tray if sms.phone == phone]
