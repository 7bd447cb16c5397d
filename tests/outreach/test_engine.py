"""The engine: workers die, platforms fall silent, parcels are poisonous, millions wait behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.checks import Sabotage
from tests.house.bank import BOOK, LI, WANG
from tests.house.made import OA, House
from tests.outreach.test_notices import happens, listening
from weiyin.base.clock import ManualClock
from weiyin.base.errors import NeedsStepUp
from weiyin.base.sender import Fate, Later, Lost, Notice, Sent
from weiyin.outreach.delivery.breaker import FAILURES, Breakers
from weiyin.outreach.delivery.courier import Courier, one_by_one
from weiyin.outreach.delivery.governor import Governor
from weiyin.outreach.delivery.queue import OutboxQueue
from weiyin.outreach.delivery.retry import MOST_ATTEMPTS, wait_before_next
from weiyin.outreach.notices.teller import HANDS
from weiyin.people.sms import Sms, put_sms
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "O04": Sabotage(
        "src/weiyin/outreach/delivery/breaker.py", "FAILURES = 5", "FAILURES = 500_000"
    ),
    "O07": Sabotage(
        "src/weiyin/outreach/delivery/deliveries.py",
        "deliveries.state IN ('trying', 'lost') AND deliveries.attempts < :most",
        "deliveries.state IN ('trying', 'lost') AND deliveries.attempts < 99",
    ),
    "O08": Sabotage(
        "src/weiyin/outreach/delivery/queue.py",
        "lane = min(one for one, _ in due)",
        "lane = max(one for one, _ in due)",
    ),
    "O09": Sabotage(
        "src/weiyin/outreach/letters.py",
        "return self.sms.text(letter.phone, letter.body, parcel.key)",
        "return self.sms.text(letter.phone, letter.body, f'{parcel.key}{parcel.attempts}')",
    ),
    "O10": Sabotage(
        "src/weiyin/outreach/delivery/courier.py", "if len(parcels) > 1:", "if len(parcels) > 99:"
    ),
}


_TEXTED = sql("SELECT key FROM outbox WHERE topic = 'sms'")


def put(
    store: Store, clock: ManualClock, topic: str, keys: Sequence[str], lane: Lane = Lane.MONEY
) -> None:
    now = clock.now()
    parcels = [(key, {"key": key}) for key in keys]
    store.run(
        lambda tx: outbox.put_many(tx, oa=OA, topic=topic, parcels=parcels, due=now, lane=lane)
    )


# -- the platform falls silent ---------------------------------------------------------------


@pytest.mark.parametrize("fate", [Lost("timeout"), Later(datetime.max.replace(tzinfo=UTC), "busy")])
def test_o04_the_breaker_opens_and_tries_again(clock: ManualClock, fate: Fate) -> None:
    breakers = Breakers()
    tries = 0
    while breakers.shut_until(OA, clock.now()) is None and tries < 20:
        breakers.heard(OA, fate, clock.now())
        tries += 1
    assert tries == FAILURES
    until = breakers.shut_until(OA, clock.now())
    assert until is not None
    assert breakers.shut_until("other", clock.now()) is None
    clock.set(until)
    assert breakers.shut_until(OA, clock.now()) is None  # one is let through
    assert breakers.shut_until(OA, clock.now()) is not None
    breakers.heard(OA, fate, clock.now())
    longer = breakers.shut_until(OA, clock.now())
    assert longer is not None
    assert longer - clock.now() > until - clock.now()
    clock.set(longer)
    breakers.heard(OA, Sent("1"), clock.now())
    assert breakers.shut_until(OA, clock.now()) is None


def test_o04_a_dead_platform_is_not_hammered_and_chat_goes_on(house: House) -> None:
    house.bind("o-wang", WANG)
    house.app.courier.drain()
    told = listening(house, Later(house.clock.now(), "-1"))
    for number in range(60):
        happens(house, key=f"k{number}")
    for _ in range(5):
        house.app.courier.drain(most_steps=50)
    assert len(told.notices) <= FAILURES + HANDS  # what was on its way, and hardly any more
    assert "余额" in house.say("o-wang", "查余额")


def test_waits_grow_and_are_spread() -> None:
    dice = Random(7)
    waits = [[wait_before_next(attempt, dice) for _ in range(200)] for attempt in range(1, 9)]
    for shorter, longer in pairwise(waits):
        assert max(shorter) <= max(longer) * 1.01
    for some in waits:
        assert len(set(some)) > 100
        assert min(some) >= max(some) * 0.49


# -- workers die -----------------------------------------------------------------------------


@dataclass
class Dying:
    """A sender whose worker dies around the call, as the test's dice say."""

    dice: Random
    heard: Counter[str] = field(default_factory=Counter)

    def notify(self, _oa: str, openid: str, _notice: Notice, key: str) -> Fate:
        drawn = self.dice.random()
        if drawn < 0.15:
            raise KeyboardInterrupt  # before the sending
        self.heard[f"{key}/{openid}"] += 1
        if drawn < 0.3:
            raise KeyboardInterrupt  # after it, before it is written down
        return Sent(key)


def test_o07_workers_die_holding_leases_and_nothing_is_lost(house: House) -> None:
    """Three workers in turn, one with a clock ten minutes ahead."""
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    house.app.courier.drain()
    sender = Dying(Random(3))
    listening(house)
    house.app.courier._handlers["notice"] = _with(house, sender)
    keys = [f"k{number}" for number in range(25)]
    for key in keys:
        happens(house, key=key)
    ahead = timedelta(0)
    for _ in range(400):
        try:
            if not house.app.courier.step():
                house.clock.advance(timedelta(seconds=31))
                if house.app.store.read(outbox.backlog) == []:
                    break
        except KeyboardInterrupt:
            ahead = timedelta(minutes=10) if not ahead else timedelta(0)
            house.clock.advance(timedelta(seconds=31) + ahead)
    texted = house.app.store.read(lambda r: r.all(_TEXTED))
    assert max(sender.heard.values()) <= 2
    for key in keys:
        notice = f"{BOOK}:{key}:o-wang"
        assert sender.heard[f"{notice}/o-wang"] or (f"notice:{notice}",) in texted


