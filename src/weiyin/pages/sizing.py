"""Large characters, for eyes that want them: kept for who is known, else in a cookie."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from weiyin.base.headers import set_cookie
from weiyin.pages.goals import goal_from_referer
from weiyin.pages.visit import SIZE_COOKIE, Visit
from weiyin.people.display.choice import Display, choose_display, chosen_display
from weiyin.people.sessions import SessionOver, access_session
from weiyin.storage.store import Tx

_YEAR_SECONDS = 365 * 24 * 3600


def change_size(visit: Visit) -> Response:
    """`POST /p/size`: large becomes ordinary and the other way round; back to where it was."""
    goal = goal_from_referer(visit.referer, visit.origin)
    large = not _kept(visit)
    if goal is None:
        look = replace(visit.look, large=large)
        response: Response = visit.renderer.page("sized.html", look=look, signed_in=False)
    else:
        response = RedirectResponse(goal, 303)
    set_cookie(response, SIZE_COOKIE, "large" if large else "", _YEAR_SECONDS)
    return response


def _kept(visit: Visit) -> bool:
    """Whether pages were large until now; turned round for the person whose session it is."""

    def turn(tx: Tx) -> bool:
        now = visit.deps.clock.now()
        session = access_session(tx, visit.token, now)
        before = chosen_display(tx, session.oa, session.openid) or Display(visit.look.large)
        after = replace(before, large=not before.large)
        choose_display(tx, session.oa, session.openid, after, now)
        return before.large

    try:
        return visit.deps.store.run(turn) if visit.token else visit.look.large
    except SessionOver:
        return visit.look.large


def brand_css(visit: Visit) -> Response:
    """`GET /p/brand.css`: the colour of an account, as the one style that settings decide."""
    asked, personas = f"#{visit.query.get('v', '')}", visit.deps.settings.personas
    known = {persona.colour for persona in personas.values()}
    colour = asked if asked in known else visit.look.persona.colour
    return Response(
        f":root, body {{ --bank: {colour}; }}\n",
        media_type="text/css",
        headers={"cache-control": "public, max-age=86400"},
    )
