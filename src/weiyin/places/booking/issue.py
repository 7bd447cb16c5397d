"""New notes, small change and commemorative coins: so many a person, shared out fairly.

`first`: whoever comes first is served until the branch's stock is given out. `draw`: all who ask
in time are equal; after the closing lots are drawn among them, once, and each is told. A customer
number stands for one identity document, so the quota is one a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, row_id
from weiyin.places.booking.appointment import (
    FIELDS,
    Appointment,
    State,
    draw_ticket,
    end_appointment,
    from_row,
    make_appointment,
)
from weiyin.places.booking.slots import Slot, reserve, set_capacity
from weiyin.places.telling import Person, tell
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

T = TypeVar("T")

_PREFIX = "issue:"
_PUT = sql("""
    INSERT INTO note_issues (book, issue_id, title, mode, per_person, face_fen, opens_us,
                             closes_us, pickup_us)
    VALUES (:book, :issue_id, :title, :mode, :per_person, :face_fen, :opens_us, :closes_us,
            :pickup_us)
    ON CONFLICT (book, issue_id) DO NOTHING
""")
_ISSUE = "issue_id, title, mode, per_person, face_fen, opens_us, closes_us, pickup_us"
_CURRENT = sql(f"""
    SELECT {_ISSUE} FROM note_issues
    WHERE book = :book AND opens_us <= :now_us AND closes_us > :now_us ORDER BY issue_id
""")
_QUOTA = sql("""
    INSERT INTO note_quotas (book, issue_id, customer_no, appointment_no)
    VALUES (:book, :issue_id, :customer_no, :appointment_no)
    ON CONFLICT (book, issue_id, customer_no) DO NOTHING
""")
_GIVE_UP = sql("""
    DELETE FROM note_quotas WHERE book = :book AND appointment_no = :appointment_no
""")
_DUE = sql(f"""
    SELECT {_ISSUE} FROM note_issues
    WHERE book = :book AND mode = 'draw' AND drawn_us IS NULL AND closes_us <= :now_us
    ORDER BY issue_id
""")
_DRAWN = sql("""
    UPDATE note_issues SET drawn_us = :now_us
    WHERE book = :book AND issue_id = :issue_id AND drawn_us IS NULL
""")
_TAKE_PART = sql(f"""
    SELECT {FIELDS} FROM appointments
    WHERE book = :book AND business = :business AND state = 'drawing' ORDER BY appointment_no
""")
_WON = sql("""
    UPDATE appointments SET state = 'booked'
    WHERE book = :book AND appointment_no = :appointment_no AND state = 'drawing'
