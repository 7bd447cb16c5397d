"""Versions of an account's menus: every one that was ever proposed, and which is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from weiyin.base.clock import from_us, to_us
from weiyin.base.errors import NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_NEXT = sql("SELECT COALESCE(MAX(version), 0) + 1 FROM menu_versions WHERE oa = :oa")
_ADD = sql("""
    INSERT INTO menu_versions (oa, version, tag, menu, made_by, made_us)
    VALUES (:oa, :version, :tag, :menu, :by, :now_us)
""")
_COLUMNS = "version, tag, menu, made_by, made_us, published_us"
_ALL = sql(f"SELECT {_COLUMNS} FROM menu_versions WHERE oa = :oa ORDER BY version DESC")
_ONE = sql(f"SELECT {_COLUMNS} FROM menu_versions WHERE oa = :oa AND version = :version")
_LIVE = sql(f"""
    SELECT {_COLUMNS} FROM menu_versions WHERE oa = :oa AND published_us IS NOT NULL
    ORDER BY published_us, version
""")
_WITHDRAWN = sql("UPDATE menu_versions SET published_us = NULL WHERE oa = :oa AND tag = :tag")
_PUBLISHED = sql("""
    UPDATE menu_versions SET published_us = :now_us WHERE oa = :oa AND version = :version
""")


@dataclass(frozen=True, slots=True)
class MenuVersion:
    """`menu` as WeChat's JSON has it; `tag` empty: for everybody."""

    version: int
    tag: str
    menu: dict[str, Any]
    made_by: str
    made_at: datetime
    published_at: datetime | None


def add_version(tx: Tx, oa: str, menu: dict[str, Any], *, tag: str, by: str, now: datetime) -> int:
    """Keep it; returns its number. Whether WeChat would take it, the caller has judged."""
    row = tx.one(_NEXT, oa=oa)
    version = int(row[0]) if row else 1
    told = msgspec.json.encode(menu).decode()
    tx.run(_ADD, oa=oa, version=version, tag=tag, menu=told, by=by, now_us=to_us(now))
    return version


def versions_of(reader: Reader, oa: str) -> list[MenuVersion]:
    """The newest first."""
    return [_made(row) for row in reader.all(_ALL, oa=oa)]


def access_version(reader: Reader, oa: str, version: int) -> MenuVersion:
    """Raises NotFound."""
    row = reader.one(_ONE, oa=oa, version=version)
    if row is None:
        raise NotFound
    return _made(row)


def live_versions(reader: Reader, oa: str) -> dict[str, MenuVersion]:
    """What is shown now, by tag: of each the version published last."""
    return {one.tag: one for one in map(_made, reader.all(_LIVE, oa=oa))}


def withdrawn(tx: Tx, oa: str, tag: str) -> None:
    """People with that tag see everybody's menu again."""
    tx.run(_WITHDRAWN, oa=oa, tag=tag)


def published(tx: Tx, oa: str, version: int, now: datetime) -> None:
    tx.run(_PUBLISHED, oa=oa, version=version, now_us=to_us(now))


def _made(row: tuple[Any, ...]) -> MenuVersion:
    version, tag, menu, by, made_us, published_us = row
    shown = None if published_us is None else from_us(published_us)
    return MenuVersion(version, tag, msgspec.json.decode(menu), by, from_us(made_us), shown)
