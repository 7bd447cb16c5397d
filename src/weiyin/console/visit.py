"""One request as a console page sees it, and the ways to answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from weiyin.base.cells import to_csv
from weiyin.console.deps import ConsoleDeps
from weiyin.console.render import Renderer
from weiyin.console.words import Lang, Words
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.sessions import StaffSession, StaffSessionOver
from weiyin.people.staff.staff import STAFF_LOG, Staff, who
from weiyin.storage import audit
from weiyin.storage.store import Reader, Tx

SESSION_COOKIE = "__Host-weiyin-staff"
BROWSER_COOKIE = "__Host-weiyin-browser"
LANG_COOKIE = "__Host-weiyin-lang"

T = TypeVar("T")
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page gets. All its reads and deeds are about `oa`, unless it says otherwise."""

    deps: ConsoleDeps
    renderer: Renderer
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    posted: Mapping[str, str]
    cookies: Mapping[str, str]
    by_htmx: bool
    deed: str = ""
    session: StaffSession | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.session is not None

    @property
    def signed_in(self) -> StaffSession:
        if self.session is None:
            raise StaffSessionOver
        return self.session

    @property
    def staff(self) -> Staff:
        return self.signed_in.staff

    @property
    def oa(self) -> str:
        return self.signed_in.oa

    @property
    def book(self) -> str:
        """The set of books that the account works on."""
        return self.deps.settings.books[self.oa]

    @property
    def now(self) -> datetime:
        return self.deps.clock.now()

    @property
    def lang(self) -> Lang:
        return "en" if self.cookies.get(LANG_COOKIE) == "en" else "zh"

    def may(self, scope: Scope) -> bool:
        return self.staff.may(scope, self.oa)

    def say(self, zh: str, en: str) -> str:
        return Words(zh, en).say(self.lang)

    def read(self, work: Callable[[Reader], T]) -> T:
        return self.deps.store.read(work)

    def do(
        self,
        whom: str,
        work: Callable[[Tx], T],
        *,
        why: str = "",
        detail: Mapping[str, str] = _NOTHING,
        oa: str = "",
    ) -> T:
        """Do `work` and write down who did this route's deed to `whom`: both or neither."""

        def both(tx: Tx) -> T:
            done = work(tx)
            self.record(tx, whom, "done", why=why, detail=detail, oa=oa)
            return done

        return self.deps.store.run(both)

    def record(
        self,
        tx: Tx,
        whom: str,
        outcome: str,
        *,
        why: str = "",
        detail: Mapping[str, str] = _NOTHING,
        oa: str = "",
    ) -> None:
        """A row of the audit log; `oa`: of another account, or of the house (`STAFF_LOG`)."""
        session = self.session
        audit.record(
            tx,
            oa=oa or (session.oa if session else STAFF_LOG),
            who=who(session.staff.login) if session else "nobody",
            what=self.deed or f"look {self.path}",
            whom=whom,
            why=why,
            outcome=outcome,
            at=self.now,
            detail=detail,
        )

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A whole page, in the console's frame."""
        return self.renderer.page(template, self, status=status, **values)

    def part(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A piece of a page, for htmx to put in place."""
        return self.renderer.part(template, self, status=status, **values)

    def csv(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
        """A table to take away; no cell is a formula."""
        told = {"content-disposition": f'attachment; filename="{name}-{self.oa}.csv"'}
        return Response(to_csv(header, rows), media_type="text/csv; charset=utf-8", headers=told)

    def go(self, path: str, said: str = "", **query: str) -> Response:
        """On to another page of the console, which then says `said` (a word of `said.py`)."""
        told = {**query, "said": said} if said else query
        address = f"/console{path}" + (f"?{urlencode(told)}" if told else "")
        if self.by_htmx:
            return Response(status_code=200, headers={"hx-redirect": address})
        return RedirectResponse(address, 303)
