"""The processor's time of this process and of the database server it works with (Linux)."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

import psycopg

from weiyin.storage.store import sqlite_path

_TICK = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12
"""Places after the name of a process in /proc/<pid>/stat (proc(5), utime and stime)."""


class Meter:
    """Of a store at `url`. A backend's time is read while it lives: connections stay open."""

    def __init__(self, url: str) -> None:
        self._url = "" if url.startswith("sqlite:") else url
        self._path = Path() if self._url else sqlite_path(url)

    def seconds(self) -> float:
        """Used up so far."""
        return time.process_time() + (self._server() if self._url else 0.0)

    def bytes(self) -> int:
        """How large the database is, its indexes with it."""
        if not self._url:
            return self._path.stat().st_size
        with closing(psycopg.connect(self._url)) as watch:
            row = watch.execute("SELECT pg_database_size(current_database())").fetchone()
        return int(row[0]) if row else 0

    def _server(self) -> float:
        with closing(psycopg.connect(self._url)) as watch:
            rows = watch.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            ).fetchall()
        return sum(_used(pid) for (pid,) in rows)


def _used(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[_USER]) + int(words[_SYSTEM])) / _TICK
