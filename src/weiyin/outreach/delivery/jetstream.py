"""The queue on many machines: NATS JetStream, filled from the outbox.

    outbox ──relay──> stream WEIYIN, weiyin.{lane}.{topic} ──pull, explicit ack──> courier

The relay is part of taking: every worker moves some parcels from the outbox into the stream, under
the parcel's id, which the stream's duplicate window drops when it comes twice; a row is closed only
when the stream has acknowledged it. What a worker took and did not settle comes back after a while,
as with a lease. A stream of work queues with three replicas outlives the death of its leader.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.client import JetStreamContext

from weiyin.base.errors import TryLater
from weiyin.base.sender import Fate, Later, Lost, Never, Sent
from weiyin.outreach.delivery.queue import BATCH, LEASE_SECONDS, OutboxQueue, final
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Tx

log = structlog.get_logger(__name__)

T = TypeVar("T")

STREAM = "WEIYIN"
_DUPLICATES_SECONDS = 120.0
_CALL_SECONDS = 10.0
_WAIT_SECONDS = 0.05
_AGAIN = timedelta(seconds=1)
_FAULTS = (NatsError, OSError, asyncio.TimeoutError)


class JetStreamQueue:
    """A `Queue` for one courier. Raises `TryLater` while the cluster has no leader.

    What is in `source` goes through the stream; what is `here` stays where it is.
    """

    def __init__(
        self, source: OutboxQueue, here: OutboxQueue, servers: Sequence[str], replicas: int = 3
    ) -> None:
        self._source = source
        self._here = here
        self._servers = list(servers)
        self._replicas = replicas
        self._held: dict[str, Msg] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="nats", daemon=True)
        self._thread.start()
        self._client: Client | None = None
        self._stream: JetStreamContext | None = None
        self._consumers: dict[Lane, JetStreamContext.PullSubscription] = {}

    def take(self) -> list[Parcel]:
        if found := self._here.take():
            return found
        self._relay(self._source.take())
        return self._call(self._fetch())

    def settle(self, settled: Sequence[tuple[Parcel, Fate]]) -> None:
        held = [one for one in settled if one[0].parcel_id in self._held]
        if held:
            self._settle_held(held)
        if len(held) < len(settled):
            self._here.settle([one for one in settled if one not in held])

    def _settle_held(self, settled: Sequence[tuple[Parcel, Fate]]) -> None:
        given_up = [
            (parcel, fate.why)
            for parcel, fate in ((parcel, final(parcel, fate)) for parcel, fate in settled)
            if isinstance(fate, (Never, Lost))
        ]
        if given_up:
            now = self._source.clock.now()
            self._source.store.run(
                lambda tx: [outbox.set_aside(tx, parcel, why, now) for parcel, why in given_up]
            )
        self._call(self._answer(settled))

    def close(self) -> None:
        """Let go of the connection; what was taken and not settled comes back to others."""
        if self._client is not None:
            with suppress(TryLater):
                self._call(self._client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CALL_SECONDS)
        self._loop.close()

    def _relay(self, parcels: Sequence[Parcel]) -> None:
        if not parcels:
            return
        taken = self._call(self._publish(parcels))
        now = self._source.clock.now()

        def note(tx: Tx) -> None:
            for parcel, is_in in zip(parcels, taken, strict=True):
                if is_in:
                    outbox.done(tx, parcel, now)
                else:
                    outbox.later(tx, parcel, now + _AGAIN, "the stream did not take it")

        self._source.store.run(note)

    async def _publish(self, parcels: Sequence[Parcel]) -> list[bool]:
        stream = await self._connected()
        heard = await asyncio.gather(
            *(
                stream.publish(
                    _subject(parcel),
                    _to_wire(parcel),
                    headers={"Nats-Msg-Id": parcel.parcel_id},
                    timeout=_CALL_SECONDS / 2,
                )
                for parcel in parcels
            ),
            return_exceptions=True,
        )
        return [not isinstance(one, BaseException) for one in heard]

    async def _fetch(self) -> list[Parcel]:
        await self._connected()
        for lane, consumer in self._consumers.items():
            try:
                messages = await consumer.fetch(BATCH[lane], timeout=_WAIT_SECONDS)
            except TimeoutError:
                continue
            parcels = [_from_wire(message) for message in messages]
            self._held.update(
                (parcel.parcel_id, message)
                for parcel, message in zip(parcels, messages, strict=True)
            )
            return parcels
        return []

    async def _answer(self, settled: Sequence[tuple[Parcel, Fate]]) -> None:
        now = self._source.clock.now()
        for parcel, fate in settled:
            message = self._held.pop(parcel.parcel_id)
            match final(parcel, fate):
                case Sent():
                    await message.ack()
                case Later(when):
                    await message.nak(delay=_seconds(when, now))
                case Never() | Lost():
                    await message.term()
        assert self._client is not None
        await self._client.flush()

    async def _connected(self) -> JetStreamContext:
        if self._stream is not None:
            return self._stream
        if self._client is None:
            self._client = await nats.connect(
                self._servers, max_reconnect_attempts=-1, reconnect_time_wait=0.2,
                error_cb=_heard_of,
            )  # fmt: skip
        stream = self._client.jetstream()
        await stream.add_stream(
            StreamConfig(
                name=STREAM,
                subjects=["weiyin.>"],
                retention=RetentionPolicy.WORK_QUEUE,
                storage=StorageType.FILE,
                num_replicas=self._replicas,
                duplicate_window=_DUPLICATES_SECONDS,
            )
        )
        for lane in Lane:
            self._consumers[lane] = await stream.pull_subscribe(
                f"weiyin.{lane.value}.>",
                durable=f"lane-{lane.value}",
                config=ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, ack_wait=LEASE_SECONDS),
            )
        self._stream = stream
        return stream

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it on the connection's own thread. Raises `TryLater` for what the cluster refuses."""
        doing = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return doing.result(2 * _CALL_SECONDS)
        except _FAULTS as fault:
            raise TryLater(f"JetStream: {type(fault).__name__} {fault}") from fault


async def _heard_of(fault: Exception) -> None:
    log.warning("nats", error=type(fault).__name__, why=str(fault))


def _subject(parcel: Parcel) -> str:
    return f"weiyin.{parcel.lane}.{parcel.topic}"


def _to_wire(parcel: Parcel) -> bytes:
    return msgspec.json.encode(parcel)


def _from_wire(message: Msg) -> Parcel:
    found = msgspec.json.decode(message.data, type=Parcel)
    return replace(found, attempts=message.metadata.num_delivered)


def _seconds(when: datetime, now: datetime) -> float:
    return max((when - now).total_seconds(), 0.0)
