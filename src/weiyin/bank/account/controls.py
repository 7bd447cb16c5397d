"""What an owner switches on a card: the lock of its account, and the uses it is open for.

The lock is the standing of the ledger account behind the card: whatever asks money of it, by
whichever way, is refused where the ledger judges a leg. Money may come in, holds made before end
as they would have. The switches are judged by `check_use`, for whoever authorises a use of a card.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from weiyin.bank import cards, customers
from weiyin.bank.accounts import AccountStatus, move_status, status_of
from weiyin.bank.core import Card, CardStatus
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.base.clock import SHANGHAI, to_us
from weiyin.base.errors import NotAllowed, NotFound
from weiyin.base.mask import mask_card
from weiyin.base.money import Money
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

NIGHT_FROM, NIGHT_TO = time(23), time(6)
"""In Shanghai: from eleven at night to six in the morning."""
MOST_A_DAY = Money(50_000_00)
"""Above it a day's limit takes a certificate or a signature in a branch (facts/banking.md §1)."""

_LOOK = sql(
    "SELECT online, overseas, night, contactless FROM card_controls"
    " WHERE book=:book AND card_id=:card_id"
)
_KEEP = sql(
    "INSERT INTO card_controls (book, card_id, online, overseas, night, contactless, changed_us)"
    " VALUES (:book, :card_id, :online, :overseas, :night, :contactless, :at_us)"
    " ON CONFLICT (book, card_id) DO UPDATE SET online=excluded.online,"
    " overseas=excluded.overseas, night=excluded.night, contactless=excluded.contactless,"
    " changed_us=excluded.changed_us"
)


class Use(StrEnum):
    """Ways to use a card that its owner may switch off."""

    ONLINE = "online"
    OVERSEAS = "overseas"
    NIGHT = "night"
    CONTACTLESS = "contactless"


NAMES = {
    Use.ONLINE: "网上支付",
    Use.OVERSEAS: "境外交易",
    Use.NIGHT: "夜间交易",
    Use.CONTACTLESS: "小额免密",
}
"""As customers read them."""


REASONS = {"lost": "遗失", "stolen": "被盗", "leaked": "信息泄露或被盗刷"}
"""Why a card is reported lost."""


@dataclass(frozen=True, slots=True)
class Switches:
    """Which uses are open."""

    online: bool = True
    overseas: bool = True
    night: bool = True
    contactless: bool = True

    def with_use(self, use: Use, on: bool) -> Switches:
        return replace(self, **{use.value: on})

    def is_on(self, use: Use) -> bool:
        return bool(getattr(self, use.value))


def access_card(reader: Reader, book: str, customer_no: str, card_id: str) -> Card:
    """The customer's own card; another's sounds like none. Raises NotFound."""
    card = cards.card(reader, book, card_id)
    if card.customer_no != customer_no:
        raise NotFound(f"card {card_id}")
    return card


def is_locked(reader: Reader, book: str, card: Card) -> bool:
    return status_of(reader, book, card.account_no) is AccountStatus.LOCKED


def lock(tx: Tx, book: str, card: Card, key: str, at: datetime) -> None:
    """Nothing goes out of the card's account any more. Locking twice is no error.

    Raises NotAllowed (`frozen`, `closed`) when the bank stopped it before.
    """
    was = status_of(tx, book, card.account_no)
    if was is AccountStatus.LOCKED:
        return
    if not move_status(tx, book, card.account_no, AccountStatus.ACTIVE, AccountStatus.LOCKED):
        raise NotAllowed(was, "该账户已被银行冻结或销户，无需锁卡；如有疑问请联系客服")
    _tell(tx, book, card, "card_locked", "卡片已锁定", key, at)


def unlock(tx: Tx, book: str, card: Card, key: str, at: datetime) -> None:
    """Ends what `lock` began, and nothing that the bank did. Raises NotAllowed (`card_status`)."""
    if card.status is not CardStatus.ACTIVE:
        raise NotAllowed("card_status", "该卡已挂失或停用，不能解锁，请联系客服或到网点办理")
    if move_status(tx, book, card.account_no, AccountStatus.LOCKED, AccountStatus.ACTIVE):
        _tell(tx, book, card, "card_unlocked", "卡片已解锁", key, at)


def report_loss(tx: Tx, book: str, card: Card, reason: str, key: str, at: datetime) -> None:
    """The card is lost from now on; an account without another usable card pays nobody.

    Raises NotAllowed (`card_status`) for a card that was closed.
    """
    if card.status is CardStatus.CLOSED:
        raise NotAllowed("card_status", "该卡已注销，无需挂失")
    if card.status is CardStatus.LOST:
        return
    cards.set_status(tx, book, card.card_id, CardStatus.LOST)
    why = (("原因", REASONS[reason]),) if reason in REASONS else ()
    _tell(tx, book, card, "card_lost", "卡片已挂失", key, at, why)


def switches_of(reader: Reader, book: str, card_id: str) -> Switches:
    row = reader.one(_LOOK, book=book, card_id=card_id)
    return Switches() if row is None else Switches(*map(bool, row))


def switch(tx: Tx, book: str, card: Card, chosen: Switches, key: str, at: datetime) -> None:
    before = switches_of(tx, book, card.card_id)
    if before == chosen:
        return
    put_switches(tx, book, card.card_id, chosen, at)
    changed = tuple(
        (NAMES[use], "已开通" if chosen.is_on(use) else "已关闭")
        for use in Use
        if chosen.is_on(use) is not before.is_on(use)
    )
    _tell(tx, book, card, "card_switched", "交易开关变更", key, at, changed)


def put_switches(tx: Tx, book: str, card_id: str, chosen: Switches, at: datetime) -> None:
    """Keep them, telling nobody."""
    uses = {use.value: int(chosen.is_on(use)) for use in Use}
    tx.run(_KEEP, book=book, card_id=card_id, at_us=to_us(at), **uses)


def limit(tx: Tx, book: str, customer_no: str, daily: Money) -> None:
    """Raises NotAllowed (`limit`) for a raise above `MOST_A_DAY`; lowering is always allowed."""
    if daily > MOST_A_DAY and daily > customers.daily_limit(tx, book, customer_no):
        raise NotAllowed("limit", f"日累计限额超过{MOST_A_DAY}元须本人到网点办理")
    customers.set_daily_limit(tx, book, customer_no, daily)


def check_use(reader: Reader, book: str, card_id: str, uses: frozenset[Use], at: datetime) -> None:
    """Raises NotAllowed named after the first use that its owner switched off.

    The hour is judged here: nobody has to say that it is night.
    """
    chosen = switches_of(reader, book, card_id)
    clock = at.astimezone(SHANGHAI).time()
    asked = set(uses) | ({Use.NIGHT} if clock >= NIGHT_FROM or clock < NIGHT_TO else set())
    for use in Use:
        if use in asked and not chosen.is_on(use):
            raise NotAllowed(use, f"您已关闭这张卡的{NAMES[use]}，如需使用请先开通")


def _tell(
    tx: Tx, book: str, card: Card, kind: str, title: str, key: str, at: datetime,
    facts: tuple[tuple[str, str], ...] = (),
) -> None:  # fmt: skip
    put_event(
        tx,
        CustomerEvent(
            book=book,
            customer_no=card.customer_no,
            kind=kind,
            title=title,
            facts=(("卡片", mask_card(card.tail)), *facts),
            at=at,
            key=key,
            account_no=card.account_no,
        ),
    )
