"""Phrase files: one utterance a line, as people would type or say it.

    # a comment
    转{amount}给{payee}
    ! 转账要手续费吗        near, but must not match

A file of several topics heads each with `[id] title`, and may give it `> words to answer with`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from weiyin.base.errors import Misconfigured

MARKS = ("amount", "payee", "dates", "card", "city", "phone", "month", "place", "count")
"""The `{marks}` that may stand for a value."""

_MARK = re.compile(r"\{([^}]*)\}")
_HEAD = re.compile(r"\[(?P<id>[a-z0-9_]+)\]\s*(?P<title>.*)")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a phrase file says: `phrases` must match, `refusals` must not."""

    phrases: tuple[str, ...]
    refusals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One section of a file of topics."""

    id: str
    title: str
    phrases: tuple[str, ...]
    reply: str = ""


def parse(text: str, source: str = "phrases") -> Phrases:
    """Read a phrase file's text. Raises `Misconfigured`, naming `source`, for an unknown mark."""
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    for line in said:
        _check_marks(line, source)
    return Phrases(
        phrases=_once(line for line in said if not line.startswith("!")),
        refusals=_once(line[1:].strip() for line in said if line.startswith("!")),
    )


def parse_topics(text: str, source: str = "topics") -> tuple[Topic, ...]:
    """Read a file of topics. Raises `Misconfigured` for a line before the first heading."""
    topics: list[Topic] = []
    for block in re.split(r"(?m)^(?=\[)", text):
        head, _, body = block.partition("\n")
        match = _HEAD.fullmatch(head.strip())
        if match is None:
            if parse(block, source).phrases:
                raise Misconfigured(source, f"a line stands before the first heading: {head}")
            continue
        said = parse(body, source).phrases
        reply = "\n".join(line[1:].strip() for line in said if line.startswith(">"))
        phrases = tuple(line for line in said if not line.startswith(">"))
        topics.append(Topic(match["id"], match["title"].strip(), phrases, reply))
    return tuple(topics)


def _check_marks(line: str, source: str) -> None:
    for name in _MARK.findall(line):
        if name not in MARKS:
            raise Misconfigured(source, f"unknown mark {{{name}}} in: {line}")


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
