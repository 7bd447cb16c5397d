"""The card at work: authorised, posted, taken back, refunded; cash taken from it.

An authorisation is a hold of the ledger against the shops' account: it takes up the line at once.
The shop's settlement posts it (whole or less), a reversal voids it. A refund answers its spend.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from weiyin.bank import cards, holds, house, refunds, tariffs
from weiyin.bank.account.controls import Use, check_use
from weiyin.bank.core import Card, CardStatus
from weiyin.bank.credit import caps
from weiyin.bank.credit.plastics import check_usable
from weiyin.bank.credit.terms import CreditAccount, find_account, set_line
from weiyin.bank.holds import NewHold
from weiyin.bank.ledger import post_linked
from weiyin.bank.postings import Leg, Posted, Posting
from weiyin.bank.refunds import PURCHASE
from weiyin.bank.service import Office
from weiyin.bank.spending import check_amount
from weiyin.base.clock import shanghai_day, shanghai_midnight, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.money import Money
from weiyin.storage.sql import sql

CASH_ADVANCE = "cash_advance"
HOLD_DAYS = 30

_CASH_TODAY = sql(
    "SELECT SUM(-l.amount_fen) FROM ledger_lines l JOIN ledger_entries e ON e.book=l.book"
    " AND e.entry_no=l.entry_no WHERE l.book=:book AND l.account_no=:account_no AND l.bucket=0"
    " AND l.at_us>=:since_us AND e.kind='cash_advance'"
)


def authorise(
    office: Office, key: str, card_id: str, amount: Money, shop: str, at: datetime,
    uses: frozenset[Use] = frozenset(),
) -> Posted:  # fmt: skip
    """Raises NotAllowed (`card`, `funds`, `cap`, a use that its owner switched off), NotFound.

    The answer's entry number names the hold.
    """
    check_amount(amount)
    card = _usable(office, card_id)
    check_use(office.reader, office.book, card_id, uses, at)
    day = shanghai_day(at)
    account = set_line(office.tx, office.book, card.account_no, day)
    caps.judge(office, account, card_id, amount, day)
    expires = at + timedelta(days=HOLD_DAYS)
    new = NewHold(key, card.account_no, house.MERCHANTS, amount, at, shop, shop, expires)
    held = holds.hold(office.tx, office.book, new, office.rng)
    caps.note(office, account, card_id, held.entry_no, amount, day)
    return held


def settle(office: Office, key: str, hold_no: str, at: datetime, amount: Money) -> Posted:
    """The shop's settlement of an authorisation: once, whole or less."""
    caps.settled(office, hold_no, amount)
    return holds.post_hold(
        office.tx, office.book, key, hold_no, at, amount=amount, kind=PURCHASE, rng=office.rng
    )


def cancel(office: Office, key: str, hold_no: str, at: datetime) -> Posted:
    """The reversal of an authorisation that was not settled."""
    done = holds.void_hold(office.tx, office.book, key, hold_no, at, office.rng)
    set_line(office.tx, office.book, done.legs[0].account_no, shanghai_day(at))
    return done


def refund(office: Office, key: str, entry_no: str, amount: Money, at: datetime) -> Posted:
    """A shop gives back a spend, whole or in parts. Raises Conflict beyond what was spent."""
    posted = refunds.refund(office, key, entry_no, amount, at)
    set_line(office.tx, office.book, posted.legs[0].account_no, shanghai_day(at))
    return posted


def cash_line_fen(office: Office, account: CreditAccount, at: datetime) -> int:
    """The cash share of the line, as far as it is free."""
    day = shanghai_day(at)
    share = tariffs.at(office.reader, office.book, "credit.cash_share_bp", day)
    return min(Money(account.limit_fen).share(share, 10_000).fen, account.available_fen(day))


def cash_room_fen(office: Office, account: CreditAccount, at: datetime) -> int:
    """How much cash may be taken at a machine now: of the cash line, and of the day's cap."""
    day = shanghai_day(at)
    row = office.reader.one(
        _CASH_TODAY, book=office.book, account_no=account.no, since_us=to_us(shanghai_midnight(day))
    )
    today = tariffs.at(office.reader, office.book, "credit.cash_day_fen", day)
    taken = int((row and row[0]) or 0)
    return max(min(cash_line_fen(office, account, at), today - taken), 0)


def cash_fee_fen(office: Office, amount: Money, at: datetime) -> int:
    day = shanghai_day(at)
    share = tariffs.at(office.reader, office.book, "credit.cash_fee_bp", day)
    least = tariffs.at(office.reader, office.book, "credit.cash_fee_least_fen", day)
    return max(amount.share(share, 10_000).fen, least)


def take_cash(office: Office, key: str, card_id: str, amount: Money, at: datetime) -> Posted:
    """At a machine: interest from this day on, and a fee. Raises NotAllowed("cash_limit")."""
    check_amount(amount)
    card = _usable(office, card_id)
    set_line(office.tx, office.book, card.account_no, shanghai_day(at))
    account = find_account(office.reader, office.book, card.account_no)
    fee, room = cash_fee_fen(office, amount, at), cash_room_fen(office, account, at)
    if amount.fen + fee > room:
        raise NotAllowed("cash_limit", f"超过预借现金额度，现可取现 {Money(max(room - fee, 0))} 元")
    caps.judge(office, account, card_id, amount, shanghai_day(at))
    taken, _ = post_linked(
        office.tx, office.book,
        (
            _cash(key, CASH_ADVANCE, card, amount.fen, house.CASH, "预借现金", at),
            _cash(f"{key}:fee", "cash_fee", card, fee, house.FEES, "预借现金手续费", at),
        ),
        office.rng,
    )  # fmt: skip
    caps.note(office, account, card_id, taken.entry_no, amount, shanghai_day(at))
    return taken


def _cash(key: str, kind: str, card: Card, fen: int, to: str, memo: str, at: datetime) -> Posting:
    legs = (Leg(card.account_no, -fen, other=memo), Leg(to, fen))
    return Posting(key=key, kind=kind, at=at, memo=memo, legs=legs)


def _usable(office: Office, card_id: str) -> Card:
    card = cards.card(office.reader, office.book, card_id)
    if card.kind != "credit":
        raise NotFound(f"credit card {card_id}")
    if card.status is not CardStatus.ACTIVE:
        raise NotAllowed("card", "该卡已挂失、锁定或销卡，不能交易")
    check_usable(office.reader, office.book, card_id)
    return card
