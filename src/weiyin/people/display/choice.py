"""大字版 and English: chosen once by a person, honoured by every page and the fixed words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weiyin.base.clock import to_us
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_GET = sql("SELECT large, language FROM display_choices WHERE oa = :oa AND openid = :openid")
_SET = sql("""
    INSERT INTO display_choices (oa, openid, large, language, changed_us)
    VALUES (:oa, :openid, :large, :language, :at_us)
    ON CONFLICT (oa, openid) DO UPDATE
    SET large = excluded.large, language = excluded.language, changed_us = excluded.changed_us
""")


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Display:
    large: bool = False
    language: Language = Language.CHINESE


def chosen_display(reader: Reader, oa: str, openid: str) -> Display | None:
    """None for somebody who has chosen nothing yet."""
    row = reader.one(_GET, oa=oa, openid=openid)
    return None if row is None else Display(bool(row[0]), Language(row[1]))


def display_of(reader: Reader, oa: str, openid: str) -> Display:
    return chosen_display(reader, oa, openid) or Display()


def choose_display(tx: Tx, oa: str, openid: str, wanted: Display, at: datetime) -> None:
    tx.run(
        _SET,
        oa=oa,
        openid=openid,
        large=int(wanted.large),
        language=wanted.language.value,
        at_us=to_us(at),
    )
