"""The entries that come with the package: what a retail bank on the mainland is asked.

A bank overrides them in its store; see `shelf`.
"""

from __future__ import annotations

from importlib.resources import files

from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.files import parse_jsonl
from weiyin.base.errors import Misconfigured


def shipped() -> tuple[KnowledgeEntry, ...]:
    """In the order of their files. Raises `Misconfigured` for a file that was spoilt."""
    folder = files("weiyin.assistant.knowledge").joinpath("entries")
    found: list[KnowledgeEntry] = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        parsed = parse_jsonl(file.read_text(encoding="utf-8"))
        if parsed.faults:
            raise Misconfigured(file.name, str(parsed.faults[0]))
        found += parsed.entries
    return tuple(found)
