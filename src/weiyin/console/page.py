"""What a console page is: its id, its words, its place in the menu, and who may ask for what.

    PAGE = ConsolePage(
        id="ops_audit",
        words=Words("审计日志", "Audit log"),
        section=Section.CONTROL,
        scope=Scope.AUDIT,
        path="/audit",
        routes=(get("/audit", show), post("/audit/export", export, "audit.export")),
    )

A file of `console/pages` with such a `PAGE` is a page of the console; nothing else is to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from weiyin.console.section import Section
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import Proposal
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Tx

__all__ = ["Answer", "Applier", "ConsolePage", "ConsoleRoute", "Section", "get", "post"]

Answer = Callable[[Visit], Response]
Applier = Callable[[Visit, Tx, Proposal, Mapping[str, Any]], None]
"""Carries an approved order out, in the unit that approves it."""


@dataclass(frozen=True, slots=True)
class ConsoleRoute:
    """`scope` None: that of its page. `deed`: what the audit log calls it; every post has one."""

    method: str
    path: str
    """Under `/console`."""
    answer: Answer
    deed: str = ""
    scope: Scope | None = None

    def __post_init__(self) -> None:
        assert self.method in {"GET", "POST"}, self.path
        assert (self.method == "POST") == bool(self.deed), f"{self.path}: a post is a named deed"


def get(path: str, answer: Answer, scope: Scope | None = None) -> ConsoleRoute:
    return ConsoleRoute("GET", path, answer, scope=scope)


def post(path: str, answer: Answer, deed: str, scope: Scope | None = None) -> ConsoleRoute:
    return ConsoleRoute("POST", path, answer, deed, scope)


@dataclass(frozen=True, slots=True)
class ConsolePage:
    """`id`: of a row of the catalogue of functions, if it is one of them. `place`: in its section,
    0 for a page that no menu shows.
    """

    words: Words
    section: Section
    scope: Scope
    path: str
    routes: tuple[ConsoleRoute, ...]
    id: str = ""
    group: str = "ops"
    place: int = 1
    icon: str = "point"
    appliers: Mapping[str, Applier] = field(default_factory=lambda: MappingProxyType({}))
    """Who carries out approved proposals, by their kind."""
    more_ids: tuple[tuple[str, Words], ...] = ()
    """Further functions that the same page is."""