""")


@dataclass(frozen=True, slots=True)
class Issue:
    """`face_fen` is what one piece costs at the counter; all is fetched from `pickup` on."""

    issue_id: str
    title: str
    mode: Literal["draw", "first"]
    per_person: int
    face_fen: int
    opens: datetime
    closes: datetime
    pickup: datetime

    def slot(self, place_id: str) -> Slot:
        return Slot(place_id, f"{_PREFIX}{self.issue_id}", self.pickup)

    @property
    def rule(self) -> str:
        return "报名后抽签" if self.mode == "draw" else "先约先得"


def open_issue(tx: Tx, book: str, issue: Issue, stock: Mapping[str, int]) -> None:
    """Announce an issue with so many pieces at each branch."""
    tx.run(
        _PUT,
        book=book,
        issue_id=issue.issue_id,
        title=issue.title,
        mode=issue.mode,
        per_person=issue.per_person,
        face_fen=issue.face_fen,
        opens_us=to_us(issue.opens),
        closes_us=to_us(issue.closes),
        pickup_us=to_us(issue.pickup),
    )
    for place_id, pieces in stock.items():
        set_capacity(tx, book, issue.slot(place_id), pieces)


def current_issues(reader: Reader, book: str, now: datetime) -> list[Issue]:
    """What can be asked for now."""
    return [_issue(row) for row in reader.all(_CURRENT, book=book, now_us=to_us(now))]


def find_issue(reader: Reader, book: str, words: str, now: datetime) -> Issue:
    """By id, number in the list, or words of its title. Raises NotFound, BadInput when several."""
    issues = current_issues(reader, book, now)
    if not issues:
        raise NotFound(heard="目前没有开放预约的新钞或纪念币，开放时间以本行公告为准")
    named = [one for one in issues if words in {one.issue_id, one.title}]
    named = named or [one for one in issues if words in one.title or one.title in words]
    if words.isdigit() and 1 <= int(words) <= len(issues):
        named = [issues[int(words) - 1]]
    if len(named) != 1:
        raise BadInput("issue", f"请选择：{'、'.join(one.title for one in issues)}")
    return named[0]


def ask_for(
    tx: Tx,
    book: str,
    person: Person,
    issue: Issue,
    place_id: str,
    pieces: int,
    now: datetime,
    rng: Rng = SYSTEM_RNG,
) -> Appointment:
    """Ask for some pieces at a branch. Raises NotAllowed: closed, beyond the quota, none left."""
    if not issue.opens <= now < issue.closes:
        raise NotAllowed("issue_closed", "本次预约已结束")
    if not 1 <= pieces <= issue.per_person:
        raise NotAllowed("quota", f"每人（每个证件）最多{issue.per_person}枚（张）")
    number = row_id(now, rng)
    counted = tx.run(
        _QUOTA,
        book=book,
        issue_id=issue.issue_id,
        customer_no=person.customer_no,
        appointment_no=number,
    )
    if not counted:
        raise NotAllowed("quota", "您的证件已预约过本期，每个证件只能预约一次")
    words, slot = f"{issue.title} {pieces}枚（张）", issue.slot(place_id)
    if issue.mode == "draw":
        return draw_ticket(
            tx, book, person, slot, words=words, units=pieces, now=now, number=number
        )
    return make_appointment(
        tx, book, person, slot, words=words, usual=0, units=pieces, now=now, number=number
    )


def give_up(tx: Tx, book: str, appointment: Appointment) -> None:
    """A given up appointment lets its document ask again."""
    tx.run(_GIVE_UP, book=book, appointment_no=appointment.appointment_no)


def draw_due(tx: Tx, book: str, now: datetime, rng: Rng = SYSTEM_RNG) -> int:
    """Draw the lots of every issue whose time is over; how many won. Once each, whoever calls."""
    issues = [_issue(row) for row in tx.all(_DUE, book=book, now_us=to_us(now))]
    return sum(_draw(tx, book, issue, now, rng) for issue in issues)


def _draw(tx: Tx, book: str, issue: Issue, now: datetime, rng: Rng) -> int:
    if not tx.run(_DRAWN, book=book, issue_id=issue.issue_id, now_us=to_us(now)):
        return 0
    rows = tx.all(_TAKE_PART, book=book, business=issue.slot("").business)
    asked = [from_row(row) for row in rows]
    shuffle(asked, rng)
    return sum(_tell_lot(tx, book, one, now) for one in asked)


def _tell_lot(tx: Tx, book: str, one: Appointment, now: datetime) -> bool:
    won = reserve(tx, book, one.slot, one.units, 0)
    if won:
        tx.run(_WON, book=book, appointment_no=one.appointment_no)
    else:
        end_appointment(tx, book, one, State.LOST, now)
    facts = (("预约内容", one.words), ("结果", "中签" if won else "未中签"))
    key = f"lot:{one.appointment_no}"
    tell(tx, one.person, kind="lot_drawn", title="抽签结果", facts=facts, at=now, key=key)
    return won


def shuffle(things: list[T], rng: Rng) -> None:
    """Fisher and Yates: every order equally likely (the bias of 64 bits is beyond notice)."""
    for last in range(len(things) - 1, 0, -1):
        other = rng.getrandbits(64) * (last + 1) >> 64
        things[last], things[other] = things[other], things[last]


def _issue(row: tuple[object, ...]) -> Issue:
    issue_id, title, mode, per_person, face_fen, opens_us, closes_us, pickup_us = row
    moments = (from_us(us) for us in (opens_us, closes_us, pickup_us))  # type: ignore[arg-type]
    return Issue(issue_id, title, mode, per_person, face_fen, *moments)  # type: ignore[arg-type]
