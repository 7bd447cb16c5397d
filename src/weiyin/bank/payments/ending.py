"""How a payment ends: paid out, let go, sent back, taken back. Each once, in the caller's unit.

Every step first moves the payment's row, guarded by the state it was in; whoever loses that race
changes nothing. Only then the ledger moves.
"""

from __future__ import annotations

from datetime import datetime

from weiyin.bank import holds
from weiyin.bank.account.classes import check_room
from weiyin.bank.accounts import AccountStatus
from weiyin.bank.batch import Batch
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.house import CLEARING
from weiyin.bank.ledger import post
from weiyin.bank.parties import Parties
from weiyin.bank.payments.orders import Payment, State, move_payment
from weiyin.bank.postings import Leg, Posting
from weiyin.bank.spending import give_back
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import Conflict, NotAllowed
from weiyin.base.ids import Rng
from weiyin.base.mask import mask_card
from weiyin.storage.store import Reader, Tx

TRANSFER, RETURN, COLLECTED = "transfer", "transfer_return", "collected"


def settling_key(key: str) -> str:
    """Under which a held payment's money moves or is let go."""
    return f"{key}:settled"


def cancel(tx: Tx, book: str, found: Payment, now: datetime, rng: Rng) -> None:
    """Take back what was not sent yet. Raises NotAllowed("sent") when it was."""
    if not move_payment(tx, book, found, State.CANCELLED, now):
        raise NotAllowed("sent", _TOO_LATE)
    _let_go(tx, book, found, now, rng)


def check_cancellable(found: Payment, now: datetime) -> None:
    """Raises NotAllowed("sent"): when the moment of sending has come, it is being sent."""
    if found.state is not State.WAITING or now >= found.due:
        raise NotAllowed("sent", _TOO_LATE)


def check_sender(reader: Reader, book: str, found: Payment, now: datetime) -> None:
    """Whoever was frozen while their payment waited sends nothing. Raises NotAllowed("frozen")."""
    batch = Batch(reader, book)
    batch.load([found.key], [found.account_no])
    if batch.account(found.account_no).status != AccountStatus.ACTIVE:
        raise NotAllowed("frozen", "付款账户状态异常，转账没有发出")
    parties = Parties(reader, book, [found.customer_no], shanghai_day(now))
    parties.get(found.customer_no).judge_standing()


def pay_out(
    tx: Tx, book: str, found: Payment, now: datetime, rng: Rng, reference: str = ""
) -> State:
    """The other side has it, or gets it now: the hold becomes an entry. Returns the state."""
    if move_payment(tx, book, found, State.DONE, now, outside_reference=reference):
        key = settling_key(found.key)
        holds.post_hold(tx, book, key, found.hold_no, now, kind=TRANSFER, rng=rng)
        if found.fee_hold_no:
            fee_key = f"{found.key}:fee:settled"
            holds.post_hold(tx, book, fee_key, found.fee_hold_no, now, kind="fee", rng=rng)
    return State.DONE


def pay_within(tx: Tx, book: str, found: Payment, payer: str, now: datetime, rng: Rng) -> State:
    """To an account of this bank, when the time has come. `payer`: as the payee may see it.

    The held money passes through the clearing account, so that a payee whose account was closed
    meanwhile stands in nobody's way. Raises what a transfer to such an account raises.
    """
    if move_payment(tx, book, found, State.DONE, now):
        check_room(tx, book, found.other.number, found.amount, shanghai_day(now))
        key = settling_key(found.key)
        holds.post_hold(tx, book, key, found.hold_no, now, kind=TRANSFER, rng=rng)
        fen = found.amount.fen
        legs = (Leg(CLEARING, -fen), Leg(found.other.number, fen, other=payer))
        paid = Posting(
            key=f"{found.key}:credited", kind=TRANSFER, legs=legs, at=now, memo=found.memo,
            currency=found.amount.currency,
        )  # fmt: skip
        post(tx, book, paid, rng)
    return State.DONE


def refuse(tx: Tx, book: str, found: Payment, why: str, now: datetime, rng: Rng) -> State:
    """The other side will not have it: the money is the customer's again, and they are told."""
    if move_payment(tx, book, found, State.REFUSED, now, why=why):
        _let_go(tx, book, found, now, rng)
        put_event(tx, _told(book, found, "payment_refused", "转账未成功", why, now))
    return State.REFUSED


def send_back(tx: Tx, book: str, found: Payment, why: str, now: datetime, rng: Rng) -> None:
    """The other bank returns what it had accepted. The fee stays paid: the work was done."""
    if found.state is not State.DONE or not found.other.bank:
        raise Conflict(f"payment {found.reference} is {found.state}")
    if not move_payment(tx, book, found, State.RETURNED, now, why=why):
        raise Conflict(f"payment {found.reference} moved on")
    fen = found.amount.fen
    legs = (Leg(found.account_no, fen, other=found.other_masked), Leg(CLEARING, -fen))
    back = Posting(
        key=f"{found.key}:returned", kind=RETURN, legs=legs, at=now, memo="转账退回",
        currency=found.amount.currency,
    )  # fmt: skip
    post(tx, book, back, rng)
    put_event(tx, _told(book, found, "payment_returned", "转账已退回", why, now))


def take_in(tx: Tx, book: str, found: Payment, reference: str, now: datetime, rng: Rng) -> State:
    """Own money from another bank has come."""
    if move_payment(tx, book, found, State.DONE, now, outside_reference=reference):
        fen = found.amount.fen
        other = f"{found.other_masked} {mask_card(found.other_tail)}"
        legs = (Leg(found.account_no, fen, other=other), Leg(CLEARING, -fen))
        came = Posting(
            key=settling_key(found.key), kind=COLLECTED, legs=legs, at=now, memo=found.memo,
            currency=found.amount.currency,
        )  # fmt: skip
        post(tx, book, came, rng)
    return State.DONE


def not_taken_in(tx: Tx, book: str, found: Payment, why: str, now: datetime) -> State:
    """The other bank gives nothing: nothing was moved, and the customer is told."""
    if move_payment(tx, book, found, State.REFUSED, now, why=why):
        put_event(tx, _told(book, found, "collecting_refused", "资金归集未成功", why, now))
    return State.REFUSED


_TOO_LATE = "该笔转账已发出或已结束，无法撤销。如系误转，请联系收款人或拨打客服热线"


def _let_go(tx: Tx, book: str, found: Payment, now: datetime, rng: Rng) -> None:
    holds.void_hold(tx, book, settling_key(found.key), found.hold_no, now, rng)
    whole = found.amount
    if found.fee_hold_no:
        holds.void_hold(tx, book, f"{found.key}:fee:settled", found.fee_hold_no, now, rng)
        whole += found.fee
    give_back(tx, book, found.customer_no, found.account_no, whole.fen, found.made, now)


def _told(
    book: str, found: Payment, kind: str, title: str, why: str, now: datetime
) -> CustomerEvent:
    return CustomerEvent(
        book=book,
        customer_no=found.customer_no,
        kind=kind,
        title=title,
        facts=(
            ("收款人", f"{found.other_masked} {mask_card(found.other_tail)}"),
            ("金额", f"{found.amount}元"),
            ("原因", why),
        ),
        at=now,
        key=f"payment:{found.key}:{kind}",
        account_no=found.account_no,
        path="/p/f/transfer_progress",
    )
