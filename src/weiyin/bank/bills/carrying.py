"""Carrying out an order: the provider is asked once, and then looked up until it has answered.

That it is about to be asked is made durable first. Whoever comes later (after a crash, a silence,
an expired lease) looks the order up there before it could be asked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from weiyin.bank.bills.ending import hear, hear_of_return
from weiyin.bank.bills.making import TOPIC
from weiyin.bank.bills.orders import OPEN, Order, State, find_order, move_order
from weiyin.bank.bills.provider import Fate, Instruction, Provider, Unclear
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.clock import Clock
from weiyin.base.errors import Broken, TryLater, Unknown
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)


def carry_out(store: Store, core: EmbeddedCore, parcel: Parcel, clock: Clock) -> State:
    """One step for one parcel of topic "bill". Returns the state the order is in afterwards.

    The parcel is closed or put off here.
    """
    assert parcel.topic == TOPIC
    found = _find(store, core, str(parcel.payload["key"]))
    if found.state not in OPEN:
        store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
        return found.state
    provider = core.billing.asked()
    if found.state is State.RETURNING:
        fate = _asked(lambda: provider.give_back(found.key))
    elif found.state is State.HELD:
        if not store.run(partial(_about_to_ask, core=core, found=found, now=clock.now())):
            return _find(store, core, found.key).state
        fate = _pay(provider, replace(found, state=State.ASKED))
    else:
        fate = _look(provider, found)
    return store.run(partial(_hear, core=core, parcel=parcel, found=found, fate=fate))


def _about_to_ask(tx: Tx, *, core: EmbeddedCore, found: Order, now: datetime) -> bool:
    return move_order(tx, core.sealer, core.book, found, State.ASKED, now)


def _pay(provider: Provider, found: Order) -> Fate:
    told = found.told
    asked = Instruction(
        found.key, found.biller, told.number, found.ref, found.amount, dict(told.more)
    )
    return _asked(lambda: provider.pay(asked))


def _look(provider: Provider, found: Order) -> Fate:
    try:
        seen = provider.look(found.key)
    except (TryLater, Unknown) as error:
        return Unclear(str(error))
    return _pay(provider, found) if seen is None else seen


def _asked(call: Callable[[], Fate]) -> Fate:
    try:
        return call()
    except (TryLater, Unknown) as error:
        return Unclear(str(error))


def _hear(tx: Tx, *, core: EmbeddedCore, parcel: Parcel, found: Order, fate: Fate) -> State:
    office = core.office(tx)
    told = hear_of_return if found.state is State.RETURNING else hear
    state = told(office, found.key, fate)
    if state not in OPEN:
        outbox.done(tx, parcel, office.now)
        return state
    again = office.now + min(_FIRST_WAIT * 2 ** min(parcel.attempts, 20), _LONGEST_WAIT)
    outbox.later(tx, parcel, again, "no clear answer yet")
    return state


def _find(store: Store, core: EmbeddedCore, key: str) -> Order:
    found = store.read(lambda reader: find_order(reader, core.sealer, core.book, key))
    if found is None:
        raise Broken(f"a parcel for order {key}, which does not exist")
    return found
