"""The migrated schema is the declared one, on each engine."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from weiyin.app.schema import whole_schema
from weiyin.base.errors import Broken
from weiyin.storage.migrate import engine_for, migrate, schema_state


def test_the_migrated_schema_is_the_declared_one(store_url: str) -> None:
    with engine_for(store_url) as engine, engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, whole_schema()) == []


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
