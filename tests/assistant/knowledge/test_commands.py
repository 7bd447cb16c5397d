"""`weiyin knowledge` as editors use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.assistant.knowledge.kit import RENTAL, rental
from tests.assistant.naughty import naughty, says
from tests.house.made import SEAL_KEY
from weiyin.assistant.knowledge import notes
from weiyin.assistant.knowledge.files import to_csv, to_jsonl
from weiyin.assistant.knowledge.shipped import shipped
from weiyin.base.clock import SystemClock
from weiyin.cli import app
from weiyin.storage.store import open_store

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    settings = {
        "DATABASE_URL": sqlite_url,
        "PUBLIC_URL": "https://bank.test",
        "SEAL_KEYS": json.dumps({"k1": SEAL_KEY}),
        "ACCOUNTS": json.dumps({"main": {"appid": "wx1", "secret": "s" * 32, "token": "tok"}}),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"WEIYIN_{name}", value)

    def called(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["knowledge", *words])
        return result.exit_code, result.stdout

    return called


def test_search_shows_the_best_first(run: Run) -> None:
    status, told = run("search", "挂失要多少钱", "--json", "-k", "2")
    found = json.loads(told)
    assert status == 0
    assert found[0]["question"] == "挂失要多少钱"
    assert len(found) == 2
    assert found[0]["score"] == 1.0
    assert found[0]["link"] == "account_loss_report"


@pytest.mark.parametrize(("ending", "write"), [(".jsonl", to_jsonl), (".csv", to_csv)])
def test_what_is_imported_is_searched_and_exported(
    run: Run, tmp_path: Path, ending: str, write: Callable[..., str]
) -> None:
    file = tmp_path / f"new{ending}"
    file.write_text(write([RENTAL]), encoding="utf-8", newline="")
    assert run("import", str(file), "--editor", "wang")[0] == 0
    assert json.loads(run("search", "保管箱续费", "--json")[1])[0]["id"] == "box-001"
    out = tmp_path / f"all{ending}"
    assert run("export", str(out))[0] == 0
    assert "{bank}" in out.read_text(encoding="utf-8")
    assert (
        run("import", str(out), "--json")[1]
        == json.dumps({"imported": len(shipped()) + 1, "faults": []}, indent=2) + "\n"
    )


def test_a_file_with_a_mistake_is_not_imported_at_all(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(to_jsonl([RENTAL, rental(id="box-002", answer="")]), encoding="utf-8")
    status, told = run("import", str(file), "--json")
    assert status == 1
    assert json.loads(told) == {
        "imported": 0,
        "faults": [{"line": 2, "field": "answer", "why": "不能为空"}],
    }
    assert "box-001" not in run("search", "保管箱续费", "--json")[1]


def test_a_withdrawn_entry_is_not_found(run: Run) -> None:
    lost = json.loads(run("search", "挂失要多少钱", "--json")[1])[0]["id"]
    assert run("withdraw", lost)[0] == 0
    assert lost not in run("search", "挂失要多少钱", "--json")[1]
    assert run("withdraw", "no-such")[0] == 1


def test_check_is_content_with_what_is_shipped(run: Run) -> None:
    status, told = run("check", "--json")
    assert status == 0
    assert json.loads(told)["entries"] == len(shipped())


def test_unanswered_questions_and_votes(run: Run, sqlite_url: str) -> None:
    store, now = open_store(sqlite_url), SystemClock().now()
    for note in (notes.Unanswered("数字藏品怎么买"), notes.Answered("x-1"), notes.Judged(False)):
        store.run(lambda tx, one=note: notes.write(tx, "main", "o-1", one, now))
    store.close()
    (cluster,) = json.loads(run("unanswered", "--json")[1])
    assert (cluster["times"], cluster["words"]) == (1, ["数字藏品怎么买"])
    assert json.loads(run("votes", "--json")[1]) == [{"entry_id": "x-1", "useful": 0, "useless": 1}]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with naughty() as told:
        monkeypatch.setenv("WEIYIN_LLM_URL", told.url)
        yield told


def test_a_draft_is_shown_with_what_it_rests_on(run: Run, model) -> None:
    (best, *_) = json.loads(run("search", "挂失要多少钱", "--json")[1])
    words = f"口头挂失不收费 [{best['id']}]。"
    model.answer = says({"choices": [{"message": {"content": words}}]})
    status, told = run("draft", "挂失要多少钱", "--json")
    assert status == 0
    assert json.loads(told)["cites"] == [best["id"]]
    model.answer = says({"choices": [{"message": {"content": "编的，收 99 元。"}}]})
    assert run("draft", "挂失要多少钱")[0] == 1


def test_without_a_model_a_draft_says_which_setting_is_missing(run: Run) -> None:
    status, told = run("draft", "挂失要多少钱")
    assert status == 1
    assert "WEIYIN_LLM_URL" in told
