"""The port between the courier and whatever holds the parcels: the outbox table, or JetStream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from weiyin.base.clock import Clock
from weiyin.base.sender import Fate, Later, Lost, Never, Sent
from weiyin.outreach.delivery.governor import Governor
from weiyin.outreach.delivery.retry import MOST_ATTEMPTS
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Store, Tx

LEASE_SECONDS = 30.0
BATCH = {Lane.SECURITY: 32, Lane.MONEY: 256, Lane.REMINDER: 32, Lane.MARKETING: 16}
"""How many at once. What comes first waits for a batch of what comes last, so that one is small."""


class Queue(Protocol):
    """Parcels to deliver: taken for a while, then settled by their fates."""

    def take(self) -> list[Parcel]:
        """Some parcels of the first lane that has any due; nobody else has them meanwhile."""
        ...

    def settle(self, settled: Sequence[tuple[Parcel, Fate]]) -> None:
        """Sent: over. Later: due again. Never, Lost, or Later too often: set aside for people."""
        ...


@dataclass(frozen=True, slots=True)
class OutboxQueue:
    """The outbox itself. `name` must differ between the workers of one store."""

    store: Store
    clock: Clock
    topics: Sequence[str]
    name: str
    governor: Governor | None = None

    def take(self) -> list[Parcel]:
        now = self.clock.now()
        lanes = self.governor.open_lanes(now) if self.governor else tuple(Lane)
        found = self.store.read(lambda reader: outbox.due(reader, self.topics, now))
        due = {(lane, topic) for lane, topic in found if lane in lanes}
        if not due:
            return []
        lane = min(one for one, _ in due)
        topics = [topic for topic in self.topics if (lane, topic) in due]
        taken = self.store.run(
            lambda tx: outbox.lease(tx, topics, self.name, now, LEASE_SECONDS, BATCH[lane], [lane])
        )
        if self.governor:
            self.governor.took(lane, len(taken), now)
        return taken

    def settle(self, settled: Sequence[tuple[Parcel, Fate]]) -> None:
        def work(tx: Tx) -> None:
            now = self.clock.now()
            for parcel, fate in settled:
                match final(parcel, fate):
                    case Sent():
                        outbox.done(tx, parcel, now)
                    case Later(when, why):
                        outbox.later(tx, parcel, when, why)
                    case Never(why) | Lost(why):
                        outbox.park(tx, parcel, why, now)

        self.store.run(work)


def final(parcel: Parcel, fate: Fate) -> Fate:
    """The fate of a parcel, where `Later` after too many attempts has become `Never`."""
    if isinstance(fate, Later) and parcel.attempts >= MOST_ATTEMPTS:
        return Never(fate.why)
    return fate
