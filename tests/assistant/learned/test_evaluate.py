from __future__ import annotations

import json
from pathlib import Path

import pytest

from weiyin.base.errors import BadInput
from weiyin.commands.evaluate import evaluate

LINES = [
    ("查余额", "a"),
    ("余额多少", "a"),
    ("看余额", "a"),
    ("网点", "b"),
    ("附近网点", "b"),
    ("网点在哪", "b"),
]


def _file(folder: Path, lines: list[tuple[str, str]]) -> Path:
    file = folder / "said.jsonl"
    said = (json.dumps({"text": text, "label": label}) for text, label in lines)
    file.write_text("\n".join(said), encoding="utf-8")
    return file


def test_evaluate_by_folds(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, LINES)
    evaluate(file, None, 3, tmp_path / "words", meaning=False, json=True)
    found = json.loads(capfd.readouterr().out)
    assert found["questions"] == 6
    assert found["labels"] == 2
    assert found["accuracy_at_1"] == 1
    assert not (tmp_path / "words").exists()


def test_evaluate_on_another_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, LINES)
    evaluate(file, file, None, tmp_path / "words", meaning=False, json=False)
    assert "accuracy_at_1" in capfd.readouterr().out


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    file.write_text('{"text": "查余额"}\n')
    with pytest.raises(BadInput, match=r"said.jsonl:1"):
        evaluate(file, None, 3, tmp_path / "words", meaning=False, json=True)
    with pytest.raises(BadInput, match="either"):
        evaluate(file, None, None, tmp_path / "words", meaning=False, json=True)
