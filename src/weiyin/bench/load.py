"""A load generator: kept-alive connections, each sending its next request when answered.

Runs in a process of its own, so that its work is not done by the server's interpreter.
"""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

CONNECTIONS = 64
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen: good answers, others, and how long it took; latencies in milliseconds."""

    good: int
    bad: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.good / self.seconds if self.good else 0.0


def drive(port: int, requests: list[bytes], *, core: int | None = None) -> Load:
    """Send `requests` to 127.0.0.1:`port` from another process, pinned to `core` if given."""
    if not requests:
        return Load(0, 0, 0.0, 0.0, 0.0)
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_child, args=(theirs, port, core))
    process.start()
    theirs.close()  # so that a child which dies is heard of
    try:
        ours.send(requests)
        load: Load = ours.recv()
    finally:
        process.join()
    return load


def _child(pipe: Connection, port: int, core: int | None) -> None:
    if core is not None:
        os.sched_setaffinity(0, {core})
    pipe.send(asyncio.run(_drive(port, pipe.recv())))


async def _drive(port: int, requests: list[bytes]) -> Load:
    waiting = iter(requests)
    latencies: list[float] = []
    bad = 0

    async def connection() -> None:
        nonlocal bad
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            begin = time.perf_counter()
            writer.write(request)
            status, body, closes = await answered(reader)
            latencies.append(time.perf_counter() - begin)
            bad += status != b"200" or b"Encrypt" not in body
            if closes:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    begin = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - begin
    latencies.sort()
    p50, p99 = (latencies[len(latencies) * part // 100] * 1000 for part in (50, 99))
    return Load(len(latencies) - bad, bad, seconds, p50, p99)


async def answered(reader: asyncio.StreamReader) -> tuple[bytes, bytes, bool]:
    """The response; a peer that breaks off or falls silent has given a bad one."""
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await _response(reader)
    except (TimeoutError, ValueError, OSError, asyncio.IncompleteReadError):
        return b"", b"", True


async def _response(reader: asyncio.StreamReader) -> tuple[bytes, bytes, bool]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = head[9:12]
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    length = int(lower[start : lower.index(b"\r\n", start)])
    body = await reader.readexactly(length)
    return status, body, b"connection: close" in lower
