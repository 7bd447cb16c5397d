"""What the pages need of the rest: reception implements these, `app` passes them in.

Every call may raise the errors of `base.errors`; a page turns them into words. Calls are plain
synchronous and may block: pages run them in threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from weiyin.base.clock import Clock
from weiyin.base.errors import NotFound
from weiyin.base.persona import PLAIN, Persona
from weiyin.base.pictures import Paper
from weiyin.base.signin import SignIn
from weiyin.base.views import (
    Agreement,
    CodeSent,
    DraftView,
    Form,
    FormSeal,
    Offer,
    PageResult,
    ResultView,
    SealedPin,
    ServiceGroup,
)
from weiyin.people.sessions import Session
from weiyin.storage.store import Store


class Forms(Protocol):
    def form(self, function_id: str) -> Form:
        """What to ask before the function can run. NotFound when it has no page."""
        ...

    def services(self, oa: str) -> tuple[ServiceGroup, ...]:
        """Every service there is, under the menu it belongs to."""
        ...

    def agreement(self, oa: str, kind: str) -> Agreement:
        """The text a consent field points to. NotFound."""
        ...


class Counter(Protocol):
    """The functions' page side. `values` are the posted fields by name, trimmed, each once."""

    def start(
        self, session: Session, function_id: str, values: Mapping[str, str], rows: int
    ) -> PageResult:
        """Run a function with a posted form: its result, or a draft to confirm.

        `rows`: how many of a long list are wanted. Raises BadInput naming the field to mend.
        """
        ...

    def view(
        self, session: Session, function_id: str, values: Mapping[str, str], rows: int
    ) -> ResultView:
        """The result of a READ function, safe to repeat; `rows` as in `start`.

        BadInput when it needs its form first; NotAllowed for a function that is not READ.
        """
        ...

    def offers(
        self, session: Session, function_id: str, filled: Mapping[str, str]
    ) -> tuple[Offer, ...]:
        """What the form of a function may show beforehand. Raises NotBound.

        `filled` is what has been typed into it so far.
        """
        ...

    def seal(self, session: Session, function_id: str) -> FormSeal | None:
        """What the secret fields of the form are sealed with; None when it has none."""
        ...

    def paper(self, session: Session, function_id: str, values: Mapping[str, str]) -> Paper:
        """What a result offers for download. NotFound, BadInput."""
        ...

    def draft(self, session: Session, handle: str) -> DraftView: ...

    def send_code(self, session: Session, handle: str) -> CodeSent: ...

    def confirm(
        self, session: Session, handle: str, code: str, typed: SealedPin | None = None
    ) -> ResultView:
        """Do what the draft says, once; the same result again however often it is asked.

        Raises NeedsStepUp for a wrong or spent code, a wrong password, a warning not yet read (the
        draft stays open); BadInput when the password is missing or cannot be read.
        """
        ...


class PageSigner(Protocol):
    """Proves to WeChat that a page may use its JS-SDK."""

    def script(self, oa: str) -> str:
        """The address of the JS-SDK; empty when this account has none."""
        ...

    def sign(self, oa: str, url: str) -> Mapping[str, str | int]:
        """What `wx.config` needs on the page at `url`. NotFound for a page that is not ours."""
        ...


class NoSigner:
    """Pages that are not shown in WeChat: they ask the browser itself."""

    def script(self, oa: str) -> str:
        del oa
        return ""

    def sign(self, oa: str, url: str) -> Mapping[str, str | int]:
        del oa, url
        raise NotFound


@dataclass(frozen=True, slots=True)
class PagesSettings:
    """`origins`: the addresses we are reached at (`https://bank.example`)."""

    origins: tuple[str, ...]
    default_oa: str
    oas: tuple[str, ...]
    book: str = "main"
    """The set of books whose merchants redeem here: the default account's."""
    personas: Mapping[str, Persona] = field(default_factory=dict)
    """How each account shows the bank; one that is not there: as shipped."""
    frame_ancestors: tuple[str, ...] = ()
    """Origins that may show our pages in a frame: none, but for the demo's phone."""
    script_origins: tuple[str, ...] = ()
    """Where WeChat's JS-SDK may come from."""
    body_limit_bytes: int = 16 * 1024
    bind_path: str = "/p/f/account_bind_debit"
    """Where somebody goes who has no card bound."""
    bind_credit_path: str = "/p/f/account_bind_credit"
    """Where somebody goes who has no credit card bound."""
    risk_test_path: str = "/p/f/risk_assessment"
    """Where somebody goes who must be tested before buying."""

    def persona(self, oa: str) -> Persona:
        return self.personas.get(oa, PLAIN)


@dataclass(frozen=True, slots=True)
class PagesDeps:
    store: Store
    clock: Clock
    signin: SignIn
    forms: Forms
    counter: Counter
    settings: PagesSettings
    signer: PageSigner = field(default_factory=NoSigner)
