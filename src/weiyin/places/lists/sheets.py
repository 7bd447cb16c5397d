"""Files of an operator's own lists, line by line: CSV as spreadsheets write it, or JSONL.

Both read to the same: a record of named texts with the line it stands on. A cell that a
spreadsheet would take for a formula is written with an apostrophe before it, which reading takes
off again (ASVS 1.2.10).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec

from weiyin.base.errors import BadInput

Record = Mapping[str, str]
SUFFIXES = (".csv", ".jsonl")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_JSON = msgspec.json.Decoder(dict[str, Any])


class BadLine(BadInput):
    """A line of a file is wrong, and with it the whole file: nothing of it was taken."""

    def __init__(self, line: int, field: str, why: str) -> None:
        super().__init__(field, f"第{line}行{'，' if field else ''}{field}：{why}")
        self.line = line


def read_sheet(path: Path) -> Iterator[tuple[int, Record]]:
    """Each record and its line, counted from 1. Raises `BadLine`, and `BadInput` for the file."""
    if path.suffix not in SUFFIXES:
        raise BadInput("FILE", f"文件须以 {' 或 '.join(SUFFIXES)} 结尾")
    read = _csv if path.suffix == ".csv" else _jsonl
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from read(file)
    except OSError as fault:
        raise BadInput("FILE", f"打不开 {path}（{fault.strerror}）") from None
    except UnicodeDecodeError:
        raise BadInput("FILE", f"{path} 须以 UTF-8 保存") from None


def write_sheet(path: Path, columns: Sequence[str], records: Iterable[Record]) -> int:
    """Write them for `read_sheet`; how many. In JSONL a record has only the columns it fills."""
    if path.suffix not in SUFFIXES:
        raise BadInput("FILE", f"文件须以 {' 或 '.join(SUFFIXES)} 结尾")
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            file.write("\ufeff")  # without it spreadsheets do not see UTF-8
            table = csv.writer(file)
            table.writerow(columns)
        for count, record in enumerate(records, 1):  # noqa: B007 - the last is how many
            if path.suffix == ".csv":
                table.writerow([_safe(record.get(name, "")) for name in columns])
            else:
                held = {name: record[name] for name in columns if record.get(name)}
                file.write(msgspec.json.encode(held).decode() + "\n")
    return count


def _csv(file: TextIO) -> Iterator[tuple[int, Record]]:
    reader = csv.reader(file, strict=True)
    header: list[str] = []
    started = 1
    try:
        for row in reader:
            line, started = started, reader.line_num + 1
            if not header:
                header = _header([cell.strip() for cell in row])
            elif any(row):
                if len(row) != len(header):
                    raise BadLine(line, "", f"应有 {len(header)} 列，现有 {len(row)} 列")
                cells = (cell.strip().removeprefix("'") for cell in row)
                yield line, dict(zip(header, cells, strict=True))
    except csv.Error:
        raise BadLine(started, "", "引号不成对，或单元格过长") from None


def _header(names: list[str]) -> list[str]:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise BadLine(1, twice[0], "列名重复")
    return names


def _jsonl(file: TextIO) -> Iterator[tuple[int, Record]]:
    for line, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            found = _JSON.decode(text)
        except msgspec.DecodeError:
            raise BadLine(line, "", "不是一个 JSON 对象") from None
        yield line, {name: _text(line, name, value) for name, value in found.items()}


def _text(line: int, name: str, value: Any) -> str:
    """A value as its cell in CSV would have it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)
    raise BadLine(line, name, "须为文字、数字或文字的列表")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
