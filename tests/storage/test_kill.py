"""Kill −9 and a full disk while units run: what was acknowledged is there, nothing by halves."""

from __future__ import annotations

import subprocess
import sys

from tests.checks import Sabotage
from tests.storage.rows import keys, total
from weiyin.storage.sql import sql
from weiyin.storage.store import open_store

SABOTAGE = {
    "M10": Sabotage(
        "src/weiyin/storage/group.py",
        "                if self._tx is None:\n                    self.refusal = error\n"
        "                return self._fail(error)",
        "                return None",
    ),
}

_CHILD = """
import sys, threading
from tests.storage.rows import put
from weiyin.storage.store import open_store

url, first = sys.argv[1], int(sys.argv[2])
store = open_store(url)
say = threading.Lock()

def two(tx, n):
    put(tx, f"{n}a")
    put(tx, f"{n}b")

def caller(start):
    n = start
    while True:
        store.run(lambda tx: two(tx, n))
        with say:
            print(n, flush=True)
        n += 16

for start in range(first, first + 16):
    threading.Thread(target=caller, args=(start,)).start()
"""
_ACKNOWLEDGED = 120
_HALVES = sql("SELECT count(*) FROM idempotency GROUP BY substr(key, 1, length(key)-1)")


def _run_and_kill(url: str, first: int) -> set[str]:
    """What a child wrote and acknowledged until it was killed."""
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, url, str(first)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        heard = [child.stdout.readline() for _ in range(_ACKNOWLEDGED)]
        child.kill()
        heard += child.stdout.read().splitlines(keepends=True)
    return {line.strip() for line in heard if line.endswith("\n")}


def test_a_killed_writer_loses_nothing_it_acknowledged(store_url: str) -> None:
    acknowledged: set[str] = set()
    for first in range(0, 3_000_000, 1_000_000):
        acknowledged |= _run_and_kill(store_url, first)
    store = open_store(store_url)
    kept = set(keys(store))
    assert len(acknowledged) >= 3 * _ACKNOWLEDGED
    assert {f"{n}{half}" for n in acknowledged for half in "ab"} <= kept
    assert set(store.read(lambda r: r.all(_HALVES))) == {(2,)}
    assert total(store)[0] == len(kept)
    store.close()


_FILLS_THE_DISK = """
import resource, sys
from tests.storage.rows import put
from weiyin.base.errors import TryLater
from weiyin.storage.store import open_store

def fill(tx, n):
    for part in range(40):
        put(tx, f"{n}-{part:02}-{'x' * 1000}")

store = open_store(sys.argv[1])
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, hard))
kept, refused = [], []
for n in range(40):
    try:
        store.run(lambda tx: fill(tx, n))
        kept.append(n)
    except TryLater:
        refused.append(n)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
for n in refused:
    store.run(lambda tx: fill(tx, n))
store.close()
print(len(kept), len(refused))
"""


def test_m10_a_full_disk_refuses_keeps_nothing_half_and_recovers(sqlite_url: str) -> None:
    """The file size limit makes the system's own writes fail, in the middle of a commit."""
    child = subprocess.run(
        [sys.executable, "-c", _FILLS_THE_DISK, sqlite_url],
        capture_output=True,
        text=True,
        check=True,
    )
    kept, refused = map(int, child.stdout.split())
    assert kept > 3
    assert refused > 3
    store = open_store(sqlite_url)
    assert total(store)[0] == 40 * 40
    assert store.read(lambda r: r.one(sql("PRAGMA integrity_check"))) == ("ok",)
    store.close()
