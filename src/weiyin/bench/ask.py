"""Encrypted questions a second through HTTP, the bank's whole work done, beside the peers.

Ours: one worker process; every question is verified, opened, claimed durably in the inbox
(SQLite, synchronous=FULL), understood, answered from the ledger, stored, sealed.
Peers, in the same run on the same core: WeRoBot's echo on waitress, encrypted, with its session
off and with its default SQLite session; and wechatpy's codec alone, without any server.
Rounds alternate between the servers and the median counts: machines are noisy.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from weiyin.attack.runner import project_root
from weiyin.base.clock import SystemClock
from weiyin.base.errors import Misconfigured
from weiyin.base.mask import Secret
from weiyin.base.ports import free_port
from weiyin.bench.followers import bind_followers
from weiyin.bench.load import Load, drive
from weiyin.bench.pushes import Asker, http_requests
from weiyin.channel.wechat.account import OfficialAccount
from weiyin.demo_home import Home, account_of, open_home

ROUNDS = 3
REQUESTS = 6000
"""A round; fewer for a peer that would take minutes."""
SLOW_REQUESTS = 400
FOLLOWERS = 500
QUESTIONS = (
    "我卡上还剩多少",
    "查余额",
    "余额还有多少钱",
    "上个月的明细",
    "帮我看看余额",
    "最近几笔交易",
    "存款利率是多少",
    "卡里还有多少钱呀",
)
_SERVER_CORE, _LOAD_CORE = 0, 1
_START_S = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server to drive: where, on which path, how much a round."""

    name: str
    pid: int
    port: int
    path: str
    requests: int


Round = tuple[Load, float]
"""What the load generator saw, and the server's own CPU microseconds a message."""


def bench_ask() -> dict[str, Any]:
    """{name, ours, peers, ratios}: messages a second, medians of the rounds."""
    python = _oracle_python()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="weiyin-bench-")))
        home = open_home(folder / "demo")
        account = demo_account(home)
        askers = _askers(home)
        servers = [
            stack.enter_context(_ours(home)),
            stack.enter_context(_werobot(python, account, folder, "none", REQUESTS)),
            stack.enter_context(_werobot(python, account, folder, "sqlite", SLOW_REQUESTS)),
        ]
        loads = _rounds(servers, account, askers)
        codec = _codec(python, account)
    return _report(servers, loads, codec)


def _rounds(
    servers: list[Server], account: OfficialAccount, askers: list[Asker]
) -> dict[str, list[Round]]:
    loads: dict[str, list[Round]] = {server.name: [] for server in servers}
    first = 10**15
    for number in range(ROUNDS + 1):
        for server in servers:
            at = SystemClock().now()
            count = server.requests if number else server.requests // 10
            requests = http_requests(account, server.path, askers, count, at, first)
            first += count
            before = _cpu_seconds(server.pid)
            load = drive(server.port, requests, core=_LOAD_CORE)
            spent_us = (_cpu_seconds(server.pid) - before) / count * 1e6
            if number:  # the first round only warms up
                loads[server.name].append((load, spent_us))
    return loads


def _report(servers: list[Server], loads: dict[str, list[Round]], codec: float) -> dict[str, Any]:
    ours, echo, session = (_median(loads[server.name]) for server in servers)
    return {
        "name": "ask",
        "unit": "encrypted messages a second, one core",
        "ours": ours,
        "peers": {
            servers[1].name: echo,
            servers[2].name: session,
            "wechatpy codec alone": {"per_second": round(codec, 1)},
        },
        "ratios": {
            f"ours / {servers[1].name}": _ratio(ours, echo),
            f"ours / {servers[2].name}": _ratio(ours, session),
        },
        "aim": {f"ours / {servers[1].name}": 1.0},
    }


def _ratio(one: dict[str, float], other: dict[str, float]) -> float:
    return round(one["per_second"] / other["per_second"], 2)


def _median(rounds: list[Round]) -> dict[str, float]:
    loads = [load for load, _ in rounds]
    return {
        "per_second": round(statistics.median(load.per_second for load in loads), 1),
        "cpu_us": round(statistics.median(spent_us for _, spent_us in rounds), 1),
        "p50_ms": round(statistics.median(load.p50_ms for load in loads), 1),
        "p99_ms": round(statistics.median(load.p99_ms for load in loads), 1),
        "bad": sum(load.bad for load in loads),
    }


def demo_account(home: Home) -> OfficialAccount:
    """The demo's official account, as its pushes are sealed."""
    stand_in = account_of(home, home.kept())
    return OfficialAccount(
        key=stand_in.key,
        appid=stand_in.appid,
        secret=Secret(stand_in.secret),
        token=Secret(stand_in.token),
        aes_key=Secret(stand_in.aes_key),
    )


def _askers(home: Home) -> list[Asker]:
    openids = bind_followers(home, FOLLOWERS)
    return [Asker(one, QUESTIONS[n % len(QUESTIONS)]) for n, one in enumerate(openids)]


@contextmanager
def _ours(home: Home) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "weiyin.bench.server", str(home.folder), str(port)]
    with process_at(command, port, _SERVER_CORE) as pid:
        yield Server("weiyin", pid, port, "/wechat/main", REQUESTS)


@contextmanager
def _werobot(
    python: Path, account: OfficialAccount, folder: Path, session: str, requests: int
) -> Iterator[Server]:
    port = free_port()
    work = folder / f"werobot-{session}"
    work.mkdir()
    script = Path(__file__).with_name("werobot_echo.py")
    token, aes_key = account.token.reveal(), account.aes_key.reveal()
    command = [
        str(python),
        str(script),
        str(port),
        token,
        account.appid,
        aes_key,
        session,
        str(work),
    ]
    with process_at(command, port, _SERVER_CORE) as pid:
        name = {"none": "WeRoBot echo, no session", "sqlite": "WeRoBot echo, default session"}
        yield Server(name[session], pid, port, "/", requests)


@contextmanager
def process_at(command: list[str], port: int, core: int) -> Iterator[int]:
    """A process pinned to a core, ready at `port`; its pid."""
    process = subprocess.Popen(command)  # noqa: S603 - our own commands
    os.sched_setaffinity(process.pid, {core})
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _codec(python: Path, account: OfficialAccount) -> float:
    script = Path(__file__).with_name("wechatpy_codec.py")
    token, aes_key = account.token.reveal(), account.aes_key.reveal()
    done = subprocess.run(  # noqa: S603 - our own command
        [str(python), str(script), token, account.appid, aes_key, "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def _oracle_python() -> Path:
    python = project_root() / ".oracles" / "main" / "bin" / "python"
    if not python.exists():
        raise Misconfigured("scripts/oracles.sh", "run it once: it installs the peers")
    return python


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process (proc(5): fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_for(port: int) -> None:
    deadline = time.perf_counter() + _START_S
    while time.perf_counter() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Misconfigured("bench", f"a server did not start at port {port}")
