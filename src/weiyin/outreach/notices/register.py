"""Every kind of notice by its name, and which kind a parcel's fact is told as."""

from __future__ import annotations

from weiyin.bank.core import CardKind
from weiyin.outreach.notices import account_change, card_spend, event, payment_due
from weiyin.outreach.notices.kind import Fact, NoticeKind
from weiyin.storage.outbox import Lane

KINDS = {
    kind.name: kind
    for kind in (
        account_change.KIND,
        card_spend.KIND,
        payment_due.KIND,
        event.SECURITY,
        event.SERVICE,
        event.REMINDER,
        event.WEALTH,
        event.BILL,
        event.DUE,
        event.PLACE,
    )
}
_BY_START = (
    ("wealth_", event.WEALTH),
    ("deposit_", event.WEALTH),
    ("cc_bill", event.BILL),
    ("cc_overdue", event.DUE),
    ("cc_autopay", event.DUE),
    ("loan_due", event.DUE),
    ("loan_overdue", event.DUE),
)
"""What a kind of event begins with says which of a person's switches it is under."""
_BY_LANE = {Lane.SECURITY: event.SECURITY, Lane.MONEY: event.SERVICE}


def kind_of_entry(fact: Fact, held_by: CardKind) -> NoticeKind:
    """An entry on the account of a card of that kind."""
    if held_by is CardKind.CREDIT and card_spend.is_spending(fact):
        return card_spend.KIND
    return account_change.KIND


def kind_of_event(fact: Fact, _held_by: CardKind) -> NoticeKind:
    """A customer event; what goes in the lane of security is of security, whatever it is called."""
    lane = Lane(fact["lane"])
    if lane is Lane.SECURITY:
        return event.SECURITY
    for start, kind in _BY_START:
        if fact["kind"].startswith(start):
            return kind
    return _BY_LANE.get(lane, event.REMINDER)


def kind_of_bill(_fact: Fact, _held_by: CardKind) -> NoticeKind:
    """A bill that will be due."""
    return payment_due.KIND
