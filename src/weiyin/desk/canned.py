"""Canned answers: typed as `/code`, with `{name}`, `{number}`, `{bank}` filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.errors import BadInput
from weiyin.base.ids import row_id
from weiyin.desk.screening import check_words
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

VARIABLES = {"name": "客户称呼", "number": "工号", "bank": "银行名称", "hotline": "客服热线"}
_VARIABLE = re.compile(r"\{(\w+)\}")
_CODE = re.compile(r"[a-z0-9]{1,12}")

_PUT = sql(
    "INSERT INTO desk_canned (canned_id, oa, skill, code, title, words)"
    " VALUES (:canned_id, :oa, :skill, :code, :title, :words) ON CONFLICT (oa, code)"
    " DO UPDATE SET skill=excluded.skill, title=excluded.title, words=excluded.words"
)
_DROP = sql("DELETE FROM desk_canned WHERE oa=:oa AND code=:code")
_ALL = sql("SELECT code, skill, title, words FROM desk_canned WHERE oa=:oa ORDER BY code")


@dataclass(frozen=True, slots=True)
class Canned:
    """`skill`: whose it is; empty for everybody."""

    code: str
    skill: str
    title: str
    words: str

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with what is known put in; what is not known stays to be seen."""
        return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), self.words)


def put_canned(tx: Tx, oa: str, canned: Canned, now: datetime) -> None:
    """New, or in place of the one with its code. Raises BadInput, and what `check_words` raises."""
    if not _CODE.fullmatch(canned.code):
        raise BadInput("code", "代码为 1 至 12 位小写字母或数字")
    unknown = set(_VARIABLE.findall(canned.words)) - VARIABLES.keys()
    if unknown or not canned.words:
        raise BadInput("words", f"可用的变量：{'、'.join(f'{{{name}}}' for name in VARIABLES)}")
    check_words(canned.words)
    tx.run(
        _PUT,
        canned_id=row_id(now),
        oa=oa,
        skill=canned.skill,
        code=canned.code,
        title=canned.title,
        words=canned.words,
    )


def drop_canned(tx: Tx, oa: str, code: str) -> bool:
    return tx.run(_DROP, oa=oa, code=code) == 1


def canned_of(reader: Reader, oa: str) -> tuple[Canned, ...]:
    return tuple(Canned(*map(str, row)) for row in reader.all(_ALL, oa=oa))
