"""What a page shows and asks, free of HTML: functions say it, a page door draws it.

Amounts, names and card numbers arrive here already formatted and masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from weiyin.base.pictures import Chart, Map, Qr, SeatMap, Stage

FieldKind = Literal[
    "text",
    "money",
    "phone",
    "here",
    "card",
    "id",
    "name",
    "month",
    "date_range",
    "choice",
    "count",
    "several",
    "consent",
    "secret",
    "ticket",
    "any_card",
    "debit_card",
    "credit_card",
]
Fact = tuple[str, str]
"""A label and its value, as shown."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked on a form.

    A `date_range` posts `<name>_first` and `<name>_last` (ISO days) and reaches the desk under
    those two names; `several` posts `<name>.<key>` for each row of the answer's table that is
    ticked. A `ticket` is a token carried by the link to the form. A `consent` posts
    `yes`; its `help` is the agreement's kind (`/p/agreement/{kind}`). An `any_card`, `debit_card`
    or `credit_card` asks for the tail of a card that is bound: a page offers those of the person,
    and asks nothing when there is one.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    options: tuple[Choice, ...] = ()
    help: str = ""
    value: str = ""
    seats: SeatMap | None = None
    linked: bool = False
    """A link to the form may fill it in."""
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """For the field `name` of a form: what stands in it at first, and what a tap would put there.

    A page may leave it out: the form asks the same without.
    """

    name: str
    value: str = ""
    options: tuple[Choice, ...] = ()
    seats: SeatMap | None = None
    """To be tapped on a picture, where the page can draw it."""
    waits: bool = False
    """Not asked yet: something before it must be chosen first."""
    is_step: bool = False
    """One of the steps of a form that can also be left aside whole: not called optional."""


@dataclass(frozen=True, slots=True)
class Keypad:
    """What a secret is sealed with in the browser: RSA-OAEP, SHA-256.

    Sealed is the JSON object `{"handle": …, "typed": …}`.
    """

    key_id: str
    public_key: str
    """SPKI, base64."""


@dataclass(frozen=True, slots=True)
class FormSeal:
    """For the secret fields of a form: each is posted as `key_id.sealed` (base64), never plain."""

    keypad: Keypad
    handle: str
    """Whose form of what; sealed beside what was typed."""


@dataclass(frozen=True, slots=True)
class Form:
    title: str
    lead: str = ""
    fields: tuple[Field, ...] = ()
    submit_label: str = "下一步"
    reads: bool = False
    """It only reads: when no field is required, the page answers without being submitted."""
    seal: FormSeal | None = None
    """Set when a field is secret."""

    @property
    def answers_at_once(self) -> bool:
        return self.reads and not any(field.required for field in self.fields)


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "暂无记录"
    total: int = 0
    """How many there are, when these are only the first of them."""
    keys: tuple[str, ...] = ()
    """What each row is known by; of a table `beside`, each column after the first."""
    opens: str = ""
    """The address that tells more of one, all but its key."""
    pick: Field | None = None
    """Set when rows are ticked: the field that takes their keys."""
    beside: bool = False
    """Things stand side by side, a column each."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on. `path` is ours (`/p/…`)."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """An answer on a page: of a query, or of a confirmed order."""

    title: str
    status: Literal["ok", "pending", "refused"] = "ok"
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    charts: tuple[Chart, ...] = ()
    steps: tuple[Stage, ...] = ()
    qr: Qr | None = None
    map: Map | None = None
    papers: tuple[Link, ...] = ()
    """To be downloaded."""
    next: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftMade:
    """Something waits to be confirmed on `/p/d/{handle}`."""

    handle: str


PageResult = ResultView | DraftMade


@dataclass(frozen=True, slots=True)
class SealedPin:
    """What a keypad sealed (base64), and with which key."""

    key_id: str
    sealed: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What the confirm page shows. `result` is set once the draft is done or refused."""

    title: str
    state: Literal["open", "sending", "done", "refused", "expired"]
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    needs_code: bool = True
    phone_masked: str = ""
    """Where the code goes: `138****1234`."""
    resend_seconds: int = 0
    """Seconds until another code may be asked for; 0 when none was sent or it may be now."""
    code_sent: bool = False
    keypad: Keypad | None = None
    """Set when the trade password is asked beside the code."""
    pause_seconds: int = 0
    """Seconds until it can be confirmed: the warning is to be read first."""
    submit_label: str = "确认"
    result: ResultView | None = None


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way to `phone_masked`."""

    phone_masked: str
    resend_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Service:
    """One line of the list of services. `path` leads through the sign-in to its page."""

    title: str
    about: str
    path: str


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    title: str
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text people consent to. `digest` of exactly these words is what a consent records."""

    kind: str
    version: str
    title: str
    paragraphs: tuple[str, ...]
