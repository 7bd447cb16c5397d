"""A copy of everything, taken beside the working house, and put back elsewhere.

SQLite copies its own pages while others write, and starts over when they do: what was committed
before the copy began is in it, and never half a unit. PostgreSQL has programs for it, `pg_dump` and
`pg_restore`, which are found on the PATH or beside the embedded server. Sealed values stay sealed:
without `seal_keys` a copy tells nobody anything, and is worth nothing to its owner either.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from weiyin.base.errors import Broken, Misconfigured, NotAllowed, TryLater
from weiyin.storage.embedded import program
from weiyin.storage.migrate import schema_state
from weiyin.storage.sqlite_errors import told as as_ours
from weiyin.storage.store import sqlite_path

_PAGES = 2_000
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
"""How libpq hears in its environment what an address says."""

Told = Callable[[float], None]


def backup(url: str, file: Path, told: Told) -> None:
    """Copy the store at `url` into a new `file`, its owner's alone. `told` hears the share done.

    Raises NotAllowed when there is such a file, TryLater when the store is away.
    """
    if file.exists():
        raise NotAllowed("exists", f"{file} exists: a copy never replaces another")
    half = file.with_name(f"{file.name}.part")
    os.close(os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        if url.startswith("sqlite:"):
            _copy(sqlite_path(url), half, told)
        else:
            _run(url, "pg_dump", "--format=custom", f"--file={half}")
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    told(1.0)


def restore(url: str, file: Path, told: Told) -> None:
    """Fill the empty store at `url` with what `backup` copied.

    Raises NotAllowed unless it is empty, Broken when the file is no copy or is damaged.
    """
    if not file.is_file():
        raise NotAllowed("missing", f"there is no file {file}")
    if schema_state(url).current is not None:
        raise NotAllowed("filled", "the database is not empty: restore into a new one")
    if url.startswith("sqlite:"):
        _check(file)
        _copy(file, sqlite_path(url), told)
    else:
        database = str(conninfo_to_dict(url)["dbname"])
        once = ("--exit-on-error", "--no-owner", "--single-transaction")
        _run(url, "pg_restore", *once, f"--dbname={database}", str(file))
    told(1.0)


def _copy(source: Path, target: Path, told: Told) -> None:
    def share(_status: int, remaining: int, total: int) -> None:
        told(1.0 - remaining / total if total else 1.0)

    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written, pages=_PAGES, progress=share)
    except sqlite3.Error as error:
        raise as_ours(error) from error


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            (found,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise Broken(f"{file} is no copy of a store: {error}") from error
    if found != "ok":
        raise Broken(f"{file} is damaged: {found}")


def _run(url: str, name: str, *arguments: str) -> None:
    """One of PostgreSQL's programs on the database at `url`, whose password no `ps` shows."""
    address = conninfo_to_dict(url)
    given = {name: str(address[key]) for key, name in _VARIABLES.items() if key in address}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, with words of ours
        [_found(name), *arguments],
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or [f"exit status {done.returncode}"]
        kind = TryLater if "connection" in reason[0] else Broken
        raise kind(f"{name}: {reason[0]}")


def _found(name: str) -> str:
    """The embedded server's program, which is as new as any server of ours; else the PATH's."""
    with suppress(Misconfigured):
        return str(program(name))
    found = shutil.which(name)
    if found is None:
        raise Misconfigured("PATH", f"{name} is not on it: install PostgreSQL's client")
    return found
