"""Carrying out a held top-up: ask the carrier, then post the hold or let it go, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from weiyin.bank import holds
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.ledger import find_entry
from weiyin.bank.spending import give_back
from weiyin.bank.topup import (
    TOPIC,
    Declined,
    NotKnown,
    ToppedUp,
    Topup,
    TopupProvider,
    TopupState,
    find_topup,
    move_topup,
    settling_key,
)
from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, Unknown
from weiyin.base.mask import mask_phone
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)


def settle_topup(
    store: Store, core: EmbeddedCore, parcel: Parcel, provider: TopupProvider, clock: Clock
) -> TopupState:
    """One step for one parcel of topic "topup". Returns the state the order is in afterwards.

    That the carrier is about to be asked is made durable first: after a crash the order is looked
    up there before it could be asked a second time.
    """
    assert parcel.topic == TOPIC
    key = str(parcel.payload["key"])
    found = store.read(lambda reader: find_topup(reader, core.book, core.sealer, key))
    if found is None:
        raise Broken(f"a parcel for top-up {key}, which does not exist")
    if found.state in {TopupState.DONE, TopupState.DECLINED}:
        store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
        return found.state
    if found.state is TopupState.HELD:
        store.run(partial(_about_to_ask, core=core, found=found, clock=clock))
        fate = _ask(provider, found)
        found = replace(found, state=TopupState.ASKED)
    else:
        fate = _look(provider, found)
    return _settle(store, core, parcel, found, fate, clock)


def _about_to_ask(tx: Tx, *, core: EmbeddedCore, found: Topup, clock: Clock) -> bool:
    return move_topup(tx, core.book, found, TopupState.ASKED, clock.now())


def _ask(provider: TopupProvider, found: Topup) -> ToppedUp | Declined | NotKnown:
    try:
        return provider.top_up(found.key, found.phone, found.amount, found.carrier)
    except (TryLater, Unknown) as error:
        return NotKnown(str(error))


def _look(provider: TopupProvider, found: Topup) -> ToppedUp | Declined | NotKnown:
    try:
        seen = provider.look(found.key)
    except (TryLater, Unknown) as error:
        return NotKnown(str(error))
    return _ask(provider, found) if seen is None else seen


def _settle(
    store: Store, core: EmbeddedCore, parcel: Parcel, found: Topup,
    fate: ToppedUp | Declined | NotKnown, clock: Clock,
) -> TopupState:  # fmt: skip
    def post(tx: Tx, reference: str) -> TopupState:
        now = clock.now()
        if move_topup(tx, core.book, found, TopupState.DONE, now, reference):
            key = settling_key(found.key)
            holds.post_hold(tx, core.book, key, found.hold_no, now, kind=TOPIC, rng=core.rng)
        outbox.done(tx, parcel, now)
        return TopupState.DONE

    def void(tx: Tx) -> TopupState:
        now = clock.now()
        if move_topup(tx, core.book, found, TopupState.DECLINED, now):
            key = settling_key(found.key)
            holds.void_hold(tx, core.book, key, found.hold_no, now, core.rng)
            held = find_entry(tx, core.book, found.hold_no)
            payer, fen = held.legs[0].account_no, found.amount.fen
            give_back(tx, core.book, found.customer_no, payer, fen, held.at, now)
            put_event(tx, _refused(core.book, found, now))
        outbox.done(tx, parcel, now)
        return TopupState.DECLINED

    match fate:
        case ToppedUp(reference):
            return store.run(lambda tx: post(tx, reference))
        case Declined():
            return store.run(void)
        case NotKnown(why):
            again = clock.now() + min(_FIRST_WAIT * 2 ** min(parcel.attempts, 20), _LONGEST_WAIT)
            store.run(lambda tx: outbox.later(tx, parcel, again, why))
            return TopupState.ASKED


def _refused(book: str, found: Topup, now: datetime) -> CustomerEvent:
    return CustomerEvent(
        book=book,
        customer_no=found.customer_no,
        kind="topup_refused",
        title="手机充值未成功",
        facts=(
            ("充值号码", mask_phone(found.phone)),
            ("金额", f"{found.amount}元"),
            ("结果", "款项已退回原账户"),
        ),
        at=now,
        key=f"topup:{found.key}:refused",
    )
