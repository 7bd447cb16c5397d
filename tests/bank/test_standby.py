"""The primary is killed under load and its synchronous standby promoted: nothing that was
acknowledged is missing, and nothing is there twice.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.bank import town
from tests.bank.checker import findings_of, open_bank
from tests.bank.mob import Mob
from tests.bank.served import served
from tests.e2e.sockets import until
from weiyin.storage.embedded import embedded_postgres, standby_of
from weiyin.storage.migrate import migrate
from weiyin.storage.store import open_store

pytestmark = pytest.mark.slow
_FULL = os.environ.get("WEIYIN_ATTACK_SCALE") == "full"
_CALLERS, _EACH = (20, 500) if _FULL else (8, 40)
_FOLLOWS = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@contextmanager
def _folder() -> Iterator[Path]:
    """Which the server's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="weiyin-standby-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.timeout(900)
def test_the_primary_is_killed_under_load_and_nothing_is_missing(
    record_property: pytest.RecordProperty,
) -> None:
    people = [town.person(serial, f"客户{serial}") for serial in range(1, 21)]
    with _folder() as folder, embedded_postgres(folder / "one", durable=True) as first:
        migrate(first)
        open_bank(first, people)
        standby_of(first, folder / "two")
        with embedded_postgres(folder / "two", durable=True) as second, served(first) as server:
            _wait_for_it(first)
            mob = Mob(server.url, people, seed=7)
            sending = threading.Thread(target=mob.send, args=(_CALLERS, _EACH))
            sending.start()
            until(lambda: len(mob.acked) >= _CALLERS * _EACH // 3, 60)
            _kill(folder / "one")
            with psycopg.connect(second, autocommit=True) as standby:
                assert standby.execute("SELECT pg_promote(true, 60)").fetchone() == (True,)
            server.kill()
            server.move(second)
            server.start()
            sending.join()
            store = open_store(second)
            try:
                found = store.read(lambda reader: findings_of(reader, mob, people))
            finally:
                store.close()
    record_property("attempts", len(mob.acked))
    assert len(mob.acked) == _CALLERS * _EACH, "a caller was refused or gave up"
    assert mob.asked_again > 0, "nobody felt it"
    assert found == []


def _wait_for_it(primary: str) -> None:
    """From here on a commit is acknowledged when the standby has it too."""
    with psycopg.connect(primary, autocommit=True) as server:
        server.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        server.execute("SELECT pg_reload_conf()")
        until(lambda: (server.execute(_FOLLOWS).fetchone() or (0,))[0], 60)


def _kill(data_dir: Path) -> None:
    pid = int((data_dir / "cluster" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
