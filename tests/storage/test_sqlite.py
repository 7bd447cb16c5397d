"""What a file of SQLite's asks of every process that has it open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from weiyin.storage.sql import sql
from weiyin.storage.store import open_store

_VISIT = """
import sqlite3, sys
guest = sqlite3.connect(sys.argv[1])
guest.execute("SELECT count(*) FROM outbox").fetchall()
guest.close()
"""
_COUNT = sql("SELECT count(*) FROM outbox")


def test_another_process_that_leaves_does_not_take_the_log_with_it(sqlite_url: str) -> None:
    """The last to close a file folds its log in and deletes it; we are still there.

    POSIX lets go of all a process's locks on a file when it closes any descriptor of it: to open
    the file beside SQLite, were it only to look, tells other processes that nobody is there.
    """
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    store = open_store(sqlite_url)
    try:
        store.run(lambda tx: tx.run(sql("DELETE FROM outbox")))
        store.read(lambda one: store.read(lambda other: (one.all(_COUNT), other.all(_COUNT))))
        subprocess.run([sys.executable, "-c", _VISIT, path], check=True)
        assert path.with_name(f"{path.name}-wal").exists()
    finally:
        store.close()


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'new.db'}")
    store.close()
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600
