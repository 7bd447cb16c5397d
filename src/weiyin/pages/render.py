"""Drawing pages: Jinja2 with everything escaped, and the addresses of our assets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from weiyin.base.errors import Misconfigured
from weiyin.base.mask import tail
from weiyin.pages import charts, maps
from weiyin.pages.look import PLAIN, Look
from weiyin.pages.ports import PagesSettings

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_SERIAL = re.compile(r"[0-9A-Za-z]{20,40}", re.ASCII)
_AMOUNT = re.compile(r"[+\-−]?[¥￥]?\s?[\d,]+\.\d{2}(?:\s?元)?", re.ASCII)


class Renderer:
    """Draws templates for one bank. Made once, at start-up."""

    def __init__(self, settings: PagesSettings) -> None:
        for persona in settings.personas.values():
            if not _COLOUR.fullmatch(persona.colour):
                raise Misconfigured("brand_colour", "must look like #0b4ea2")
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
            asset=self.asset,
            arcs=charts.arcs,
            bars=charts.bars,
            spots=charts.spots,
            qr_svg=_qr_svg,
            drawn=maps.drawn,
        )
        self._templates.tests["amount"] = _is_amount
        self._templates.tests["serial"] = _is_serial
        self._templates.filters["tail"] = tail

    def asset(self, name: str) -> str:
        """The address of a file under `static/`; changes when the file does."""
        return f"/p/static/{name}?v={self._versions.get(name, 'none')}"

    def page(
        self,
        template: str,
        *,
        look: Look,
        signed_in: bool,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """A whole page. `values` are shown escaped."""
        html = self._templates.get_template(template).render(
            look=look,
            large=look.large,
            t=look.say,
            bank_name=look.persona.bank,
            hotline=look.persona.hotline,
            brand=look.persona.colour.removeprefix("#"),
            signed_in=signed_in,
            **values,
        )
        return HTMLResponse(html, status_code=status, headers=headers)

    def part(
        self, template: str, status: int = 200, *, look: Look = PLAIN, **values: Any
    ) -> HTMLResponse:
        """A piece of a page, for htmx to put in place."""
        html = self._templates.get_template(template).render(t=look.say, **values)
        return HTMLResponse(html, status)


def _qr_svg(payload: str) -> Markup:
    """A code as SVG, to stand in a page. Its parts are numbers: nothing of `payload` shows."""
    code = segno.make(payload, error="m", micro=False)
    return Markup(code.svg_inline(border=2, dark="#1d2129", omitsize=True))  # noqa: S704


def _is_serial(value: str) -> bool:
    """A long number of ours, for a colleague's eyes rather than the customer's."""
    return _SERIAL.fullmatch(value) is not None


def _is_amount(value: str) -> bool:
    return _AMOUNT.fullmatch(value.strip()) is not None
