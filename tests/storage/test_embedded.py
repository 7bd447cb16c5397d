"""The private server lives as long as its block, or as the process that made it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import psycopg

from weiyin.storage.embedded import embedded_postgres

_CHILD = """
from weiyin.storage.embedded import embedded_postgres
with embedded_postgres() as url:
    print(url, flush=True)
    input()
"""


def _cluster(url: str) -> tuple[int, Path]:
    """The server's process and the directory it keeps its things in."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    home = Path(row[0]).parent
    return int((home / "cluster/postmaster.pid").read_text().split()[0]), home


def test_it_leaves_nothing_behind() -> None:
    with embedded_postgres() as url:
        pid, home = _cluster(url)
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)
    assert not home.exists()


def test_it_ends_with_the_process_that_made_it() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        pid, home = _cluster(child.stdout.readline().strip())
        server = psutil.Process(pid)
        guard = server.parent()
        child.kill()
    server.wait(timeout=20)
    if guard is not None:
        guard.wait(timeout=20)
    assert not home.exists()