def _with(house: House, sender: Dying) -> object:
    return replace(house.app.courier._handlers["notice"], sender=sender)  # type: ignore[type-var]


# -- millions behind -------------------------------------------------------------------------


def test_o08_money_goes_before_a_campaign_and_the_oldest_first(
    store: Store, clock: ManualClock
) -> None:
    put(store, clock, "campaign", [f"m{number}" for number in range(5_000)], Lane.MARKETING)
    clock.advance(timedelta(minutes=5))
    put(store, clock, "notice", ["older"])
    clock.advance(timedelta(minutes=5))
    put(store, clock, "notice", ["newer"])
    put(store, clock, "sms", ["code"], Lane.SECURITY)
    queue = OutboxQueue(store, clock, ("campaign", "notice", "sms"), "w")
    taken = [[parcel.key for parcel in queue.take()] for _ in range(3)]
    assert taken[:2] == [["code"], ["older", "newer"]]
    assert len(taken[2]) < 50  # what comes first never waits for long
    waiting = {one.topic: one for one in store.read(outbox.backlog)}
    assert clock.now() - waiting["campaign"].oldest_due >= timedelta(minutes=9)


def test_reminders_leave_room_in_the_minute_and_in_the_day(
    store: Store, clock: ManualClock
) -> None:
    used = {OA: 0}
    governor = Governor({OA: 100}, lambda oa: used[oa], a_minute=20)
    put(store, clock, "reminder", [f"r{number}" for number in range(100)], Lane.REMINDER)
    queue = OutboxQueue(store, clock, ("reminder", "notice"), "w", governor)
    assert len(queue.take()) == 32
    assert queue.take() == []
    put(store, clock, "notice", ["n"])
    [urgent] = queue.take()
    assert urgent.key == "n"
    queue.settle([(urgent, Sent("1"))])
    clock.advance(timedelta(minutes=1))
    assert len(queue.take()) == 32
    used[OA] = 95
    clock.advance(timedelta(minutes=1))
    until = governor.put_off(OA, Lane.REMINDER, clock.now())
    assert until is not None
    assert until > clock.now() + timedelta(hours=12)
    assert governor.put_off(OA, Lane.MONEY, clock.now()) is None


# -- poison ----------------------------------------------------------------------------------


def test_o10_a_poisonous_parcel_is_set_aside_and_the_rest_flows(
    store: Store, clock: ManualClock
) -> None:
    heard: list[str] = []

    def tell(parcels: Sequence[Parcel]) -> list[Fate]:
        if any(parcel.key == "poison" for parcel in parcels):
            raise ValueError("template error")
        heard.extend(parcel.key for parcel in parcels)
        return [Sent("1") for _ in parcels]

    put(store, clock, "notice", ["a", "poison", "b", "c"])
    courier = Courier(store, clock, {"notice": tell})
    courier.step()
    assert sorted(heard) == ["a", "b", "c"]
    for _ in range(MOST_ATTEMPTS + 2):
        clock.advance(timedelta(hours=1))
        courier.drain()
    assert store.read(outbox.set_aside_count) == {"notice": 1}
    assert store.read(outbox.backlog) == []


# -- text messages ---------------------------------------------------------------------------


def test_o09_a_text_message_goes_out_under_one_key(house: House) -> None:
    """The gateway is slow, then busy, then takes it: always the same message to it."""
    keys: list[str] = []
    busy = Later(house.clock.now(), "busy")
    fates: list[Fate] = [busy, busy, Sent("1")]

    class Gateway:
        def text(self, _phone: str, _body: str, key: str) -> Fate:
            keys.append(key)
            return fates.pop(0)

    letters = house.app.courier._handlers["sms"]
    house.app.courier._handlers["sms"] = _through(letters, Gateway())
    now = house.clock.now()
    sms = Sms("13800000000", "x")
    house.app.store.run(
        lambda tx: put_sms(tx, sealer=house.app.sealer, oa=OA, key="s1", sms=sms, due=now)
    )
    for _ in range(4):
        house.app.courier.drain()
        house.clock.advance(timedelta(minutes=1))
    assert keys == ["s1"] * 3


def _through(handler: object, gateway: object) -> object:
    inner: Callable[[Parcel], Fate] = handler.__closure__[0].cell_contents  # type: ignore[attr-defined]
    letters = inner.__self__  # type: ignore[attr-defined]
    return one_by_one(replace(letters, sms=gateway).text)


def test_o09_an_old_code_is_dead_once_a_new_one_is_sent(house: House) -> None:
    house.bind("o-wang", WANG)
    house.bind("o-li", LI)
    house.texts()
    session = house.session("o-wang")
    values = {"payee": "李雷", "account": LI.debit, "amount": "100"}
    handle = house.app.counter.start(session, "transfer_same_bank", values).handle  # type: ignore[union-attr]
    codes = []
    for _ in range(2):
        house.clock.advance(timedelta(minutes=1, seconds=1))
        house.app.counter.send_code(session, handle)
        codes.append(house.code())
    assert codes[0] != codes[1]
    with pytest.raises(NeedsStepUp):
        house.app.counter.confirm(session, handle, codes[0])
    assert house.app.counter.confirm(session, handle, codes[1]).status == "ok"
