"""How an `Answer` is worded: short lines in a chat, a table on a page."""

from __future__ import annotations

from urllib.parse import urlencode

from weiyin.base import views
from weiyin.base.reply import Articles, Link, Reply, Say
from weiyin.functions.answers import Answer, Table
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Function
from weiyin.reception.forms import form_field
from weiyin.reception.links import form_path, link_query, link_to
from weiyin.reception.rows import CHAT_ROWS, chat_rows


def in_chat(answer: Answer, oa: str, function_id: str, catalogue: Catalogue) -> Reply:
    """The reply for a conversation: words, with ways on; cards when the answer has them."""
    if answer.cards:
        return Articles(answer.cards, answer.lead)
    lines = [answer.lead] if answer.lead else []
    lines += [f"{label}：{value}" for label, value in answer.facts]
    links: tuple[Link, ...] = ()
    if answer.table is not None and answer.table.rows:
        lines += ["", *chat_rows(answer.table)]
        links = _rest_of(answer.table, form_path(oa, function_id))
    if not links and _has_pictures(answer):
        links = (Link("打开查看", form_path(oa, function_id)),)
    words = _inert("\n".join(lines).strip())
    return Say(words, links=links + _ways_on(answer, oa, function_id, catalogue))


def _has_pictures(answer: Answer) -> bool:
    """Whether a page shows what a chat cannot."""
    return bool(answer.charts or answer.steps or answer.qr or answer.map or answer.papers)


def _inert(words: str) -> str:
    """A chat draws `<a href>`: what others wrote (a memo, a name) must not become our link."""
    return words.replace("<", "＜").replace(">", "＞")


def _rest_of(table: Table, path: str) -> tuple[Link, ...]:
    total = table.total or len(table.rows)
    if total > CHAT_ROWS:
        return (Link(f"查看全部{total}条", path),)
    # As many as were asked for, and nobody counted: there may be more.
    return (Link("查看更多", path),) if total == CHAT_ROWS else ()


def _ways_on(answer: Answer, oa: str, function_id: str, catalogue: Catalogue) -> tuple[Link, ...]:
    """Links to the pages of what often follows; to the page of the same function: to change it."""
    known = [catalogue.get(id_) for id_ in answer.next if catalogue.has(id_)]
    return tuple(
        Link("点此修改", form_path(oa, function_id))
        if one.id == function_id
        else link_to(oa, one, answer.about)
        for one in known
    )


def on_page(answer: Answer, function_id: str, catalogue: Catalogue) -> views.ResultView:
    """The view for a page of `function_id`."""
    return views.ResultView(
        title=answer.title,
        status="pending" if answer.pending else "ok",
        lead=answer.lead,
        facts=answer.facts,
        table=_table(answer.table, catalogue.get(function_id), catalogue),
        charts=answer.charts,
        steps=answer.steps,
        qr=answer.qr,
        map=answer.map,
        papers=tuple(
            views.Link(one.label, f"/p/f/{function_id}/paper?{urlencode(one.values)}")
            for one in answer.papers
        ),
        next=tuple(
            views.Link(
                catalogue.get(id_).declaration.title,
                f"/p/f/{id_}{link_query(catalogue.get(id_), answer.about)}",
            )
            for id_ in answer.next
            if catalogue.has(id_) and id_ != function_id
        ),
    )


def _table(table: Table | None, function: Function, catalogue: Catalogue) -> views.Table | None:
    if table is None:
        return None
    pick = next((form_field(one) for one in function.inputs if one.name == table.pick), None)
    opens = ""
    if table.opens:
        name = next(one.name for one in catalogue.get(table.opens).inputs if one.input.linked)
        opens = f"/p/f/{table.opens}?{name}="
    return views.Table(
        columns=table.columns,
        rows=table.rows,
        total=table.total if table.total > len(table.rows) else 0,
        keys=table.keys,
        opens=opens,
        pick=pick,
        beside=table.beside,
    )
