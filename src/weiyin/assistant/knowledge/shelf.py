"""The bank's own entries in its store: they stand before the shipped ones of the same id.

Every edit gets the next edition, so one look at the highest tells a process whether it has to read.
A withdrawn entry stays as a row: it also hides the shipped one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_EDITION = sql("SELECT MAX(edition) FROM knowledge_entries")
_SINCE = sql(
    "SELECT entry_id, entry, withdrawn, edition FROM knowledge_entries"
    " WHERE edition>:edition ORDER BY edition"
)
_PUT = sql(
    "INSERT INTO knowledge_entries (entry_id, entry, withdrawn, edition, editor, at_us)"
    " VALUES (:entry_id, :entry, :withdrawn, :edition, :editor, :at_us)"
    " ON CONFLICT (entry_id) DO UPDATE SET entry=excluded.entry, withdrawn=excluded.withdrawn,"
    " edition=excluded.edition, editor=excluded.editor, at_us=excluded.at_us"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of an entry; `entry` is None when it was withdrawn."""

    entry_id: str
    entry: KnowledgeEntry | None
    edition: int


def edition(reader: Reader) -> int:
    """The number of the latest edit; 0 before the first."""
    row = reader.one(_EDITION)
    return int(row[0]) if row and row[0] is not None else 0


def edits_since(reader: Reader, known: int) -> list[Edit]:
    """What was edited after edition `known`, the last edit of each entry."""
    return [
        Edit(id_, None if withdrawn else _decode(entry), number)
        for id_, entry, withdrawn, number in reader.all(_SINCE, edition=known)
    ]


def put(tx: Tx, entries: Iterable[KnowledgeEntry], editor: str, now: datetime) -> int:
    """Keep `entries`, each in place of the one with its id; how many."""
    rows = [(one.id, msgspec.json.encode(one).decode(), 0) for one in entries]
    return _write(tx, rows, editor, now)


def withdraw(tx: Tx, ids: Iterable[str], editor: str, now: datetime) -> int:
    """Answer with these no more, shipped or not; how many."""
    return _write(tx, [(id_, "", 1) for id_ in ids], editor, now)


def _write(tx: Tx, rows: list[tuple[str, str, int]], editor: str, now: datetime) -> int:
    first = edition(tx) + 1
    at_us = to_us(now)
    return tx.many(
        _PUT,
        [
            {
                "entry_id": id_,
                "entry": entry,
                "withdrawn": withdrawn,
                "edition": first + at,
                "editor": editor,
                "at_us": at_us,
            }
            for at, (id_, entry, withdrawn) in enumerate(rows)
        ],
    )


def _decode(text: str) -> KnowledgeEntry:
    return msgspec.json.decode(text, type=KnowledgeEntry)


def current(reader: Reader, shipped: Iterable[KnowledgeEntry]) -> list[KnowledgeEntry]:
    """All entries as editors see them, placeholders and all: the store's before the shipped."""
    entries: dict[str, KnowledgeEntry | None] = {one.id: one for one in shipped}
    entries |= {edit.entry_id: edit.entry for edit in edits_since(reader, 0)}
    return [one for one in entries.values() if one is not None]
