"""Carrying out a payment whose time has come: ask the clearing house once, then end it once.

That the clearing house is about to be asked is made durable first. Whoever comes later (after a
crash, a silence, an expired lease) looks the payment up there before it could be asked again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from weiyin.bank.account.classes import check_room
from weiyin.bank.customers import facts
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.payments import ending
from weiyin.bank.payments.clearing import Accepted, Clearing, Fate, Instruction, Returned, Unclear
from weiyin.bank.payments.making import TOPIC
from weiyin.bank.payments.orders import (
    ENDED,
    Direction,
    Payment,
    State,
    find_payment,
    move_payment,
)
from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import Broken, Refused, TryLater, Unknown
from weiyin.base.mask import mask_name
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)


def send_payment(
    store: Store, core: EmbeddedCore, parcel: Parcel, clearing: Clearing, clock: Clock
) -> State:
    """One step for one parcel of topic "payment". Returns the state the payment is in afterwards.

    The parcel is closed or put off here.
    """
    assert parcel.topic == TOPIC
    found = _find(store, core, str(parcel.payload["key"]))
    if found.state in ENDED:
        store.run(lambda tx: outbox.done(tx, parcel, clock.now()))
        return found.state
    if found.state is State.WAITING and clock.now() < found.due:
        due = found.due
        store.run(lambda tx: outbox.later(tx, parcel, due, "not due"))
        return found.state
    if not found.other.bank:
        state = _within(store, core, found, clock)
    else:
        state = _outside(store, core, found, clearing, clock)
    store.run(partial(_close, parcel=parcel, state=state, clock=clock))
    return state


def _find(store: Store, core: EmbeddedCore, key: str) -> Payment:
    found = store.read(lambda reader: find_payment(reader, core.sealer, core.book, key))
    if found is None:
        raise Broken(f"a parcel for payment {key}, which does not exist")
    return found


def _within(store: Store, core: EmbeddedCore, found: Payment, clock: Clock) -> State:
    def release(tx: Tx) -> State:
        ending.check_sender(tx, core.book, found, clock.now())
        payer = mask_name(facts(tx, core.sealer, core.book, found.customer_no).name)
        return ending.pay_within(tx, core.book, found, payer, clock.now(), core.rng)

    try:
        return store.run(release)
    except Refused as refusal:
        return _refuse(store, core, found, refusal, clock)


def _refuse(
    store: Store, core: EmbeddedCore, found: Payment, refusal: Refused, clock: Clock
) -> State:
    """Our own books will not have it any more."""
    fate = Returned(refusal.heard)
    return store.run(partial(_end, core=core, found=found, fate=fate, now=clock.now()))


def _depart(tx: Tx, *, core: EmbeddedCore, found: Payment, now: datetime) -> bool:
    if found.direction is Direction.SEND:
        ending.check_sender(tx, core.book, found, now)
    else:
        check_room(tx, core.book, found.account_no, found.amount, shanghai_day(now))
    return move_payment(tx, core.book, found, State.SENDING, now)


def _outside(
    store: Store, core: EmbeddedCore, found: Payment, clearing: Clearing, clock: Clock
) -> State:
    if found.state is State.WAITING:
        now = clock.now()
        try:
            departed = store.run(partial(_depart, core=core, found=found, now=now))
        except Refused as refusal:
            return _refuse(store, core, found, refusal, clock)
        if not departed:
            return _find(store, core, found.key).state
        sending = replace(found, state=State.SENDING, sent=now)
        fate = _ask(clearing, sending)
    else:
        sending, fate = found, _look(clearing, found)
    return store.run(partial(_end, core=core, found=sending, fate=fate, now=clock.now()))


def _ask(clearing: Clearing, found: Payment) -> Fate:
    instruction = Instruction(
        found.key, found.route, found.other.bank, found.other.number, found.other.name,
        found.amount, found.memo,
    )  # fmt: skip
    call = clearing.send if found.direction is Direction.SEND else clearing.pull
    try:
        return call(instruction)
    except (TryLater, Unknown) as error:
        return Unclear(str(error))


def _look(clearing: Clearing, found: Payment) -> Fate:
    try:
        seen = clearing.look(found.key)
    except (TryLater, Unknown) as error:
        return Unclear(str(error))
    return _ask(clearing, found) if seen is None else seen


def _end(tx: Tx, *, core: EmbeddedCore, found: Payment, fate: Fate, now: datetime) -> State:
    book, rng = core.book, core.rng
    is_sent = found.direction is Direction.SEND
    match fate:
        case Accepted(reference) if is_sent:
            return ending.pay_out(tx, book, found, now, rng, reference)
        case Accepted(reference):
            return ending.take_in(tx, book, found, reference, now, rng)
        case Returned(why) if is_sent:
            return ending.refuse(tx, book, found, why, now, rng)
        case Returned(why):
            return ending.not_taken_in(tx, book, found, why, now)
        case Unclear():
            return State.SENDING


def _close(tx: Tx, *, parcel: Parcel, state: State, clock: Clock) -> bool:
    now = clock.now()
    if state in ENDED:
        return outbox.done(tx, parcel, now)
    again = now + min(_FIRST_WAIT * 2 ** min(parcel.attempts, 20), _LONGEST_WAIT)
    return outbox.later(tx, parcel, again, "no clear answer yet")
