"""What the desk put into the outbox, on its way to the customer. Told twice is worse than never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import Clock
from weiyin.base.reply import Say
from weiyin.base.sender import Fate, Later, Lost, Never, Sender, Sent
from weiyin.desk import conversation, message
from weiyin.desk.putting import changed
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

_GIVE_UP_ATTEMPT = 6


@dataclass(frozen=True, slots=True)
class DeskCourier:
    """Delivers parcels of topic `desk`: their words lie sealed in the conversation."""

    store: Store
    clock: Clock
    sealer: Sealer
    sender: Sender

    def deliver(self, parcel: Parcel) -> Fate:
        conversation_id, seq = parcel.payload["conversation_id"], parcel.payload["seq"]
        to = self.store.read(lambda reader: conversation.find(reader, conversation_id))
        said = self.store.read(
            lambda reader: message.by_seq(reader, self.sealer, conversation_id, seq)
        )
        if said is None:
            return Never("there is no such message")
        if not self._step(conversation_id, seq, "queued", "sending"):
            # A courier died between sending and noting it down: it may have arrived.
            return self._ended(conversation_id, seq, Never("told before, or lost"), "lost")
        fate = self.sender.reply_later(parcel.oa, to.openid, Say(said.words), parcel.key)
        if isinstance(fate, Later) and parcel.attempts < _GIVE_UP_ATTEMPT:
            self._step(conversation_id, seq, "sending", "queued")
            return fate
        if isinstance(fate, Lost):
            return self._ended(conversation_id, seq, Never(fate.why), "lost")
        if isinstance(fate, Later):
            fate = Never(fate.why)
        ended = "sent" if isinstance(fate, Sent) else "never"
        return self._ended(conversation_id, seq, fate, ended)

    def _ended(self, conversation_id: str, seq: int, fate: Fate, word: str) -> Fate:
        self._step(conversation_id, seq, "sending", word)
        return fate

    def _step(self, conversation_id: str, seq: int, before: str, after: str) -> bool:
        now = self.clock.now()
        return self.store.run(lambda tx: _step(tx, conversation_id, seq, before, after, now))


def _step(tx: Tx, conversation_id: str, seq: int, before: str, after: str, now: datetime) -> bool:
    moved = message.set_fate(tx, conversation_id, seq, before, after)
    if moved and after != "sending":
        changed(tx, conversation_id, now)
    return moved
