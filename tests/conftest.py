"""What every room's tests start from: a migrated store, a sealer, a clock that stands still."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from weiyin.base.clock import SHANGHAI, ManualClock
from weiyin.storage.embedded import embedded_postgres
from weiyin.storage.migrate import migrate
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, open_store

TEMPLATE = "migrated"
_numbers = itertools.count(1)


def database_url(server_url: str, name: str) -> str:
    """The address of another database of the same server."""
    return f"{server_url.rpartition('/')[0]}/{name}"


def _command(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of this session's PostgreSQL server, with a migrated database to clone."""
    with embedded_postgres() as url:
        _command(url, f"CREATE DATABASE {TEMPLATE}")
        migrate(database_url(url, TEMPLATE))
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    _command(postgres_server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    yield database_url(postgres_server, name)
    _command(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "store.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database, on each engine in turn."""
    url: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
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
