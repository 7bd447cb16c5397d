"""Every function is driven on the embedded core, on each engine, and on a core over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.made import House, house_on_books_elsewhere, open_house
from weiyin.base.clock import ManualClock


@pytest.fixture(params=["sqlite", "postgresql", "core over HTTP"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[House]:
    """A small bank, whole."""
    if request.param == "core over HTTP":
        template: Path = request.getfixturevalue("migrated_sqlite")
        for name in ("ours.db", "books.db"):
            shutil.copyfile(template, tmp_path / name)
        ours, books = (f"sqlite:///{tmp_path / name}" for name in ("ours.db", "books.db"))
        with house_on_books_elsewhere(ours, books, clock) as made:
            made.stock()
            yield made
        return
    engine = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    made = open_house(request.getfixturevalue(engine), clock)
    made.stock()
    yield made
    made.app.close()
