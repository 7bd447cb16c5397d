"""The migrated schema is the declared one, on each engine."""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import weiyin
from weiyin.base.errors import Broken
from weiyin.storage.migrate import engine_for, migrate, schema_state
from weiyin.storage.tables import metadata


def declare_every_table() -> None:
    """Import each room's `tables` module, wherever there is one."""
    for found in pkgutil.walk_packages(weiyin.__path__, "weiyin."):
        if found.name.endswith(".tables"):
            importlib.import_module(found.name)


def test_the_migrated_schema_is_the_declared_one(store_url: str) -> None:
    declare_every_table()
    with engine_for(store_url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(store_url: str) -> None:
    before = schema_state(store_url)
    migrate(store_url)
    assert before.is_current
    assert schema_state(store_url) == before


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    url: str = request.getfixturevalue("new_postgres_url")
    return url


def test_many_may_migrate_at_once(new_url: str) -> None:
    url = new_url
    assert schema_state(url).current is None
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [url] * 4))
    assert schema_state(url).is_current


def test_a_step_that_fails_leaves_everything_as_before(tmp_path: Path) -> None:
    path = tmp_path / "taken.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE audit (mine TEXT)")
    other.close()
    with pytest.raises(Broken):
        migrate(f"sqlite:///{path}")
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("audit",)]
    other.close()
