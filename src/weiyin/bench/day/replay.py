"""The replay itself: processes, one hour after another, and what is counted at the end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from weiyin.app import App, compose
from weiyin.assistant.intents import Vocabulary
from weiyin.base.clock import ManualClock, SystemClock, shanghai_day, shanghai_midnight
from weiyin.base.errors import Broken
from weiyin.base.ports import free_port
from weiyin.bench.ask import demo_account, process_at
from weiyin.bench.day.clock import end_day, start_day
from weiyin.bench.day.traffic import Hour, Traffic, hours_of
from weiyin.bench.followers import bind_followers
from weiyin.bench.load import drive
from weiyin.demo.people import CUSTOMERS
from weiyin.demo_home import Home, open_home, plugs_of, settings_of
from weiyin.storage import outbox
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store

Told = Callable[[float], None]

_WEB_CORE, _LOAD_CORE = 0, 1
_JUDGED = 2_000
"""So many of the day's questions are judged by how 小微 took them."""
_STUCK_SECONDS = 120.0
_DELIVERIES = sql("SELECT state, COUNT(*) FROM deliveries GROUP BY state")


@dataclass(frozen=True, slots=True)
class Replayed:
    """One hour: what came, how long it took, and what was still to be told at its end."""

    hour: int
    pushes: int
    changes: int
    seconds: float
    per_second: float
    p50_ms: float
    p99_ms: float
    bad: int
    untold: int


def replay(scale: float, told: Told, keep: Path | None = None) -> dict[str, Any]:
    """The whole day: `hours`, `total`, `understood`, `deliveries`, `storage`, `memory_mib`.

    It is yesterday, hour by hour. `keep`: the demo's home to make it in and leave, for its console
    to be looked at; one that is there is made anew.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-day-")))
        port = free_port()
        midnight = shanghai_midnight(shanghai_day(SystemClock().now()) - timedelta(days=1))
        begun = ManualClock(midnight)
        home = open_home(keep or folder / "demo", port, fresh=True, clock=begun)
        stack.callback(end_day, home.folder)
        clock = start_day(home.folder, midnight)
        people = bind_followers(home, CUSTOMERS, clock)
        app = compose(settings_of(home), plugs_of(home, clock))
        stack.callback(app.close)
        before = _size(home)
        receiver = [sys.executable, "-m", "weiyin.bench.receiver", str(port)]
        stack.enter_context(process_at(receiver, port, _LOAD_CORE))
        web_port = free_port()
        web = [sys.executable, "-m", "weiyin.bench.server", str(home.folder), str(web_port)]
        web_pid = stack.enter_context(process_at(web, web_port, _WEB_CORE))
        worker = stack.enter_context(_worker(home))
        account = demo_account(home)
        traffic = Traffic(app, account, f"/wechat/{account.key}", people, clock.now())
        hours = hours_of(scale)
        began = time.perf_counter()
        replayed = []
        for hour in hours:
            clock.move_to(midnight + timedelta(hours=hour.hour))
            replayed.append(_hour(hour, traffic, web_port, worker, app))
            told(sum(one.pushes for one in hours[: hour.hour + 1]) / sum(h.pushes for h in hours))
        answered = time.perf_counter() - began
        _drain(app.store)
        return {
            "scale": scale,
            "day": shanghai_day(midnight).isoformat(),
            "people": len(people),
            "hours": [asdict(one) for one in replayed],
            "total": _total(hours, replayed, answered, time.perf_counter() - began),
            "understood": _understood(app, traffic),
            "deliveries": app.store.read(_deliveries),
            "storage": _storage(before, _size(home), replayed),
            "memory_mib": {"web": _memory(web_pid), "worker": _memory(worker.pid)},
        }


def _hour(
    hour: Hour, traffic: Traffic, port: int, worker: subprocess.Popen[str], app: App
) -> Replayed:
    assert worker.stdin is not None
    assert worker.stdout is not None
    pushes = traffic.pushes(hour, app.clock.now())
    worker.stdin.write(f"{hour.changes}\n")
    worker.stdin.flush()
    load = drive(port, pushes, core=_LOAD_CORE)
    if worker.stdout.readline().strip() != "posted":
        raise Broken("the day's worker ended before the day")
    return Replayed(
        hour.hour, hour.pushes, hour.changes, round(load.seconds, 2), round(load.per_second),
        round(load.p50_ms, 1), round(load.p99_ms, 1), load.bad, app.store.read(_untold),
    )  # fmt: skip


def _total(
    hours: list[Hour], replayed: list[Replayed], answered: float, told: float
) -> dict[str, Any]:
    pushing = sum(one.seconds for one in replayed)
    return {
        "questions": sum(one.questions for one in hours),
        "taps": sum(one.taps for one in hours),
        "follows": sum(one.follows for one in hours),
        "changes": sum(one.changes for one in hours),
        "bad": sum(one.bad for one in replayed),
        "answered_seconds": round(answered, 1),
        "told_seconds": round(told, 1),
        "pushes_per_second": round(sum(one.pushes for one in replayed) / pushing),
        "worst_p99_ms": max(one.p99_ms for one in replayed),
    }


def _understood(app: App, traffic: Traffic) -> dict[str, float]:
    """How 小微 took the day's questions, as shares of a sample of the mix."""
    now, nobody = app.clock.now(), Vocabulary()
    kinds = Counter(
        str(app.assistant.understand(traffic.mix.draw(), vocabulary=nobody, now=now)[0].kind)
        for _ in range(_JUDGED)
    )
    return {kind: round(count / _JUDGED, 4) for kind, count in kinds.most_common()}


def _drain(store: Store) -> None:
    """Until everything is told; a courier that gets no further is a fault."""
    least, since = store.read(_untold), time.perf_counter()
    while least:
        time.sleep(0.2)
        left = store.read(_untold)
        if left < least:
            least, since = left, time.perf_counter()
        elif time.perf_counter() - since > _STUCK_SECONDS:
            raise Broken(f"{left} account changes are not told, and nothing moves")


def _untold(reader: Reader) -> int:
    return sum(one.count for one in outbox.backlog(reader) if one.topic in {"entry", "notice"})


def _deliveries(reader: Reader) -> dict[str, int]:
    return {str(state): int(count) for state, count in reader.all(_DELIVERIES)}


def _storage(before: int, after: int, replayed: list[Replayed]) -> dict[str, Any]:
    things = sum(one.pushes + one.changes for one in replayed)
    mib = 1024 * 1024
    return {
        "before_mib": round(before / mib, 1),
        "after_mib": round(after / mib, 1),
        "bytes_each": round((after - before) / things),
    }


def _size(home: Home) -> int:
    return sum(path.stat().st_size for path in home.folder.glob("weiyin.db*"))


def _memory(pid: int) -> int:
    """Resident set, MiB (proc(5): VmRSS)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


@contextmanager
def _worker(home: Home) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable, "-m", "weiyin.bench.day.worker", str(home.folder), str(home.phone_port),
    ]  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=60)
