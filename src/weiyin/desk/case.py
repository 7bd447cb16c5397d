"""What is not settled in a conversation: messages left, call-backs, complaints, reports of fraud.

Each has a number that the customer keeps, and a deadline. Complaints are answered within 15 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from weiyin.base.clock import from_us, shanghai_day, to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

TOPIC = "desk_case"

_COLUMNS = (
    "case_no, oa, openid, kind, topic, state, owner, words, contact, outcome, conversation_id,"
    " made_us, due_us, closed_us, version"
)
_NEXT = sql(
    "INSERT INTO desk_case_numbers (day, kind, last) VALUES (:day, :kind, 1)"
    " ON CONFLICT (day, kind) DO UPDATE SET last=desk_case_numbers.last+1 RETURNING last"
)
_MAKE = sql(
    f"INSERT INTO desk_cases ({_COLUMNS}) VALUES (:case_no, :oa, :openid, :kind, :topic, 'open',"
    " '', :words, :contact, :outcome, :conversation_id, :made_us, :due_us, 0, 1)"
)
_ONE = sql(f"SELECT {_COLUMNS} FROM desk_cases WHERE case_no=:case_no")
_OF_PERSON = sql(
    f"SELECT {_COLUMNS} FROM desk_cases WHERE oa=:oa AND openid=:openid"
    " ORDER BY made_us DESC, case_no DESC LIMIT CAST(:most AS INTEGER)"
)
_UNDONE = sql(
    f"SELECT {_COLUMNS} FROM desk_cases WHERE oa=:oa AND state<>'done'"
    " ORDER BY due_us, case_no LIMIT CAST(:most AS INTEGER)"
)
_TAKE = sql(
    "UPDATE desk_cases SET owner=:staff_id, state='doing', version=version+1"
    " WHERE case_no=:case_no AND state='open'"
)
_DONE = sql(
    "UPDATE desk_cases SET state='done', outcome=:outcome, closed_us=:now_us, version=version+1"
    " WHERE case_no=:case_no AND state='doing' AND owner=:staff_id"
)
_RELEASE = sql(
    "UPDATE desk_cases SET owner='', state='open', version=version+1"
    " WHERE oa=:oa AND owner=:staff_id AND state='doing'"
)


class CaseKind(StrEnum):
    MESSAGE = "message"
    CALLBACK = "callback"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    FRAUD = "fraud"


TITLES = {
    CaseKind.MESSAGE: "留言",
    CaseKind.CALLBACK: "回电",
    CaseKind.COMPLAINT: "投诉",
    CaseKind.SUGGESTION: "建议",
    CaseKind.FRAUD: "涉诈举报",
}
STATES = {"open": "待受理", "doing": "处理中", "done": "已办结"}
_PREFIXES = {
    CaseKind.MESSAGE: "LY",
    CaseKind.CALLBACK: "HD",
    CaseKind.COMPLAINT: "TS",
    CaseKind.SUGGESTION: "JY",
    CaseKind.FRAUD: "FZ",
}
LIFE = {
    CaseKind.MESSAGE: timedelta(days=1),
    CaseKind.CALLBACK: timedelta(hours=4),
    CaseKind.COMPLAINT: timedelta(days=15),
    CaseKind.SUGGESTION: timedelta(days=15),
    CaseKind.FRAUD: timedelta(hours=1),
}
"""Until when each is answered. 15 days for complaints: common practice of banks' own rules."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """`contact`: the phone to be called or written to, or empty."""

    oa: str
    openid: str
    kind: CaseKind
    topic: str
    words: str
    contact: str = ""
    conversation_id: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    case_no: str
    oa: str
    openid: str
    kind: CaseKind
    topic: str
    state: str
    owner: str
    words: str
    contact: str
    outcome: str
    conversation_id: str
    made: datetime
    due: datetime
    closed_us: int
    version: int

    def is_late(self, now: datetime) -> bool:
        return self.state != "done" and self.due < now


def make_case(tx: Tx, sealer: Sealer, new: NewCase, now: datetime) -> Case:
    """Registered, with its number: `TS202607200001`."""
    day = f"{shanghai_day(now):%Y%m%d}"
    row = tx.one(_NEXT, day=day, kind=new.kind.value)
    assert row is not None
    case_no = f"{_PREFIXES[new.kind]}{day}{row[0]:04d}"
    tx.run(
        _MAKE,
        case_no=case_no,
        oa=new.oa,
        openid=new.openid,
        kind=new.kind.value,
        topic=new.topic,
        words=_sealed(sealer, case_no, "words", new.words),
        contact=_sealed(sealer, case_no, "contact", new.contact),
        outcome=_sealed(sealer, case_no, "outcome", ""),
        conversation_id=new.conversation_id,
        made_us=to_us(now),
        due_us=to_us(now + LIFE[new.kind]),
    )
    return find_case(tx, sealer, case_no)


def find_case(reader: Reader, sealer: Sealer, case_no: str) -> Case:
    """By its number, for the desk itself. Raises NotFound."""
    row = reader.one(_ONE, case_no=case_no)
    if row is None:
        raise NotFound
    return _case(sealer, row)


def cases_of(reader: Reader, sealer: Sealer, oa: str, openid: str, most: int) -> tuple[Case, ...]:
    """A person's own, newest first."""
    rows = reader.all(_OF_PERSON, oa=oa, openid=openid, most=most)
    return tuple(_case(sealer, row) for row in rows)


def undone(reader: Reader, sealer: Sealer, oa: str, most: int = 200) -> tuple[Case, ...]:
    """What is still to be answered, the most urgent first."""
    return tuple(_case(sealer, row) for row in reader.all(_UNDONE, oa=oa, most=most))


def take_case(tx: Tx, case_no: str, staff_id: str) -> None:
    """Raises NotAllowed when somebody else was quicker."""
    if not tx.run(_TAKE, case_no=case_no, staff_id=staff_id):
        raise NotAllowed("owner", "这一件已由其他同事受理")


def release_cases(tx: Tx, oa: str, staff_id: str) -> int:
    """What somebody who is gone had in hand is anybody's to take; how many there were."""
    return tx.run(_RELEASE, oa=oa, staff_id=staff_id)


def settle_case(
    tx: Tx, sealer: Sealer, case_no: str, staff_id: str, outcome: str, now: datetime
) -> None:
    """Answered by its owner: the customer is told. Raises BadInput, NotAllowed."""
    if not outcome:
        raise BadInput("outcome", "请填写处理结果")
    sealed = _sealed(sealer, case_no, "outcome", outcome)
    if not tx.run(_DONE, case_no=case_no, staff_id=staff_id, outcome=sealed, now_us=to_us(now)):
        raise NotAllowed("owner", "请先受理，再填写处理结果")
    oa = find_case(tx, sealer, case_no).oa
    outbox.put(
        tx, oa=oa, topic=TOPIC, key=case_no, payload={"case_no": case_no}, due=now, lane=Lane.MONEY
    )


def _sealed(sealer: Sealer, case_no: str, column: str, words: str) -> bytes:
    return sealer.seal(words, table="desk_cases", column=column, row=case_no)


def _case(sealer: Sealer, row: tuple[object, ...]) -> Case:
    values = list(row)
    for place, column in ((7, "words"), (8, "contact"), (9, "outcome")):
        blob = values[place]
        assert isinstance(blob, bytes)
        values[place] = sealer.open(blob, table="desk_cases", column=column, row=str(row[0]))
    values[3] = CaseKind(str(values[3]))
    values[11], values[12] = (from_us(int(str(values[n]))) for n in (11, 12))
    return Case(*values)  # type: ignore[arg-type]
