"""What a banking function gives back. By type, chat cannot move money: a function of risk MOVE
returns a `DraftRequest`, and a draft becomes an entry only on a confirmed page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from weiyin.base.money import Money
from weiyin.base.pictures import Chart, Download, Map, Qr, Stage
from weiyin.base.reply import Article
from weiyin.people.drafts import StepUp

__all__ = ["Answer", "DraftRequest", "Payment", "StepUp", "Table"]


class Table(Struct, frozen=True):
    """Rows of words, already formatted for people, newest or nearest first.

    `total` is how many there are when these are only the first of them; 0: these are all.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int = 0
    keys: tuple[str, ...] = ()
    """What each row is known by; of a table `beside`, each column after the first."""
    opens: str = ""
    """The function whose page tells more of one: its linked input takes the key."""
    pick: str = ""
    """The function's own input of kind SEVERAL that takes some of the keys."""
    beside: bool = False
    """Things stand side by side, a column each; the first column names what is compared."""


class Answer(Struct, frozen=True):
    """`lead` says it in a sentence; facts are (label, value); doors choose what they can show."""

    title: str
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    cards: tuple[Article, ...] = ()
    charts: tuple[Chart, ...] = ()
    steps: tuple[Stage, ...] = ()
    """How far something has come, first to last."""
    qr: Qr | None = None
    map: Map | None = None
    papers: tuple[Download, ...] = ()
    """Each made by the function's own `paper` when it is asked for."""
    next: tuple[str, ...] = ()
    """Ids of functions that a person often wants after this one."""
    about: tuple[str, str] | None = None
    """The thing told of: the name of an input, and its key. Those of `next` that link it know."""
    pending: bool = False
    """True while the outcome is not known yet: the page says so and a notice follows."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What the rules of risk judge. `payee`: an account number, a phone, the same every time."""

    payee: str
    amount: Money


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """Something a person is about to confirm. Nothing has happened yet.

    `facts` are shown on the page and bound to the code; `order` is the typed instruction that
    `perform` receives; `phone` is where a code goes (never shown whole); `words` name the matter
    in the text message, for example 向尾号1234转账500.00元.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    order: Any
    step_up: StepUp
    phone: str = ""
    words: str = ""
    warning: str = ""
    payment: Payment | None = None
    """Set when money goes to somebody else: it is screened before it is shown and as it is made."""
    pause_seconds: int = 0
    """How long the warning must stand before it can be confirmed."""
