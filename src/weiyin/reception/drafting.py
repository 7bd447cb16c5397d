"""From a function's `DraftRequest` to a draft written down, and back to the order inside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weiyin.base.errors import Misconfigured
from weiyin.base.ids import SYSTEM_RNG, Rng
from weiyin.functions.answers import DraftRequest, Payment
from weiyin.functions.declare import Function, Risk
from weiyin.people.drafts import Draft, NewDraft, StepUp, make_draft
from weiyin.people.who import Who
from weiyin.reception.stored import order_from_json, order_to_json
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Drafter:
    """Writes drafts down with all that the confirming step needs."""

    sealer: Sealer
    rng: Rng = SYSTEM_RNG

    def make(
        self, tx: Tx, who: Who, function: Function, request: DraftRequest, now: datetime
    ) -> Draft:
        """Raises Misconfigured for an order that would move money without a code."""
        coded = request.step_up is not StepUp.NONE and request.phone
        if function.declaration.risk is Risk.MOVE and not coded:
            raise Misconfigured(function.id, "money moves after a code and no other way")
        new = NewDraft(
            function_id=function.id,
            title=request.title,
            facts=request.facts,
            order=order_to_json(request.order),
            phone=request.phone,
            words=request.words,
            warning=request.warning,
            payment=None if request.payment is None else order_to_json(request.payment),
            pause_seconds=request.pause_seconds,
            step_up=request.step_up,
        )
        return make_draft(tx, new, sealer=self.sealer, who=who, at=now, rng=self.rng)


def payment_of(draft: Draft) -> Payment | None:
    """What the rules of risk judge, if money goes to somebody."""
    return None if draft.payment is None else order_from_json(draft.payment, Payment)


def order_of(draft: Draft, function: Function) -> Any:
    """The typed instruction that `function.perform` takes."""
    return order_from_json(draft.order, function.order_type)
