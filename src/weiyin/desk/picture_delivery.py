"""Fetching a customer's picture from the channel, for the person who serves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, Refused, WeiyinError
from weiyin.base.sender import Fate, Later, Never, Sent
from weiyin.desk import message, picture
from weiyin.desk.fitting import fit
from weiyin.desk.putting import changed
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

Fetch = Callable[[str, str], bytes]
"""(account, media id) to the file as it was sent. Raises what the channel raises."""
_GIVE_UP_ATTEMPT = 6
_SOON = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class PictureCourier:
    """Handles parcels of topic `desk_picture`."""

    store: Store
    clock: Clock
    sealer: Sealer
    fetch: Fetch

    def deliver(self, parcel: Parcel) -> Fate:
        place = parcel.payload["conversation_id"], parcel.payload["seq"]
        try:
            jpeg = fit(self.fetch(parcel.oa, parcel.payload["media_id"]))
        except (BadInput, Refused) as fault:
            return self._unfit(*place, str(fault))
        except WeiyinError as fault:
            if parcel.attempts < _GIVE_UP_ATTEMPT:
                return Later(self.clock.now() + _SOON, str(fault))
            return self._unfit(*place, str(fault))
        self.store.run(partial(self._keep, conversation_id=place[0], seq=place[1], jpeg=jpeg))
        return Sent(parcel.key)

    def _keep(self, tx: Tx, conversation_id: str, seq: int, jpeg: bytes) -> None:
        """Unless the talk was erased meanwhile."""
        now = self.clock.now()
        if message.set_fate(tx, conversation_id, seq, picture.FETCHING, picture.SHOWN):
            picture.keep(tx, self.sealer, conversation_id, seq, jpeg, now)
            changed(tx, conversation_id, now)

    def _unfit(self, conversation_id: str, seq: int, why: str) -> Fate:
        def note(tx: Tx) -> None:
            message.set_fate(tx, conversation_id, seq, picture.FETCHING, picture.UNFIT)
            changed(tx, conversation_id, self.clock.now())

        self.store.run(note)
        return Never(why)
