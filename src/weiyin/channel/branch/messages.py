"""What a branch's machine posts, and how it becomes the reports that places apply."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from weiyin.base.errors import BadInput
from weiyin.places.queues.business import Business
from weiyin.places.queues.report import LineReport, MachineReport, Report, TicketReport
from weiyin.places.queues.ticket import TicketState

_AHEAD_OF_US = timedelta(minutes=10)

Seq = Annotated[int, Meta(ge=1, le=2**53)]
Moment = Annotated[datetime, Meta(tz=True)]
Number = Annotated[str, Meta(pattern=r"^[A-Z][0-9]{1,5}$")]


class TicketIn(msgspec.Struct, tag="ticket", forbid_unknown_fields=True):
    """The whole state of one ticket. `line_at`: put back or sent elsewhere; else its taking."""

    seq: Seq
    at: Moment
    no: Number
    business: Business
    state: Literal["waiting", "called", "done", "missed", "cancelled"]
    taken_at: Moment
    line_at: Moment | None = None
    counter: Annotated[str, Meta(max_length=4)] = ""


class LineIn(msgspec.Struct, tag="line", forbid_unknown_fields=True):
    """How many counters are open for a business; also the sign of life of the machine."""

    seq: Seq
    at: Moment
    business: Business
    counters: Annotated[int, Meta(ge=0, le=99)]


class MachineIn(msgspec.Struct, tag="machine", forbid_unknown_fields=True):
    """A cash machine's own state."""

    seq: Seq
    at: Moment
    state: Literal["works", "no_cash", "out"]


class ArrivalIn(msgspec.Struct, tag="arrival", forbid_unknown_fields=True):
    """Somebody came for their appointment, by its short number."""

    appointment: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{8}$")]


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    reports: Annotated[list[TicketIn | LineIn | MachineIn | ArrivalIn], Meta(max_length=500)]


class FormIn(msgspec.Struct, forbid_unknown_fields=True):
    """The code of a form filled in beforehand, as scanned at the counter."""

    code: Annotated[str, Meta(pattern=r"^[0-9a-z]{32}$")]


def reports_of(batch: Batch, now: datetime) -> list[Report]:
    """Raises BadInput for a machine whose clock is ahead: its word would outlive later ones."""
    found = [_report(one) for one in batch.reports if not isinstance(one, ArrivalIn)]
    if any(one.at > now + _AHEAD_OF_US for one in found):
        raise BadInput("at", "设备时间超前，请校准")
    return found


def arrivals_of(batch: Batch) -> list[str]:
    return [one.appointment for one in batch.reports if isinstance(one, ArrivalIn)]


def _report(one: TicketIn | LineIn | MachineIn) -> Report:
    match one:
        case TicketIn():
            line_at = one.line_at or one.taken_at
            state = TicketState(one.state)
            return TicketReport(
                one.seq, one.at, one.no, one.business, state, one.taken_at, line_at, one.counter
            )
        case LineIn():
            return LineReport(one.seq, one.at, one.business, one.counters)
        case MachineIn():
            return MachineReport(one.seq, one.at, one.state)
