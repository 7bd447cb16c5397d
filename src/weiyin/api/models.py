"""What the API takes and gives; a function's request is made from its typed inputs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from weiyin.base.views import DraftView, FormSeal, ResultView, SealedPin
from weiyin.functions.declare import Function
from weiyin.functions.inputs import InputKind, InputSpec

_LONGEST, _LONGEST_SEALED = 200, 1024
"""Characters of one input: no longer on a page either."""


class Strict(BaseModel):
    """Unknown members are refused: nobody sets a fee or a customer by adding a field."""

    model_config = ConfigDict(extra="forbid")


class SignInRequest(Strict):
    oa: str = Field(max_length=64, description="key of the official account")
    code: str = Field(max_length=512, description="one-time OAuth code of the customer's sign-in")


class SignedInResponse(BaseModel):
    token: str = Field(description="bearer token: idle 10 minutes, at most 30 minutes")


class FactOut(BaseModel):
    label: str
    value: str


class TableOut(BaseModel):
    columns: list[str]
    rows: list[list[str]]
    total: int = Field(0, description="set when these are only the first of so many")
    keys: list[str] = Field([], description="what each row is known by, where it can be opened")


class ChartPointOut(BaseModel):
    label: str
    value: int = Field(description="in the chart's own unit: fen for money")
    shown: str


class ChartOut(BaseModel):
    kind: Literal["share", "bars", "line"]
    title: str
    points: list[ChartPointOut]


class StageOut(BaseModel):
    title: str
    state: Literal["done", "now", "next", "failed"]
    at: str


class QrOut(BaseModel):
    payload: str
    caption: str


class LinkOut(BaseModel):
    label: str
    path: str


class AnswerOut(BaseModel):
    """An answer: `status` is `pending` while an outcome is not known."""

    kind: Literal["answer"] = "answer"
    title: str
    status: Literal["ok", "pending", "refused"]
    lead: str
    facts: list[FactOut]
    table: TableOut | None
    charts: list[ChartOut] = []
    steps: list[StageOut] = []
    qr: QrOut | None = None
    papers: list[LinkOut] = Field([], description="to be fetched with GET; `path` is a page's")


class KeypadOut(BaseModel):
    """Seal `{"handle": …, "typed": …}` (JSON) with RSA-OAEP, SHA-256."""

    key_id: str
    public_key: str = Field(description="SPKI, base64")


class SealOut(BaseModel):
    """Seal each secret input with the keypad and this handle; send `key_id.sealed` (base64)."""

    handle: str
    keypad: KeypadOut


class DraftOut(BaseModel):
    """Something to confirm: show the facts, ask for a code, then confirm with it."""

    kind: Literal["draft"] = "draft"
    handle: str
    title: str
    state: str
    lead: str
    facts: list[FactOut]
    needs_code: bool
    phone_masked: str
    keypad: KeypadOut | None = Field(None, description="set when the trade password is asked too")
    pause_seconds: int = Field(0, description="the warning is to be read so long before confirming")
    result: AnswerOut | None


class CodeSentOut(BaseModel):
    phone_masked: str
    resend_seconds: int


class ConfirmRequest(Strict):
    code: str = Field("", max_length=12, description="the code texted, if one is needed")
    pin_key: str = Field("", max_length=64, description="`key_id` of the draft's keypad")
    pin: str = Field("", max_length=1024, description="the trade password, sealed, base64")

    @property
    def typed(self) -> SealedPin | None:
        return SealedPin(self.pin_key, self.pin) if self.pin_key and self.pin else None


class ErrorOut(BaseModel):
    """Every refusal. `field` names what to mend, when one member is wrong."""

    code: str
    message: str
    field: str | None = None


def answer_out(view: ResultView) -> AnswerOut:
    table = view.table
    return AnswerOut(
        title=view.title,
        status=view.status,
        lead=view.lead,
        facts=_facts(view.facts),
        table=None
        if table is None
        else TableOut(
            columns=list(table.columns),
            rows=[list(row) for row in table.rows],
            total=table.total,
            keys=list(table.keys),
        ),
        charts=[ChartOut.model_validate(asdict(one)) for one in view.charts],
        steps=[StageOut.model_validate(asdict(one)) for one in view.steps],
        qr=None if view.qr is None else QrOut.model_validate(asdict(view.qr)),
        papers=[LinkOut.model_validate(asdict(one)) for one in view.papers],
    )


def draft_out(handle: str, view: DraftView) -> DraftOut:
    return DraftOut(
        handle=handle,
        title=view.title,
        state=view.state,
        lead=view.lead,
        facts=_facts(view.facts),
        needs_code=view.needs_code,
        phone_masked=view.phone_masked,
        keypad=None if view.keypad is None else KeypadOut.model_validate(asdict(view.keypad)),
        pause_seconds=view.pause_seconds,
        result=None if view.result is None else answer_out(view.result),
    )


def seal_out(seal: FormSeal) -> SealOut:
    return SealOut(handle=seal.handle, keypad=KeypadOut.model_validate(asdict(seal.keypad)))


def request_model(function: Function) -> type[BaseModel]:
    """The request body of a function: one string member an input, read as on a page."""
    members: dict[str, Any] = {spec.name: _member(spec) for spec in function.inputs}
    name = "".join(part.capitalize() for part in function.id.split("_")) + "Request"
    return create_model(name, __base__=Strict, **members)


def _member(spec: InputSpec) -> Any:
    asked = spec.input
    words = f"{asked.title}（{asked.help}）" if asked.help else asked.title
    kind: Any = str
    if asked.options:
        kind = Literal[tuple(value for value, _ in asked.options)]
    elif asked.kind is InputKind.CONSENT:
        kind = Literal["yes"]
    longest = _LONGEST if kind is str else None
    if asked.kind is InputKind.SECRET:
        words, longest = f"{words}：加密后发送，见 /seals", _LONGEST_SEALED
    if spec.required:
        return (kind, Field(description=words, max_length=longest))
    return (kind | None, Field(None, description=words, max_length=longest))


def _facts(facts: tuple[tuple[str, str], ...]) -> list[FactOut]:
    return [FactOut(label=label, value=value) for label, value in facts]
