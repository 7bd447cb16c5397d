"""Server-sent events of the desk: what changed, drawn once, for everybody whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from weiyin.console.words import Lang
from weiyin.desk import lists, message
from weiyin.desk.conversation import State, find
from weiyin.desk.watch import Change
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader

_LAST = 5
"""Of a conversation that changed so many messages are drawn anew: also their fates change."""

Draw = Callable[..., str]
"""(template, lang, **values) to HTML, everything escaped."""


@dataclass(frozen=True, slots=True)
class Frame:
    """`data` by language is ready for the wire. `staff`: whom it is for; empty: everybody at the
    desk `oa`.
    """

    oa: str
    staff: frozenset[str]
    data: Mapping[Lang, bytes]


def event(name: str, **values: object) -> bytes:
    """One server-sent event; JSON has no line break in it."""
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(values) + b"\n\n"


def frames_of(
    reader: Reader,
    sealer: Sealer,
    draw: Draw,
    news: Iterable[tuple[Change, Change | None]],
    present: frozenset[str],
    watchers: frozenset[str],
    langs: frozenset[Lang],
) -> list[Frame]:
    """The frames that tell `news` to the staff who are `present`, in each of `langs`; `watchers`
    see every account's open conversations and are told like their owners.
    """
    made: list[Frame] = []
    stirred: set[str] = set()
    for one, before in news:
        owners = frozenset({one.owner, before.owner if before else ""} - {""})
        if one.state == State.WAITING or before is None or before.state != one.state:
            stirred.add(one.oa)
        concerned = (owners & present) | watchers
        if concerned and owners:
            made.append(Frame(one.oa, concerned, _changed(reader, sealer, draw, one, langs)))
    for oa in sorted(stirred):
        counts = _counts(reader, oa)
        made.append(Frame(oa, frozenset(), dict.fromkeys(langs, counts)))
    return made


def _changed(
    reader: Reader, sealer: Sealer, draw: Draw, one: Change, langs: frozenset[Lang]
) -> dict[Lang, bytes]:
    said = message.since(reader, sealer, one.conversation_id, one.said - _LAST)
    row = find(reader, one.conversation_id)
    last = lists.last_words(reader, sealer, one.conversation_id)
    return {
        lang: event(
            "changed",
            id=one.conversation_id,
            owner=row.owner if row.state is State.OPEN else "",
            unanswered=row.unanswered,
            messages=draw("desk_messages.html", lang, messages=said, talk=one.conversation_id),
            row=draw("desk_row.html", lang, one=row, last=last),
        )
        for lang in langs
    }


def _counts(reader: Reader, oa: str) -> bytes:
    found = lists.counts(reader, oa)
    return event("counts", waiting=found.waiting, open=found.open)
