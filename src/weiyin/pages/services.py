"""All services on one page: grouped as the menus are, found by typing a word."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.pages.visit import Visit


def show_services(visit: Visit) -> Response:
    """`GET /p/services`: nothing of anybody's; each entry leads through the sign-in."""
    settings = visit.deps.settings
    oa = visit.query.get("oa", settings.default_oa)
    groups = visit.deps.forms.services(oa if oa in settings.oas else settings.default_oa)
    return visit.renderer.page("services.html", look=visit.look, signed_in=False, groups=groups)
