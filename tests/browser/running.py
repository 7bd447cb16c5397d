"""`weiyin demo` as a newcomer starts it: real processes on free ports, ended with the block."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from weiyin.base.ports import free_port

_START_S = 90.0
_STOP_S = 15.0
_PAUSE_S = 0.05


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """The demo with its home in `folder`; the address of the phone."""
    port = free_port(2)
    log = folder / "demo.log"
    command = [sys.executable, "-m", "weiyin", "demo", "--no-train", "--home", str(folder / "home")]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=out, stderr=subprocess.STDOUT
        )
    try:
        _await_ready(process, port + 1, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(_PAUSE_S)
    raise AssertionError(f"the demo did not start: {log.read_text()}")
