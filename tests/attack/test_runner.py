"""The runner and its notes, on a small checkout with tests of every fate."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.samples import CHECKS, CRASH, FELL, HELD, LEDGER, UNREADABLE
from weiyin.attack import runner, sabotage
from weiyin.attack.assurance import page, read, renewed
from weiyin.attack.checks import all_checks, chosen
from weiyin.attack.named import files_by_check, ids_in
from weiyin.attack.recorder import Note
from weiyin.attack.runner import Result
from weiyin.base.errors import BadInput, Misconfigured


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "tests/__init__.py": "",
        "tests/checks.py": CHECKS,
        "tests/test_held.py": HELD,
        "tests/test_fell.py": FELL,
        "tests/test_crash.py": CRASH,
        "tests/test_unreadable.py": UNREADABLE,
        "src/house.py": LEDGER,
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src', '.']\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    # Else the workers of this run would take the notes of that one for their own.
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    return tmp_path


def _outcomes(*ids: str) -> dict[str, tuple[str, int]]:
    results, _ = runner.run(chosen(list(ids)))
    return {result.id: (result.outcome, result.attempts) for result in results}


def test_what_held_and_how_often_it_was_tried(checkout: Path) -> None:
    assert _outcomes("M01", "m02", "M03") == {
        "M01": ("held", 43),
        "M02": ("held", 1),
        "M03": ("not_run", 0),
    }


def test_two_workers_count_no_attempt_twice(checkout: Path) -> None:
    more = "\n".join(f"def test_m0{n}_too(): pass" for n in range(3, 7))
    (checkout / "tests" / "test_more.py").write_text(more)
    told = _outcomes("M01", "M02", "M03", "M04", "M05", "M06")
    assert told["M01"] == ("held", 43)
    assert told["M06"] == ("held", 1)


def test_what_fell_or_could_not_be_tried_did_not_hold(checkout: Path) -> None:
    assert _outcomes("C01", "C02", "X01") == {
        "C01": ("fell", 2),
        "C02": ("fell", 1),
        "X01": ("fell", 0),
    }


def test_a_crash_is_no_success(checkout: Path) -> None:
    assert _outcomes("C03") == {"C03": ("fell", 0)}


def test_only_the_files_that_name_the_check_are_read_and_progress_is_told(checkout: Path) -> None:
    named = files_by_check(checkout)
    assert named["M01"] == [Path("tests/test_held.py")]
    assert ids_in(checkout / "tests" / "test_fell.py") == {"C01", "C02"}
    seen: list[list[Note]] = []
    results, said = runner.run(chosen(["M01", "M19"]), seen.append)
    assert "error" not in said
    assert [note.id for note in seen[-1]] == ["M01"] * 4
    written = page(all_checks(), results)
    assert "1 of 1 checks held, in 43 attempts." in written
    assert "| M01 | kill" in written
    assert written.splitlines()[-1].startswith("Not yet tried: M02, M03, ")


def test_a_part_of_the_table_is_renewed_and_the_rest_stays() -> None:
    first = [Result("M01", "held", 10_000, 2.0), Result("C02", "fell", 1, 0.1)]
    written = page(all_checks(), first)
    assert [(one.id, one.outcome, one.attempts) for one in read(written)] == [
        ("M01", "held", 10_000),
        ("C02", "fell", 1),
    ]
    again = renewed(all_checks(), written, [Result("C02", "held", 3, 0.1)])
    assert "2 of 2 checks held, in 10,003 attempts." in again
    assert renewed(all_checks(), again, []) == again
    gone = renewed(all_checks(), again, [Result("M01", "not_run", 0, 0.0)])
    assert "1 of 1 checks held" in gone


def test_a_sabotage_is_proven_red_and_undone(checkout: Path) -> None:
    (found,) = sabotage.find({"M01"}, checkout)
    assert sabotage.places(checkout, found) == 1
    assert [outcome for _, outcome in sabotage.prove([found])] == ["red"]
    assert (checkout / "src" / "house.py").read_text() == LEDGER


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (("TOTAL = 7", "TOTAL = 7  # harmless"), "GREEN: the check does not notice"),
        (("TOTAL = 9", "TOTAL = 8"), "does not apply: 0 places in src/house.py"),
    ],
)
def test_a_sabotage_that_proves_nothing(
    checkout: Path, change: tuple[str, str], outcome: str
) -> None:
    test = checkout / "tests" / "test_held.py"
    test.write_text(HELD.replace('"TOTAL = 7", "TOTAL = 8"', f'"{change[0]}", "{change[1]}"'))
    found = list(sabotage.find({"M01"}, checkout))
    assert [said for _, said in sabotage.prove(found)] == [outcome]


def test_a_check_that_is_red_anyway_proves_nothing(checkout: Path) -> None:
    (checkout / "src" / "house.py").write_text("TOTAL = 7 + 1\n")
    found = list(sabotage.find({"M01"}, checkout))
    assert [said for _, said in sabotage.prove(found)] == ["red without it"]


def test_unknown_ids_and_places_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput):
        chosen(["Q99"])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Misconfigured):
        runner.project_root()
