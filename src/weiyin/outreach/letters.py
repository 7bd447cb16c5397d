"""The other things in the outbox: text messages, and replies that missed their five seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.base.clock import Clock
from weiyin.base.reply import Reply, Say
from weiyin.base.sender import Fate, Later, Lost, Never, Sender, Sent, SmsSender
from weiyin.outreach.delivery import deliveries
from weiyin.people.sms import TOPIC as SMS
from weiyin.people.sms import open_sms
from weiyin.storage import inbox, outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx

__all__ = ["LATE", "SMS", "Letters", "put_late"]

LATE = "late"
_WAIT = timedelta(seconds=1)
_GIVE_UP_ATTEMPT = 7
_SORRY = Say("抱歉，您刚才的问题没有处理完。请再说一遍，我马上为您办理。")


def put_late(tx: Tx, *, oa: str, openid: str, key: str, due: datetime) -> None:
    """Queue the reply to the message `key`, stored now or soon, as a customer-service message."""
    outbox.put(
        tx, oa=oa, topic=LATE, key=key, payload={"openid": openid}, due=due, lane=Lane.SECURITY
    )


@dataclass(frozen=True, slots=True)
class Letters:
    """Handlers for the topics `sms` and `late`. `decode` reads a stored reply."""

    store: Store
    clock: Clock
    sealer: Sealer
    sender: Sender
    sms: SmsSender
    decode: Callable[[bytes], Reply]

    def text(self, parcel: Parcel) -> Fate:
        """Send a text message. Its code outlives no silence: an unknown outcome is not repeated."""
        letter = open_sms(self.sealer, parcel)
        return self.sms.text(letter.phone, letter.body, parcel.key)

    def reply(self, parcel: Parcel) -> Fate:
        """Send a late reply once it is stored; own up when the asking was lost with a process."""
        oa, openid, key = parcel.oa, parcel.payload["openid"], parcel.key
        stored = self.store.read(lambda reader: inbox.stored_answer(reader, oa, key))
        now = self.clock.now()
        if stored is None and parcel.attempts < _GIVE_UP_ATTEMPT:
            return Later(now + _WAIT, "not answered yet")
        if not self.store.run(lambda tx: deliveries.begin(tx, oa, key, openid, "wechat", now)):
            return Sent("told before")
        fate = self.sender.reply_later(oa, openid, self.decode(stored) if stored else _SORRY, key)
        self.store.run(lambda tx: deliveries.end(tx, oa, key, openid, "wechat", fate, now))
        # A reply is a courtesy, not money: told twice is worse than told never.
        return Never(fate.why) if isinstance(fate, Lost) else fate
