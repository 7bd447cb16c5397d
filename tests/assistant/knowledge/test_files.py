"""Entries in files: what goes out comes in again, and every mistake has a line and a field."""

from __future__ import annotations

import csv
import io
from datetime import date

import msgspec
import pytest

from tests.checks import Sabotage
from weiyin.assistant.knowledge.entry import KnowledgeEntry
from weiyin.assistant.knowledge.files import parse_csv, parse_jsonl, to_csv, to_jsonl

SABOTAGE = {
    "N01": Sabotage(
        "src/weiyin/base/cells.py",
        'return f"\'{cell}" if cell.startswith(_FORMULA) else cell',
        "return cell",
    )
}

ENTRY = KnowledgeEntry(
    id="card-001",
    category="借记卡",
    question="卡丢了怎么办",
    variants=("卡不见了", "“卡”，掉了"),
    answer="请拨打 {hotline} 挂失。",
    owner="个人金融部",
    source="借记卡章程",
    valid_from=date(2026, 1, 1),
    link="account_loss_report",
)
GOOD = msgspec.to_builtins(ENTRY)


def line(**changes: object) -> str:
    return msgspec.json.encode({**GOOD, **changes}).decode()


@pytest.mark.parametrize(
    ("write", "parse"), [(to_jsonl, parse_jsonl), (to_csv, parse_csv)], ids=["jsonl", "csv"]
)
def test_what_is_written_is_read(write, parse) -> None:
    changed = msgspec.convert(
        {**GOOD, "id": "card-002", "question": "'=1+1 是什么", "valid_until": "2026-12-31"},
        KnowledgeEntry,
    )
    parsed = parse(write([ENTRY, changed]))
    assert parsed.faults == ()
    assert parsed.entries == (ENTRY, changed)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "Card 1"}, "id"),
        ({"category": ""}, "category"),
        ({"question": "卡"}, "question"),
        ({"question": "问" * 61}, "question"),
        ({"variants": "卡丢了"}, "variants"),
        ({"variants": ["卡不见了", "卡不见了"]}, "variants"),
        ({"variants": ["卡丢了怎么办"]}, "variants"),
        ({"variants": [7]}, "variants"),
        ({"answer": "答" * 301}, "answer"),
        ({"answer": "请看 https://evil.example"}, "answer"),
        ({"answer": "<a href='x'>点我</a>"}, "answer"),
        ({"answer": "请拨打 {telephone}"}, "answer"),
        ({"answer": "看不见\u202e的字"}, "answer"),
        ({"owner": None}, "owner"),
        ({"source": "  "}, "source"),
        ({"valid_from": "01.01.2026"}, "valid_from"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_until": "2025-12-31"}, "valid_until"),
        ({"link": "https://evil.example"}, "link"),
        ({"link": "/p/../admin"}, "link"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(changes, field) -> None:
    parsed = parse_jsonl(f"{line(id='card-000', question='别的问题')}\n\n{line(**changes)}\n")
    assert [(one.line, one.field) for one in parsed.faults] == [(3, field)]
    assert len(parsed.entries) == 1


def test_an_id_or_a_question_comes_once() -> None:
    same_id, same_question = line(question="另一个问题"), line(id="card-009")
    parsed = parse_jsonl(f"{line()}\n{same_id}\n{same_question}")
    assert [(one.line, one.field) for one in parsed.faults] == [(2, "id"), (3, "question")]


def test_a_line_that_is_no_object() -> None:
    parsed = parse_jsonl('[1]\n{"id": \nnull\n')
    assert [(one.line, one.field) for one in parsed.faults] == [(1, ""), (2, ""), (3, "")]


def test_csv_lines_count_as_an_editor_sees_them() -> None:
    text = to_csv([ENTRY, msgspec.convert({**GOOD, "id": "card-002"}, KnowledgeEntry)])
    parsed = parse_csv(text)
    assert [(one.line, one.field) for one in parsed.faults] == [(4, "question")]


@pytest.mark.parametrize("text", ["id,category\nx", 'id\n"x', "id\nx,y\n"])
def test_a_broken_table_is_told(text: str) -> None:
    assert parse_csv(text).faults


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "'"])
def test_n01_no_cell_of_an_export_is_a_formula(start: str) -> None:
    words = f"{start}cmd|' /C calc'!A0 问题".replace("\t", "")
    entry = msgspec.convert({**GOOD, "question": words, "answer": words}, KnowledgeEntry)
    text = to_csv([entry])
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert parse_csv(text).entries == (entry,)
