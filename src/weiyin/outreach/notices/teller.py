"""The teller: takes notices a batch at a time, looks once more, sends them side by side.

Looking, taking up, writing down are one unit each for the whole batch; only the sending is one by
one, on a few threads. A notice is told at most once a person and channel, or twice when WeChat was
silent the first time; what WeChat will not tell goes by text message.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from weiyin.bank.core import Core
from weiyin.base.clock import Clock
from weiyin.base.sender import Fate, Later, Lost, Never, Sender, Sent
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.delivery.breaker import Breakers
from weiyin.outreach.delivery.governor import Governor
from weiyin.outreach.notices.kind import NoticeKind, Telling
from weiyin.outreach.notices.register import KINDS
from weiyin.outreach.notices.texts import put_text
from weiyin.outreach.preferences import ALL_ACCOUNTS, Channel, preference_of
from weiyin.people.who import access_holders, access_owners
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Reader, Store, Tx

HANDS = 16
"""Notices on their way to WeChat at once, in one worker."""
_RESEND_AFTER = timedelta(seconds=30)
TRIES_BEFORE_TEXT = 6
"""WeChat was busy or out of reach that often: the next way is taken."""


_Begun = tuple[Telling, int] | Fate
"""The telling and which attempt it is, or what is known of it without sending."""


def look(reader: Reader, cores: Mapping[str, Core], parcel: Parcel) -> Telling | Never:
    """What is to be told, as the person wants it now; `Never` when it is not any more."""
    fact, openid = parcel.payload["fact"], parcel.payload["openid"]
    kind = KINDS[parcel.payload["kind"]]
    if not _is_theirs(reader, parcel):
        return Never("no longer bound")
    account_no = fact.get("account_no", ALL_ACCOUNTS)
    wanted = preference_of(reader, parcel.oa, openid, account_no)
    telling = Telling(fact, parcel.payload["tail"], wanted)
    if not kind.goes_to(telling):
        return Never("no longer wanted")
    if fact.get("book") and kind.is_over(fact, cores[fact["book"]].books(reader)):
        return Never("over before it was told")
    return telling


def _is_theirs(reader: Reader, parcel: Parcel) -> bool:
    fact, openid = parcel.payload["fact"], parcel.payload["openid"]
    if fact.get("account_no"):
        bound = access_owners(reader, parcel.oa, fact["account_no"])
    elif fact.get("customer_no"):
        bound = access_holders(reader, parcel.oa, fact["customer_no"])
    else:
        return True
    return any(owner == openid for owner, _ in bound)


@dataclass(frozen=True, slots=True)
class Teller:
    """Handler of the topic `notice`."""

    store: Store
    clock: Clock
    sender: Sender
    cores: Mapping[str, Core]
    breakers: Breakers
    governor: Governor
    hands: Executor

    def __call__(self, parcels: Sequence[Parcel]) -> list[Fate]:
        looked = self.store.read(lambda r: [self._look(r, parcel) for parcel in parcels])
        begun = self.store.run(
            lambda tx: [self._begin(tx, *pair) for pair in zip(parcels, looked, strict=True)]
        )
        fates = self._send_all(parcels, begun)
        steps = list(zip(parcels, begun, fates, strict=True))
        return self.store.run(lambda tx: [self._note(tx, *step) for step in steps])

    def _look(self, reader: Reader, parcel: Parcel) -> Telling | Fate:
        found = look(reader, self.cores, parcel)
        if isinstance(found, Never):
            return found
        now, lane = self.clock.now(), _kind(parcel).lane
        quiet = found.wanted.quiet
        until = quiet.until(now) if quiet and lane is not Lane.SECURITY else None
        if until is not None:
            return Later(until, "quiet hours")
        until = self.governor.put_off(parcel.oa, lane, now)
        if until is not None:
            return Later(until, "the day's messages are kept for what is more urgent")
        shut = self.breakers.shut_until(parcel.oa, now)
        if shut is not None and not _is_last_try(parcel):
            return Later(shut, "WeChat is not to be reached")
        return found

    def _begin(self, tx: Tx, parcel: Parcel, found: Telling | Fate) -> _Begun:
        if not isinstance(found, Telling) or found.wanted.channels[0] is Channel.SMS:
            return _chosen_text(found)
        openid = parcel.payload["openid"]
        attempt = deliveries.begin(tx, parcel.oa, parcel.key, openid, "wechat", self.clock.now())
        if attempt:
            return found, attempt
        if deliveries.is_unknown(tx, parcel.oa, parcel.key, openid, "wechat"):
            return BY_TEXT if may_text(found, _kind(parcel)) else Sent("told, or not: not known")
        return Sent("told before")

    def _send_all(self, parcels: Sequence[Parcel], begun: Sequence[_Begun]) -> list[Fate]:
        """Side by side: each hand takes the next that nobody has, until none is left.

        When the platform falls silent meanwhile, the rest is not sent: each would wait for its
        whole deadline, and the leases run out.
        """
        began = self.clock.now()
        left = deque(zip(range(len(parcels)), parcels, begun, strict=True))
        fates: dict[int, Fate] = {}

        def work() -> None:
            while left:
                try:
                    place, parcel, one = left.popleft()
                except IndexError:  # another hand took the last
                    return
                fates[place] = self._send(parcel, one, began)

        sending = [self.hands.submit(work) for _ in range(min(HANDS, len(parcels)))]
        wait(sending)
        for one in sending:
            one.result()
        return [fates[place] for place in range(len(parcels))]

    def _send(self, parcel: Parcel, begun: _Begun, began: datetime) -> Fate:
        if not isinstance(begun, tuple):
            return begun
        shut = self.breakers.opened_since(parcel.oa, began)
        if shut is not None:
            return Later(shut, "WeChat is not to be reached")
        notice = _kind(parcel).words(begun[0])
        fate = self.sender.notify(parcel.oa, parcel.payload["openid"], notice, parcel.key)
        self.breakers.heard(parcel.oa, fate, self.clock.now())
        return fate

    def _note(self, tx: Tx, parcel: Parcel, begun: _Begun, fate: Fate) -> Fate:
        """Write down what became of it; what becomes of the parcel."""
        now = self.clock.now()
        if not isinstance(begun, tuple):
            if begun is BY_TEXT:
                put_text(tx, parcel.oa, parcel.key, now, _kind(parcel).lane)
                return Sent("text message")
            return begun
        telling, attempt = begun
        openid = parcel.payload["openid"]
        failed = deliveries.end(tx, parcel.oa, parcel.key, openid, "wechat", fate, now)
        if not (failed or _is_given_up(parcel, fate, attempt)):
            return Later(now + _RESEND_AFTER, fate.why) if isinstance(fate, Lost) else fate
        if not may_text(telling, _kind(parcel)):
            return Sent("kept in the message centre")
        put_text(tx, parcel.oa, parcel.key, now, _kind(parcel).lane)
        return Sent("text message")


BY_TEXT = Never("by text message")
"""They chose it, or nobody knows what became of WeChat's twice."""


def may_text(telling: Telling, kind: NoticeKind) -> bool:
    """Security reaches the phone whatever was chosen."""
    return Channel.SMS in telling.wanted.channels or kind.lane is Lane.SECURITY


def _chosen_text(found: Telling | Fate) -> Fate:
    return BY_TEXT if isinstance(found, Telling) else found


def _is_given_up(parcel: Parcel, fate: Fate, attempt: int) -> bool:
    match fate:
        case Never():
            return True
        case Lost():
            return attempt >= deliveries.TELL_AGAIN
        case Later():
            return _is_last_try(parcel)
        case Sent():
            return False


def _is_last_try(parcel: Parcel) -> bool:
    return parcel.attempts >= TRIES_BEFORE_TEXT


def _kind(parcel: Parcel) -> NoticeKind:
    return KINDS[parcel.payload["kind"]]
