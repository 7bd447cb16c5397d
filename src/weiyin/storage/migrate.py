"""Bringing a database to the newest schema, with Alembic and without its configuration file.

One transaction holds all steps on both engines, and two processes that migrate at once go one after
the other; killed half-way, the database is as before.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from weiyin.base.errors import Broken, WeiyinError
from weiyin.storage import postgres_errors, sqlite_errors
from weiyin.storage.sqlite_session import make_private
from weiyin.storage.store import sqlite_path
from weiyin.storage.tables import metadata

T = TypeVar("T")

_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x7765_6979  # any number that is ours
_one_at_a_time = threading.Lock()  # Alembic's `op` is one for the whole process


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Which revision a database is at, and which it should be at. `current` is None when empty."""

    current: str | None
    head: str

    @property
    def is_current(self) -> bool:
        return self.current == self.head


def migrate(url: str, to: str = "head") -> None:
    """Upgrade the database at `url` to the newest schema; does nothing when it is there already.

    `to`: an older revision, to stop at. Raises TryLater when the database is busy or away, Broken
    when it holds something else.
    """
    script = ScriptDirectory.from_config(_config())

    def upgrade(revision: Any, _: MigrationContext) -> Any:
        return script._upgrade_revs(to, revision)  # noqa: SLF001 - what `alembic upgrade` calls

    def steps(connection: Connection) -> None:
        with EnvironmentContext(_config(), script, fn=upgrade) as environment:
            environment.configure(
                connection=connection, target_metadata=metadata, transactional_ddl=True
            )
            environment.run_migrations()

    with _one_at_a_time:
        _within(url, steps)


def schema_state(url: str) -> SchemaState:
    """Where the schema at `url` stands; changes nothing."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    current = _within(url, lambda c: MigrationContext.configure(c).get_current_revision())
    return SchemaState(current, head)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _within(url: str, work: Callable[[Connection], T]) -> T:
    """`work` in one transaction that nobody else's migration can enter."""
    try:
        with engine_for(url) as engine, engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            return work(connection)
    except DBAPIError as error:
        raise _told(error.orig) from error


def _told(error: BaseException | None) -> WeiyinError:
    if isinstance(error, sqlite3.Error):
        return sqlite_errors.told(error)
    if isinstance(error, psycopg.Error):
        return postgres_errors.told(error)
    return Broken(str(error))


@contextmanager
def engine_for(url: str) -> Iterator[Engine]:
    """A SQLAlchemy engine for schema work, let go at the end."""
    if url.startswith("sqlite:"):
        make_private(sqlite_path(url))
        engine = create_engine(url, poolclass=NullPool, connect_args={"isolation_level": None})
        event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = create_engine(
            url.replace("postgresql:", "postgresql+psycopg:", 1), poolclass=NullPool
        )
    try:
        yield engine
    finally:
        engine.dispose()
