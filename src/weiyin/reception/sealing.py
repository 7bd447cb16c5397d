"""Secret fields of a form: sealed in the browser with the keypad's key, opened at the counter.

A seal is for one function and one person: nobody can carry it elsewhere. Plain words are refused,
so that no door can be made that sends them.
"""

from __future__ import annotations

from collections.abc import Mapping

from weiyin.base.views import FormSeal
from weiyin.functions.declare import Function
from weiyin.functions.inputs import InputKind
from weiyin.people.keypads import open_keypad, open_typed
from weiyin.people.sessions import Session
from weiyin.reception.premises import Premises

_PARTS = "."
"""Between the key's id and what was sealed with it."""


class Sealing(Premises):
    """The part of the counter that opens what was sealed for it."""

    def seal(self, session: Session, function_id: str) -> FormSeal | None:
        """What the secret fields of this person's form are sealed with; None without any."""
        function = self.catalogue.get(function_id)
        if not _secrets(function):
            return None
        keypad = open_keypad(self.store, self.drafter.sealer, self.clock.now(), self.drafter.rng)
        return FormSeal(keypad, self._handle(session, function))

    def unsealed(
        self, session: Session, function: Function, values: Mapping[str, str]
    ) -> Mapping[str, str]:
        """The values with secret fields in clear. Raises BadInput for one that was not sealed."""
        found = dict(values)
        for name in _secrets(function) & found.keys():
            if not found[name]:
                continue
            key_id, _, sealed = found[name].partition(_PARTS)
            found[name] = open_typed(
                self.store, self.drafter.sealer, key_id, sealed, self._handle(session, function),
                field=name,
            )  # fmt: skip
        return found

    def _handle(self, session: Session, function: Function) -> str:
        person = self.drafter.sealer.blind(f"{session.oa}/{session.openid}", "form.seal")
        return f"{function.id}/{person[:22]}"


def _secrets(function: Function) -> set[str]:
    return {one.name for one in function.inputs if one.input.kind is InputKind.SECRET}
