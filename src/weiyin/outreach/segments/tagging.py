"""Tags by rule: exactly those whom a rule means have the tag."""

from __future__ import annotations

from datetime import date
from functools import partial

from weiyin.outreach.segments.audience import members, tag, untag
from weiyin.people.followers import is_following
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

_PAGE = 2_000
_TAGGED = sql("SELECT openid FROM audience_tags WHERE oa = :oa AND tag = :tag")


def retag(store: Store, oa: str, name: str, rule: str, today: date) -> list[str]:
    """Give the tag `name` to whom the rule means and take it off others; who has it then.

    Only followers count. Raises `BadInput` for a rule that cannot be read.
    """
    wanted: list[str] = []
    after = ""
    while page := store.read(partial(_page, oa=oa, rule=rule, today=today, after=after)):
        after = page[-1][0]
        wanted += [openid for openid, follows in page if follows]
    had = {row[0] for row in store.read(lambda r: r.all(_TAGGED, oa=oa, tag=name))}
    store.run(partial(_change, oa=oa, name=name, on=set(wanted) - had, off=had - set(wanted)))
    return wanted


def _page(reader: Reader, oa: str, rule: str, today: date, after: str) -> list[tuple[str, bool]]:
    found = members(reader, oa, rule, today, after=after, most=_PAGE)
    return [(openid, is_following(reader, oa, openid)) for openid in found]


def _change(tx: Tx, oa: str, name: str, on: set[str], off: set[str]) -> None:
    for openid in on:
        tag(tx, oa, openid, name)
    for openid in off:
        untag(tx, oa, openid, name)
