"""Drawing the console: Jinja2 with everything escaped, in Tabler's clothes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from weiyin.base.clock import SHANGHAI
from weiyin.base.money import Money
from weiyin.console.figures.charts import has_data
from weiyin.console.said import SAID
from weiyin.console.section import Section
from weiyin.console.words import Lang, Words
from weiyin.people.staff.roles import Scope

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


class MenuItem(Protocol):
    """A page as the menu shows it; `place` 0: it does not."""

    @property
    def words(self) -> Words: ...
    @property
    def section(self) -> Section: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def place(self) -> int: ...


class Looking(Protocol):
    """Whoever looks at the page, as the templates ask about them."""

    @property
    def query(self) -> Mapping[str, str]: ...
    @property
    def lang(self) -> Lang: ...
    @property
    def is_signed_in(self) -> bool: ...
    def say(self, zh: str, en: str) -> str: ...
    def may(self, scope: Scope) -> bool: ...


class Renderer:
    """Draws templates for one bank. Made once, at start-up. `pages` make the menu."""

    def __init__(self, bank_name: str, pages: Sequence[MenuItem], *, demo: bool) -> None:
        self._pages = pages
        self._versions = {
            str(path.relative_to(STATIC)): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            for path in sorted(STATIC.rglob("*"))
            if path.is_file()
        }
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            bank_name=bank_name, demo=demo, asset=self.asset, Scope=Scope
        )
        self._templates.filters.update(
            when=_when, day=_day, yuan=_yuan, chart=_chart, thousands=_thousands
        )
        self._templates.tests["drawn"] = has_data

    def asset(self, name: str) -> str:
        """The address of a file under `static/`; changes when the file does."""
        return f"/console/static/{name}?v={self._versions.get(name, 'none')}"

    def page(self, template: str, visit: Looking, *, status: int, **values: Any) -> HTMLResponse:
        said = SAID.get(visit.query.get("said", ""))
        html = self._templates.get_template(template).render(
            visit=visit,
            t=visit.say,
            lang=visit.lang,
            menu=self._menu(visit) if visit.is_signed_in else (),
            said=said.say(visit.lang) if said else "",
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def part(self, template: str, visit: Looking, *, status: int, **values: Any) -> HTMLResponse:
        html = self._templates.get_template(template).render(
            visit=visit, t=visit.say, lang=visit.lang, **values
        )
        return HTMLResponse(html, status_code=status)

    def draw(self, template: str, lang: Lang, **values: Any) -> str:
        """A piece for whoever looks: nothing in it depends on them but their language."""

        def t(zh: str, en: str) -> str:
            return Words(zh, en).say(lang)

        return self._templates.get_template(template).render(t=t, lang=lang, **values)

    def _menu(self, visit: Looking) -> list[tuple[str, list[MenuItem]]]:
        """The sections with the pages that this person may open."""
        found: dict[str, list[MenuItem]] = {}
        for page in self._pages:
            if page.place and visit.may(page.scope):
                found.setdefault(page.section.value.say(visit.lang), []).append(page)
        return list(found.items())


def _when(moment: datetime | None) -> str:
    """A moment by Shanghai's clocks, to the second."""
    return "" if moment is None else moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _day(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d")


def _yuan(fen: int) -> str:
    return str(Money(fen))


def _thousands(number: int) -> str:
    return f"{number:,}"


def _chart(options: dict[str, Any]) -> str:
    """What `console.js` draws: ECharts options, escaped into an attribute by the template."""
    return json.dumps(options, ensure_ascii=False)
