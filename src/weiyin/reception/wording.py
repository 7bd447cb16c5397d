"""How an `Answer` is worded: short lines in a chat, a table on a page."""

from __future__ import annotations

from weiyin.base import views
from weiyin.base.reply import Articles, Link, Reply, Say
from weiyin.functions.answers import Answer, Table
from weiyin.functions.catalogue import Catalogue
from weiyin.reception.links import form_path, link_to

CHAT_ROWS = 6
"""Rows of a table that fit on a phone's screen of chat; the rest is on the page."""


def in_chat(answer: Answer, oa: str, function_id: str, catalogue: Catalogue) -> Reply:
    """The reply for a conversation: words, with ways on; cards when the answer has them."""
    if answer.cards:
        return Articles(answer.cards, answer.lead)
    lines = [answer.lead] if answer.lead else []
    lines += [f"{label}：{value}" for label, value in answer.facts]
    links: tuple[Link, ...] = ()
    if answer.table is not None:
        lines += [_row(row) for row in answer.table.rows[:CHAT_ROWS]]
        if len(answer.table.rows) > CHAT_ROWS:
            links = (Link(f"查看全部{len(answer.table.rows)}条", form_path(oa, function_id)),)
    return Say("\n".join(lines), links=links + _ways_on(answer, oa, catalogue))


def _ways_on(answer: Answer, oa: str, catalogue: Catalogue) -> tuple[Link, ...]:
    return tuple(link_to(oa, catalogue.get(id_)) for id_ in answer.next if catalogue.has(id_))


def _row(row: tuple[str, ...]) -> str:
    return "· " + "  ".join(cell for cell in row if cell)


def on_page(answer: Answer, catalogue: Catalogue) -> views.ResultView:
    """The view for a page."""
    return views.ResultView(
        title=answer.title,
        status="pending" if answer.pending else "ok",
        lead=answer.lead,
        facts=answer.facts,
        table=_table(answer.table),
        next=tuple(
            views.Link(catalogue.get(id_).declaration.title, f"/p/f/{id_}")
            for id_ in answer.next
            if catalogue.has(id_)
        ),
    )


def _table(table: Table | None) -> views.Table | None:
    return None if table is None else views.Table(table.columns, table.rows)
