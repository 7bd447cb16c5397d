"""Entries as JSONL or CSV, for editors: every mistake is told with its line and field.

In CSV the ways to ask stand in one cell, a line each. A cell that a spreadsheet would take for a
formula is written with an apostrophe before it, which reading takes off again (ASVS 1.2.10).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from weiyin.assistant.knowledge.entry import FIELDS, BadEntryError, KnowledgeEntry, check_entry
from weiyin.base import cells

_LONGEST_CELL = 8192
_Record = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file; `line` counts from 1, `field` is empty when it is the whole line."""

    line: int
    field: str
    why: str

    def __str__(self) -> str:
        place = f"第 {self.line} 行" + (f"，{self.field}" if self.field else "")
        return f"{place}：{self.why}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The good entries of a file, and the faults of the others."""

    entries: tuple[KnowledgeEntry, ...]
    faults: tuple[Fault, ...]


def parse_jsonl(text: str) -> Parsed:
    """An object a line; empty lines are skipped."""
    faults: list[Fault] = []
    return _parsed(_json_records(text, faults), faults)


def parse_csv(text: str) -> Parsed:
    """A header line with the fields' names in any order, then an entry a row."""
    faults: list[Fault] = []
    return _parsed(_csv_records(text.removeprefix("\ufeff"), faults), faults)


def to_jsonl(entries: Iterable[KnowledgeEntry]) -> str:
    return "".join(msgspec.json.encode(one).decode() + "\n" for one in entries)


def to_csv(entries: Iterable[KnowledgeEntry]) -> str:
    """A header line with the fields' names, then an entry a row."""
    return cells.to_csv(list(FIELDS), map(_row, entries))


def _row(entry: KnowledgeEntry) -> list[str]:
    plain = msgspec.to_builtins(entry)
    plain["variants"] = "\n".join(entry.variants)
    return [str(plain[name] or "") for name in FIELDS]


def _json_records(text: str, faults: list[Fault]) -> Iterator[_Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError):
            faults.append(Fault(number, "", "不是一个 JSON 对象"))


def _csv_records(text: str, faults: list[Fault]) -> Iterator[_Record]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    started = 1
    try:
        for row in reader:
            number, started = started, reader.line_num + 1
            if header is None:
                header = [name.strip() for name in row]
                continue
            if not any(row):
                continue
            if len(row) != len(header):
                faults.append(Fault(number, "", f"应有 {len(header)} 列，现有 {len(row)} 列"))
                continue
            yield number, _cells(header, row)
    except csv.Error:
        faults.append(Fault(started, "", "引号不成对或单元格过长"))


def _cells(header: list[str], row: list[str]) -> dict[str, Any]:
    cells: dict[str, Any] = {
        name: _plain_cell(cell[:_LONGEST_CELL]) for name, cell in zip(header, row, strict=True)
    }
    if "variants" in cells:
        lines = str(cells["variants"]).splitlines()
        cells["variants"] = [line for line in lines if line.strip()]
    return cells


def _parsed(records: Iterable[_Record], faults: list[Fault]) -> Parsed:
    entries: dict[str, KnowledgeEntry] = {}
    asked: dict[str, str] = {}
    for number, raw in records:
        try:
            entry = check_entry(raw)
            _check_new(entry, entries, asked)
        except BadEntryError as error:
            faults.append(Fault(number, error.field, error.why))
            continue
        entries[entry.id] = entry
        asked[entry.question] = entry.id
    return Parsed(tuple(entries.values()), tuple(sorted(faults, key=lambda one: one.line)))


def _check_new(
    entry: KnowledgeEntry, entries: Mapping[str, KnowledgeEntry], asked: Mapping[str, str]
) -> None:
    if entry.id in entries:
        raise BadEntryError("id", f"{entry.id} 在文件中出现过")
    if entry.question in asked:
        raise BadEntryError("question", f"与 {asked[entry.question]} 相同")


def _plain_cell(cell: str) -> str:
    return cell.removeprefix("'")
