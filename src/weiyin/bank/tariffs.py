"""Dated settings: rates, fees, caps, hours, thresholds, each in force from a day on.

What is shipped stands in `tariffs.toml`, with the source of every rule. A bank's own value (`put`)
takes the place of the shipped one from its day on. Numbers are whole: fen (`…_fen`), hundredths
of a percent (`…_bp`), millionths (`…_ppm`), days, months; anything else is words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from weiyin.base.errors import BadInput, Misconfigured
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

Value = int | str
Timeline = tuple[tuple[date, int], ...]

_IN_FORCE = sql(
    "SELECT value FROM tariffs WHERE book=:book AND name=:name AND since<=:day"
    " ORDER BY since DESC LIMIT 1"
)
_ALL = sql("SELECT since, value FROM tariffs WHERE book=:book AND name=:name ORDER BY since")
_PUT = sql(
    "INSERT INTO tariffs (book, name, since, value) VALUES (:book, :name, :since, :value)"
    " ON CONFLICT (book, name, since) DO UPDATE SET value=excluded.value"
)


@dataclass(frozen=True, slots=True)
class Tariff:
    """A shipped setting: what it is, where the rule comes from, its values by first day."""

    name: str
    about: str
    source: str
    values: tuple[tuple[date, Value], ...]


def at(reader: Reader, book: str, name: str, day: date) -> int:
    """The number in force on `day`. Raises Misconfigured when the setting is unknown or words."""
    value = _value(reader, book, name, day)
    if isinstance(value, str):
        raise Misconfigured(name, "is words, not a number")
    return value


def words_at(reader: Reader, book: str, name: str, day: date) -> str:
    """The words in force on `day`: hours such as `08:30-17:15`."""
    value = _value(reader, book, name, day)
    if isinstance(value, int):
        raise Misconfigured(name, "is a number, not words")
    return value


def timeline(reader: Reader, book: str, name: str) -> Timeline:
    """Every number there ever was or is announced, by its first day: to be asked many times."""
    own = [
        (date.fromisoformat(since), msgspec.json.decode(value, type=int))
        for since, value in reader.all(_ALL, book=book, name=name)
    ]
    known = [(since, value) for since, value in _shipped(name).values if isinstance(value, int)]
    before = [one for one in known if not own or one[0] < own[0][0]]
    return (*before, *own)


def spans(known: Timeline, first: date, until: date) -> list[tuple[int, int]]:
    """The numbers in force from `first` up to before `until`: (days, value), in order of time."""
    cuts = [first, *(since for since, _ in known if first < since < until), until]
    return [
        ((end - start).days, _latest(known, start)) for start, end in pairwise(cuts) if end > start
    ]


def _latest(known: Timeline, day: date) -> int:
    in_force = [value for since, value in known if since <= day]
    return in_force[-1] if in_force else known[0][1]


def in_force(reader: Reader, book: str, name: str, day: date) -> Value:
    """The number or the words in force on `day`."""
    return _value(reader, book, name, day)


def own_values(reader: Reader, book: str, name: str) -> tuple[tuple[date, Value], ...]:
    """The bank's own values by their first day, those to come too."""
    return tuple(
        (date.fromisoformat(since), msgspec.json.decode(value, type=int | str))
        for since, value in reader.all(_ALL, book=book, name=name)
    )


def put(tx: Tx, book: str, name: str, since: date, value: Value) -> None:
    """A bank's own value from `since` on. Raises Misconfigured for an unknown name or kind."""
    kind = type(_shipped(name).values[0][1])
    if type(value) is not kind:
        raise BadInput(name, f"should be {kind.__name__}")
    told = msgspec.json.encode(value).decode()
    tx.run(_PUT, book=book, name=name, since=since.isoformat(), value=told)


@cache
def shipped() -> Mapping[str, Tariff]:
    """Every setting there is, by name."""
    tables = tomllib.loads(files(__package__).joinpath("tariffs.toml").read_text("utf-8"))
    return {
        f"{area}.{name}": _read(f"{area}.{name}", said)
        for area, settings in tables.items()
        for name, said in settings.items()
    }


def _read(name: str, said: Mapping[str, object]) -> Tariff:
    values = said["values"]
    assert isinstance(values, dict), f"tariff {name} has no value"
    dated = sorted((date.fromisoformat(since), value) for since, value in values.items())
    return Tariff(name, str(said["about"]), str(said["source"]), tuple(dated))


def _shipped(name: str) -> Tariff:
    try:
        return shipped()[name]
    except KeyError:
        raise Misconfigured(name, "no such tariff") from None


def _value(reader: Reader, book: str, name: str, day: date) -> Value:
    known = _shipped(name)
    row = reader.one(_IN_FORCE, book=book, name=name, day=day.isoformat())
    if row is not None:
        value: Value = msgspec.json.decode(row[0], type=int | str)
        return value
    in_force = [value for since, value in known.values if since <= day]
    return in_force[-1] if in_force else known.values[0][1]
