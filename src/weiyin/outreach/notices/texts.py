"""短信补发: what WeChat did not tell, told by text message to the phone that the bank knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from weiyin.bank.core import Core
from weiyin.base.ask import Ask
from weiyin.base.clock import Clock
from weiyin.base.sender import Fate, Never, Sent
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.notices.fan_out import NOTICE
from weiyin.outreach.notices.kind import Telling
from weiyin.outreach.notices.register import KINDS
from weiyin.people.sms import Sms, put_sms
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Store, Tx

NOTICE_TEXT = "notice_text"
"""A notice, by its key, that is to go by text message."""


def put_text(tx: Tx, oa: str, notice_key: str, due: datetime, lane: Lane = Lane.MONEY) -> None:
    """Queue the notice of that key to go by text message, once."""
    outbox.put(tx, oa=oa, topic=NOTICE_TEXT, key=notice_key, payload={}, due=due, lane=lane)


def on_event(tx: Tx, ask: Ask) -> None:
    """WeChat tells what became of a notice: what did not arrive goes by text message."""
    failed_key = deliveries.on_event(tx, ask)
    if failed_key:
        put_text(tx, ask.oa, failed_key, ask.at)


@dataclass(frozen=True, slots=True)
class Texts:
    """Handler of the topic `notice_text`. `look` says whether it is still to be told."""

    store: Store
    clock: Clock
    sealer: Sealer
    cores: Mapping[str, Core]
    look: Callable[[Reader, Mapping[str, Core], Parcel], Telling | Never]

    def __call__(self, parcel: Parcel) -> Fate:
        told = self.store.read(lambda r: outbox.find(r, parcel.oa, NOTICE, parcel.key))
        if told is None:
            return Never("nothing is known of this notice")
        found = self.store.read(lambda reader: self.look(reader, self.cores, told))
        if isinstance(found, Never):
            return found
        fact = found.fact
        if not fact.get("customer_no"):
            return Never("no phone is known of who is not bound")
        core = self.cores[fact["book"]]
        phone = self.store.read(lambda r: core.books(r).reserved_phone(fact["customer_no"]))
        notice = KINDS[told.payload["kind"]].words(found)
        self.store.run(lambda tx: self._put(tx, parcel, Sms(phone, notice.text)))
        return Sent("text message")

    def _put(self, tx: Tx, parcel: Parcel, sms: Sms) -> None:
        put_sms(
            tx,
            sealer=self.sealer,
            oa=parcel.oa,
            key=f"notice:{parcel.key}",
            sms=sms,
            due=self.clock.now(),
        )
