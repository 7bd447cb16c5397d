"""The table of checks and the tests named after them belong together."""

from __future__ import annotations

from tests.source import ROOT
from weiyin.attack import sabotage
from weiyin.attack.assurance import read, renewed
from weiyin.attack.checks import all_checks
from weiyin.attack.named import files_by_check, ids_in

SPINE = (
    *("M01", "M02", "M03", "M04", "M12", "M13", "M18"),
    *("C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09"),
    *("C11", "C12", "C14", "C15", "C17", "X01", "X02", "X03", "X05", "H01"),
    *("A01", "A03", "A04", "A06", "A08", "Z01", "Z02", "W01", "W02", "W03", "W06", "D01", "T03"),
)
"""What the house owes from its first day."""


def test_every_check_that_a_test_is_named_after_is_in_the_table() -> None:
    assert set(files_by_check(ROOT)) <= set(all_checks())


def test_what_the_house_owes_is_tried() -> None:
    assert [id_ for id_ in SPINE if id_ not in files_by_check(ROOT)] == []


def test_the_page_of_assurance_tells_of_every_check_that_is_tried() -> None:
    """`weiyin attack ID … --write docs/assurance.md` renews the lines that are missing here."""
    written = (ROOT / "docs/assurance.md").read_text(encoding="utf-8")
    assert renewed(all_checks(), written, []) == written
    told = {one.id: one.outcome for one in read(written)}
    assert sorted(set(files_by_check(ROOT)) - set(told)) == []
    assert [id_ for id_, outcome in told.items() if outcome != "held"] == []


def test_every_check_that_is_tried_has_been_seen_to_fail() -> None:
    proven = {found.check for found in sabotage.find(set(all_checks()), ROOT)}
    assert sorted(set(files_by_check(ROOT)) - proven) == []


def test_every_sabotage_applies_and_stands_beside_its_test() -> None:
    for found in sabotage.find(set(all_checks()), ROOT):
        assert sabotage.places(ROOT, found) == 1, found
        assert found.check in ids_in(ROOT / found.test), found


def test_no_sabotage_is_of_a_check_that_nobody_knows() -> None:
    known = set(all_checks())
    for path in (ROOT / "tests").rglob("test_*.py"):
        if "\nSABOTAGE = " in path.read_text(encoding="utf-8"):
            assert set(sabotage._module(path).SABOTAGE) <= known, path
