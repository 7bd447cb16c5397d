"""What a provider's word does to an order: whatever it says, however often, in whatever order.

The row moves first, guarded by the state it was in; whoever loses that race changes nothing. The
customer pays what was confirmed and nothing else. Whatever the biller says beyond that is a
difference: booked to suspense, for people to look into.
"""

from __future__ import annotations

from weiyin.bank import holds
from weiyin.bank.bills import telling
from weiyin.bank.bills.differences import Kind, book_difference, end_by_return, given
from weiyin.bank.bills.orders import Order, State, find_order, move_order
from weiyin.bank.bills.provider import Declined, Fate, Paid, Unclear
from weiyin.bank.house import BILLERS
from weiyin.bank.ledger import post
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.service import Office
from weiyin.bank.spending import give_back
from weiyin.base.errors import Broken
from weiyin.base.money import Money

PAID, REFUND = "bill", "bill_refund"


def settling_key(key: str) -> str:
    """Under which the held money moves or is let go."""
    return f"{key}:settled"


def hear(office: Office, key: str, fate: Fate) -> State:
    """A provider's word on the paying of `key`: its answer, a look, a callback, a statement."""
    found = _find(office, key)
    match fate:
        case Paid():
            return _paid(office, found, fate)
        case Declined(why):
            return _declined(office, found, why)
        case Unclear():
            return found.state


def hear_of_return(office: Office, key: str, fate: Fate) -> State:
    """A provider's word on the giving back of `key`."""
    found = _find(office, key)
    if found.state is not State.RETURNING:
        return found.state
    match fate:
        case Paid(reference, amount):
            return _returned(office, found, reference, amount)
        case Declined(why):
            if _move(office, found, State.DONE, why=why):
                office.tell(telling.kept(office, found, why))
            return State.DONE
        case Unclear():
            return found.state


def _paid(office: Office, found: Order, word: Paid) -> State:
    nothing = Money(0, found.amount.currency)
    match found.state:
        case State.HELD | State.ASKED:
            return _settle(office, found, word)
        case State.DECLINED:
            if _move(office, found, State.LATE, reference=word.reference, outside=word.amount):
                book_difference(office, Kind.LATE, found, nothing, word.amount)
                office.tell(telling.late(office, found))
            return State.LATE
        case _ if found.state is not State.LATE and word.reference != found.outside_reference:
            book_difference(office, Kind.TWICE, found, nothing, word.amount)
    return found.state


def _settle(office: Office, found: Order, word: Paid) -> State:
    if not _move(
        office, found, State.DONE, reference=word.reference, outside=word.amount, code=word.code
    ):
        return _find(office, found.key).state
    key = settling_key(found.key)
    holds.post_hold(
        office.tx, office.book, key, found.reference, office.now, kind=PAID, rng=office.rng
    )
    differs = book_difference(office, Kind.AMOUNT, found, found.amount, word.amount)
    office.tell(telling.done(office, found, word, differs=differs))
    return State.DONE


def _declined(office: Office, found: Order, why: str) -> State:
    """Only what is awaited can still be declined; what is done stays so until it is reconciled."""
    if found.state not in {State.HELD, State.ASKED}:
        return found.state
    if not _move(office, found, State.DECLINED, why=why):
        return _find(office, found.key).state
    tx, book, now = office.tx, office.book, office.now
    holds.void_hold(tx, book, settling_key(found.key), found.reference, now, office.rng)
    give_back(tx, book, found.customer_no, found.account_no, found.amount.fen, found.made, now)
    office.tell(telling.declined(office, found, why))
    return State.DECLINED


def _returned(office: Office, found: Order, reference: str, amount: Money) -> State:
    """The customer gets what was paid; what the biller keeps back of it is a difference."""
    if not _move(office, found, State.RETURNED, reference=reference):
        return _find(office, found.key).state
    tx, book = office.tx, office.book
    put_right = end_by_return(office, found.key)
    owed = found.amount - given(tx, book, found.key)
    biller = office.billing.biller(found.biller)
    legs = (Leg(found.account_no, owed.fen, other=biller.name), Leg(BILLERS, -owed.fen))
    back = Posting(
        key=f"{found.key}:returned", kind=REFUND, legs=legs, at=office.now,
        memo=f"退款 {found.title}"[:60], currency=found.amount.currency,
    )  # fmt: skip
    post(tx, book, back, office.rng)
    nothing, kept = Money(0, amount.currency), owed - put_right - amount
    book_difference(office, Kind.KEPT, found, nothing, kept)
    office.tell(telling.returned(office, found, owed))
    return State.RETURNED


def _move(
    office: Office, found: Order, state: State, *, reference: str = "",
    outside: Money | None = None, code: str = "", why: str = "",
) -> bool:  # fmt: skip
    return move_order(
        office.tx, office.sealer, office.book, found, state, office.now, reference=reference,
        outside=outside, code=code, why=why,
    )  # fmt: skip


def _find(office: Office, key: str) -> Order:
    found = find_order(office.reader, office.sealer, office.book, key)
    if found is None:
        raise Broken(f"a provider's word on order {key}, which does not exist")
    return found
