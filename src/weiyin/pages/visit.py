"""One request as a page sees it: bounded, decoded, each parameter once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weiyin.pages.look import Look
from weiyin.pages.ports import PagesDeps
from weiyin.pages.render import Renderer
from weiyin.people.display.choice import Display, Language
from weiyin.people.sessions import Session, SessionOver

SESSION_COOKIE = "__Host-weiyin"
ARRIVAL_COOKIE = "__Host-weiyin-arrival"
SIZE_COOKIE = "__Host-weiyin-size"


@dataclass(frozen=True, slots=True)
class Visit:
    """What an endpoint gets. `origin` is ours, by the Host header, already checked."""

    deps: PagesDeps
    renderer: Renderer
    origin: str
    path: str
    """Without the query, as the browser asked for it: `/p/f/…`."""
    parts: Mapping[str, str]
    query: Mapping[str, str]
    posted: Mapping[str, str]
    cookies: Mapping[str, str]
    referer: str
    by_htmx: bool
    session: Session | None = None
    display: Display | None = None
    """What the person chose for every page, once they are known."""

    @property
    def signed_in(self) -> Session:
        if self.session is None:
            raise SessionOver
        return self.session

    @property
    def token(self) -> str:
        """What the browser holds of a session: nothing until it is looked up."""
        return self.cookies.get(SESSION_COOKIE, "").rpartition(".")[2]

    @property
    def last_oa(self) -> str:
        """The account signed in to last, as the cookie tells: only to choose where to sign in."""
        oa = self.cookies.get(SESSION_COOKIE, "").rpartition(".")[0]
        return oa if oa in self.deps.settings.oas else self.deps.settings.default_oa

    @property
    def look(self) -> Look:
        """As the person chose; of somebody who is not known, as their browser did."""
        persona = self.deps.settings.persona(self.session.oa if self.session else self.last_oa)
        if self.display is not None:
            english = self.display.language is Language.ENGLISH
            return Look(self.display.large, english, persona)
        return Look(self.cookies.get(SIZE_COOKIE) == "large", persona=persona)
