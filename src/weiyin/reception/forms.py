"""The form of a function, derived from its typed inputs, and its values read back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from weiyin.base.errors import BadInput
from weiyin.base.views import Agreement, Choice, Field, FieldKind, Form, ServiceGroup
from weiyin.functions.agreements import access_agreement
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Needs, Risk
from weiyin.functions.inputs import InputKind, InputSpec
from weiyin.reception.services import service_groups

_FIELD_KINDS: dict[InputKind, FieldKind] = {
    InputKind.MONEY: "money",
    InputKind.DATES: "date_range",
    InputKind.MONTH: "month",
    InputKind.PHONE: "phone",
    InputKind.HERE: "here",
    InputKind.COUNT: "count",
    InputKind.CHOICE: "choice",
    InputKind.EVERY: "choice",
    InputKind.PICK: "choice",
    InputKind.CARD_NUMBER: "card",
    InputKind.PERSON_NAME: "name",
    InputKind.ID_NUMBER: "id",
    InputKind.SEVERAL: "several",
    InputKind.CONSENT: "consent",
    InputKind.SECRET: "secret",
    InputKind.TICKET: "ticket",
}
_CARD_KINDS: dict[Needs, FieldKind] = {
    Needs.DEBIT_CARD: "debit_card",
    Needs.CREDIT_CARD: "credit_card",
}


class FunctionForms:
    """Implements the pages' `Forms` for the functions of a catalogue."""

    def __init__(
        self, catalogue: Catalogue, offers: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """`offers`: the groups and ids that an account offers, where that is not everything."""
        self._catalogue, self._offers = catalogue, offers or {}

    def form(self, function_id: str) -> Form:
        function = self._catalogue.get(function_id)
        said = function.declaration
        reading = said.risk is Risk.READ
        return Form(
            title=said.title,
            lead=said.about,
            fields=tuple(form_field(spec, said.needs) for spec in function.inputs),
            submit_label="查询" if reading else "下一步",
            reads=reading,
        )

    def services(self, oa: str) -> tuple[ServiceGroup, ...]:
        return service_groups(self._catalogue.offered(self._offers.get(oa, ())), oa)

    def agreement(self, oa: str, kind: str) -> Agreement:  # noqa: ARG002 - one text for all so far
        return access_agreement(kind)


def form_field(spec: InputSpec, needs: Needs = Needs.ANYONE) -> Field:
    """How a form asks for an input."""
    asked = spec.input
    own_card = asked.kind is InputKind.CARD_TAIL
    return Field(
        name=spec.name,
        label=f"我已阅读并同意《{asked.title}》"
        if asked.kind is InputKind.CONSENT
        else asked.title,
        kind=_CARD_KINDS.get(needs, "any_card")
        if own_card
        else _FIELD_KINDS.get(asked.kind, "text"),
        required=spec.required,
        options=tuple(Choice(value, label) for value, label in asked.options),
        help=asked.agreement if asked.kind is InputKind.CONSENT else asked.help,
        linked=asked.linked,
    )


def read_values(
    inputs: Iterable[InputSpec], posted: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Typed values of what was posted. Raises `BadInput` naming the first field to mend."""
    values: dict[str, Any] = {}
    for spec in inputs:
        value = spec.read(_posted(spec, posted), now)
        if value is not None:
            values[spec.name] = value
    return values


def _posted(spec: InputSpec, posted: Mapping[str, str]) -> str:
    """A span of days arrives as two fields, several as one each; everything else as one."""
    if spec.input.kind is InputKind.SEVERAL and spec.name not in posted:
        start = f"{spec.name}."
        return ",".join(name.removeprefix(start) for name in posted if name.startswith(start))
    if spec.input.kind is not InputKind.DATES or spec.name in posted:
        return posted.get(spec.name, "")
    first, last = posted.get(f"{spec.name}_first", ""), posted.get(f"{spec.name}_last", "")
    if bool(first) != bool(last):
        raise BadInput(spec.name, "请同时填写开始日期和结束日期")
    return f"{first}至{last}" if first else ""
