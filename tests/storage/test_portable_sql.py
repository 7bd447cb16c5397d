"""SQL that a PostgreSQL-wire distributed database would not run, or not run well, stays avoided.

Read from every `sql(...)` of the product, so that `docs/operations/scale.md` stays true.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import weiyin
from tests.source import ROOT
from weiyin.storage.sql import Sql

_AVOIDED = {
    "sequences": r"\bserial\b|\bnextval\b|\bautoincrement\b|\bgenerated\s+(always|by\s+default)\b",
    "listen and notify": r"\blisten\b|\bnotify\b",
    "advisory locks": r"\bpg_(try_)?advisory",
    "triggers and procedures": r"\bcreate\s+(or\s+replace\s+)?(trigger|function|procedure)\b",
    "table locks": r"\block\s+table\b",
    "cursors": r"\bdeclare\s+\w+\s+cursor\b|\bwhere\s+current\s+of\b",
    "physical rows": r"\bctid\b|\bxmin\b|\browid\b",
    "temporary tables": r"\bcreate\s+temp",
    "the database's clock": r"\bnow\s*\(\)|\bcurrent_timestamp\b|\bclock_timestamp\b",
    "the database's chance": r"\brandom\s*\(\)|\bgen_random_uuid\b",
    "merge": r"\bmerge\s+into\b",
    "full text of one engine": r"\bfts5\b|\bto_tsvector\b|\bpg_trgm\b",
    "deep pages": r"\boffset\s+:",
    "two-phase commit": r"\bprepare\s+transaction\b",
}
_PLACES_OF_AN_ENGINE = {"weiyin.storage.backup", "weiyin.storage.migrate"}
"""Where one engine is meant alone."""


def _statements() -> Iterator[tuple[str, str]]:
    """(place, text) of every statement kept in a module, both wordings and the set-based one."""
    for info in pkgutil.walk_packages(weiyin.__path__, "weiyin."):
        if ".migrations" in info.name or info.name.endswith("__main__"):
            continue
        if info.name in _PLACES_OF_AN_ENGINE:
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            if isinstance(value, Sql):
                place = f"{info.name}.{name}"
                yield from ((place, text) for text in _wordings(value))


def _wordings(one: Sql) -> Iterator[str]:
    """Without what stands in quotes."""
    for text in (one.text, one.postgresql.decode(), (one.set_based or b"").decode()):
        yield re.sub(r"'(?:[^']|'')*'", "''", text).lower()


@pytest.fixture(scope="module")
def statements() -> list[tuple[str, str]]:
    return list(_statements())


def test_all_statements_were_read(statements: list[tuple[str, str]]) -> None:
    assert len({place for place, _ in statements}) > 500


@pytest.mark.parametrize("feature", _AVOIDED)
def test_a_feature_that_does_not_scale_is_avoided(
    feature: str, statements: list[tuple[str, str]]
) -> None:
    pattern = re.compile(_AVOIDED[feature])
    assert sorted({place for place, text in statements if pattern.search(text)}) == []


def test_the_page_about_scale_names_each_of_them() -> None:
    told = (ROOT / "docs" / "operations" / "scale.md").read_text(encoding="utf-8")
    assert [feature for feature in _AVOIDED if feature not in told] == []
