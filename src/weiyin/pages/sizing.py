"""Large characters, for eyes that want them: a cookie and nothing more."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from weiyin.base.headers import set_cookie
from weiyin.pages.goals import goal_from_referer
from weiyin.pages.visit import SIZE_COOKIE, Visit

_YEAR_SECONDS = 365 * 24 * 3600


def change_size(visit: Visit) -> Response:
    """`POST /p/size`: large becomes ordinary and the other way round; back to where it was."""
    goal = goal_from_referer(visit.referer, visit.origin)
    if goal is None:
        response: Response = visit.renderer.page(
            "sized.html", large=not visit.large, signed_in=False
        )
    else:
        response = RedirectResponse(goal, 303)
    set_cookie(response, SIZE_COOKIE, "" if visit.large else "large", _YEAR_SECONDS)
    return response


def brand_css(visit: Visit) -> Response:
    """`GET /p/brand.css`: the bank's colour, as the one style that settings decide."""
    colour = visit.deps.settings.brand_colour
    return Response(
        f":root, body {{ --bank: {colour}; }}\n",
        media_type="text/css",
        headers={"cache-control": "public, max-age=86400"},
    )
