"""What every room's tests start from: a migrated store, a sealer, a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.storage.migrate import migrate
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, open_store


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite"])
def store_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a fresh, migrated database."""
    path = tmp_path / "store.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A fresh, migrated store; every test that takes it runs on each engine."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sealer() -> Sealer:
    return Sealer({"k1": bytes(range(32))}, "k1")


@pytest.fixture
def clock() -> ManualClock:
    """Monday 20 July 2026, ten in the morning in Shanghai."""
    return ManualClock(datetime(2026, 7, 20, 10, tzinfo=SHANGHAI))
