"""The bank behind an official account, as reception needs it."""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.core import Core
from weiyin.base.persona import PLAIN, Persona
from weiyin.desk.hours import DeskHours


@dataclass(frozen=True, slots=True)
class Tenant:
    """`oa`: the official account's key; `book`: the bank's set of books, which `core` keeps."""

    oa: str
    book: str
    core: Core
    bank_name: str
    desk: DeskHours | None = None
    """When people of ours take over from the assistant; None: hand-overs are WeChat's affair."""
    persona: Persona = PLAIN
