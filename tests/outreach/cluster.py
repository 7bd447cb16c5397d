"""Three NATS servers on this machine, whose leader can be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from weiyin.base.ports import free_port

_SERVER = Path(sys.executable).with_name("nats-server")


@dataclass
class Cluster:
    processes: dict[str, subprocess.Popen[bytes]]
    clients: list[int]
    monitors: dict[str, int]

    @property
    def servers(self) -> list[str]:
        return [f"nats://127.0.0.1:{port}" for port in self.clients]

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                if all(self._look(name)["meta_cluster"]["leader"] for name in self.processes):
                    return
            except (OSError, KeyError):
                pass
            time.sleep(0.05)
        raise TimeoutError("no leader")

    def leader_of(self, stream: str) -> str:
        """The name of the server that leads `stream`."""
        for name in self.processes:
            for account in self._look(name, "?streams=1").get("account_details", []):
                for one in account.get("stream_detail", []):
                    if one["name"] == stream:
                        return str(one["cluster"]["leader"])
        raise LookupError(stream)

    def kill(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def _look(self, name: str, query: str = "") -> dict[str, object]:
        address = f"http://127.0.0.1:{self.monitors[name]}/jsz{query}"
        with urllib.request.urlopen(address, timeout=2) as answer:
            return json.load(answer)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster of three; all of it ends with the block."""
    names = ("n1", "n2", "n3")
    clients, routes, monitors = ([free_port() for _ in names] for _ in range(3))
    peers = ",".join(f"nats://127.0.0.1:{port}" for port in routes)
    processes = {
        name: subprocess.Popen(
            [
                _SERVER, "-a", "127.0.0.1", "-p", str(client), "-m", str(monitor), "-n", name,
                "-js", "-sd", folder / name, "-cluster_name", "weiyin", "-routes", peers,
                "-cluster", f"nats://127.0.0.1:{route}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name, client, route, monitor in zip(names, clients, routes, monitors, strict=True)
    }  # fmt: skip
    made = Cluster(processes, clients, dict(zip(names, monitors, strict=True)))
    try:
        made.wait_until_ready()
        yield made
    finally:
        for one in processes.values():
            if one.poll() is None:
                one.kill()
            one.wait()
