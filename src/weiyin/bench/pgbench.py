"""PostgreSQL's own benchmark, TPC-B: three updates, a select and an insert a transaction."""

from __future__ import annotations

import re
import subprocess
from urllib.parse import urlparse

from weiyin.base.errors import Broken
from weiyin.storage.embedded import program

_TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
SCALE = 10
"""A million accounts, ten branches."""


def prepare(url: str) -> None:
    """Make pgbench's tables."""
    _pgbench(url, "-i", "-q", "-s", str(SCALE))


def transactions_per_second(url: str, clients: int, seconds: int) -> float:
    """With prepared statements, its fastest way."""
    said = _pgbench(url, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds))
    found = _TPS.search(said)
    if found is None:
        raise Broken(f"pgbench said: {said}")
    return float(found[1])


def _pgbench(url: str, *words: str) -> str:
    at = urlparse(url)
    where = ("-h", str(at.hostname), "-p", str(at.port), "-U", str(at.username))
    command = [str(program("pgbench")), *where, *words, at.path.removeprefix("/")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Broken(f"pgbench failed: {done.stderr}")
    return done.stdout
