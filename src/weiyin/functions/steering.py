"""Steering: which functions an official account offers, and the codes that open them.

An account is set up with groups of functions or single ones (its type); operators switch single
ones off and on. A process looks at the store once a second at most, so a switch holds everywhere
within a second.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import Clock, from_us, to_us
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.functions.declare import Declaration
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_LOOK_EVERY_S = 1.0
_CODE = re.compile(r"[0-9A-Za-z#*]{1,6}", re.ASCII)
_HEARD = "该业务暂停办理，请稍后再试，或联系人工客服"
_NOT_HERE = "本公众号暂不提供该业务，请在本行其他渠道办理"

_OFF = sql("SELECT function_id, why, by_whom, off_us FROM function_switches WHERE oa = :oa")
_PUT_OFF = sql("""
    INSERT INTO function_switches (oa, function_id, why, by_whom, off_us)
    VALUES (:oa, :function_id, :why, :by, :now_us)
    ON CONFLICT (oa, function_id) DO UPDATE
    SET why = excluded.why, by_whom = excluded.by_whom, off_us = excluded.off_us
""")
_PUT_ON = sql("DELETE FROM function_switches WHERE oa = :oa AND function_id = :function_id")
_CODES = sql("SELECT code, function_id FROM command_codes WHERE oa = :oa ORDER BY code")
_PUT_CODE = sql("""
    INSERT INTO command_codes (oa, code, function_id) VALUES (:oa, :code, :function_id)
    ON CONFLICT (oa, code) DO UPDATE SET function_id = excluded.function_id
""")
_DROP_CODE = sql("DELETE FROM command_codes WHERE oa = :oa AND code = :code")


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    function_id: str
    why: str
    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class _Seen:
    looked_at: float
    off: frozenset[str]
    codes: Mapping[str, str]


class Steering:
    """Safe to share between threads. `groups` of each account; none: every function there is."""

    def __init__(self, groups: Mapping[str, frozenset[str]], clock: Clock) -> None:
        self._groups, self._clock = groups, clock
        self._lock = threading.Lock()
        self._seen: dict[str, _Seen] = {}

    def check(self, reader: Reader, oa: str, said: Declaration) -> None:
        """Raises NotAllowed (`not_here`, `switched_off`) for what the account does not offer."""
        if not self.belongs(oa, said):
            raise NotAllowed("not_here", _NOT_HERE)
        if said.id in self._look(reader, oa).off:
            raise NotAllowed("switched_off", _HEARD)

    def belongs(self, oa: str, said: Declaration) -> bool:
        """Whether the account was set up with this function at all."""
        groups = self._groups.get(oa)
        return not groups or said.group in groups or said.id in groups

    def offers(self, oa: str) -> frozenset[str]:
        """The groups and ids that the account was set up with; none: all."""
        return self._groups.get(oa, frozenset())

    def command(self, reader: Reader, oa: str, text: str) -> str | None:
        """The function that `text`, being a code and nothing else, opens."""
        return self._look(reader, oa).codes.get(text.strip().upper())

    def _look(self, reader: Reader, oa: str) -> _Seen:
        at = self._clock.monotonic()
        seen = self._seen.get(oa)
        if seen is not None and 0 <= at - seen.looked_at < _LOOK_EVERY_S:
            return seen
        off = frozenset(one.function_id for one in switched_off(reader, oa))
        fresh = _Seen(at, off, dict(codes_of(reader, oa)))
        with self._lock:
            self._seen[oa] = fresh
        return fresh


def switched_off(reader: Reader, oa: str) -> list[SwitchedOff]:
    rows = reader.all(_OFF, oa=oa)
    return [SwitchedOff(id_, why, by, from_us(off_us)) for id_, why, by, off_us in rows]


def switch_off(tx: Tx, oa: str, function_id: str, *, why: str, by: str, now: datetime) -> None:
    """Offer it no more, until it is switched on."""
    if not why.strip():
        raise BadInput("why", "请填写停用原因")
    tx.run(_PUT_OFF, oa=oa, function_id=function_id, why=why, by=by, now_us=to_us(now))


def switch_on(tx: Tx, oa: str, function_id: str) -> None:
    tx.run(_PUT_ON, oa=oa, function_id=function_id)


def codes_of(reader: Reader, oa: str) -> list[tuple[str, str]]:
    """(code, function id), by code."""
    return [(code, function_id) for code, function_id in reader.all(_CODES, oa=oa)]


def put_code(tx: Tx, oa: str, code: str, function_id: str) -> None:
    """Raises BadInput for what is no code: one to six digits, letters, # or *."""
    if not _CODE.fullmatch(code):
        raise BadInput("code", "指令由1至6位数字、字母、#或*组成")
    tx.run(_PUT_CODE, oa=oa, code=code.upper(), function_id=function_id)


def drop_code(tx: Tx, oa: str, code: str) -> None:
    tx.run(_DROP_CODE, oa=oa, code=code)
