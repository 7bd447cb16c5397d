"""What every room's tests start from: a migrated store, a sealer, a clock that stands still."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.house.made import House, open_house
from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, open_store

# Faster than a clone of a template for each test, by a factor of ten on a busy machine.
_EMPTY = b"""
DO $$
DECLARE
    name text;
    filled text[];
    found boolean;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO found;
        IF found THEN filled := filled || name; END IF;
    END LOOP;
    IF filled IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' RESTART IDENTITY CASCADE';
    END IF;
END $$
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk through a real browser has a second try, told as RERUN (docs/decisions/0032)."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "store.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of this session's PostgreSQL server; its database is migrated."""
    with embedded_postgres() as url:
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def postgres_cleaner(postgres_server: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that stays, to empty every table after a test."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        yield connection


@pytest.fixture
def postgres_url(postgres_server: str, postgres_cleaner: psycopg.Connection[Any]) -> Iterator[str]:
    """The address of a migrated PostgreSQL database without a row in it."""
    yield postgres_server
    postgres_cleaner.execute(_EMPTY)


@pytest.fixture
def new_postgres_url(
    postgres_server: str, postgres_cleaner: psycopg.Connection[Any]
) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database, for tests that change the schema."""
    postgres_cleaner.execute("CREATE DATABASE new")
    yield f"{postgres_server.rpartition('/')[0]}/new"
    postgres_cleaner.execute("DROP DATABASE new WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database, on each engine in turn."""
    engine = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}
    url: str = request.getfixturevalue(engine[request.param])
    return url


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


@pytest.fixture
def house(store_url: str, clock: ManualClock) -> Iterator[House]:
    """A small bank, whole, on each engine in turn."""
    made = open_house(store_url, clock)
    made.stock()
    yield made
    made.app.close()
