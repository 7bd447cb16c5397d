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
    said = (json.dumps({"text": text, "label": label}, ensure_ascii=False) for text, label in lines)
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


@pytest.mark.parametrize(
    "lines",
    [
        [("查余额", "a"), ("看余额", "a"), ("余额", "a"), ("我的余额", "a"), ("余额呢", "a")],
        [(f"第{n}项怎么办", str(n)) for n in range(12)],
        [("余额多少", "a"), ("余额多少", "b")] * 6,
        [("余额多少" * 800, "a"), ("😀", "b"), ("", "a"), ("balance please", "b")] * 2,
        [("分行\u2028网点", "a"), ("转账", "b")] * 3,
    ],
    ids=["one label", "one example a label", "texts twice", "long and empty", "odd separators"],
)
def test_any_labelled_file_is_measured(
    lines: list[tuple[str, str]], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    evaluate(_file(tmp_path, lines), None, 2, tmp_path / "words", meaning=False, json=True)
    assert json.loads(capfd.readouterr().out)["questions"] == len(lines)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "said.jsonl"
    with pytest.raises(BadInput, match=r"said.jsonl"):
        evaluate(file, None, 2, tmp_path / "words", meaning=False, json=True)
    file.write_bytes(b'{"text": "a", "label": 1}\n{"text": "\xe9", "label": "b"}\n')
    with pytest.raises(BadInput, match=r"said.jsonl:2"):
        evaluate(file, None, 2, tmp_path / "words", meaning=False, json=True)
