"""The trade password beside a code: opened from the keypad's seal, judged and counted by the bank.

It is judged before the confirming transaction, in a unit of its own: a wrong try counts even
though nothing else happens, and a remote core may take its time.
"""

from __future__ import annotations

from weiyin.bank.services.trade_passwords import PasswordChecked, TradePasswords
from weiyin.base.errors import BadInput, NeedsStepUp, NotFound
from weiyin.base.ids import row_id
from weiyin.base.views import SealedPin
from weiyin.people.drafts import Draft
from weiyin.people.keypads import open_typed
from weiyin.people.sessions import Session
from weiyin.reception.sealing import Sealing
from weiyin.storage import audit
from weiyin.storage.store import Tx


class Passwords(Sealing):
    """The part of the counter that knows how a trade password is proven."""

    def check_password(self, session: Session, found: Draft, typed: SealedPin | None) -> None:
        """Raises NeedsStepUp unless it is right, BadInput when it cannot be read."""
        if found.customer_no is None:
            raise NotFound
        if typed is None:
            raise BadInput("pin", "请输入交易密码")
        sealer = self.drafter.sealer
        password = open_typed(self.store, sealer, typed.key_id, typed.sealed, found.handle)
        checked = self._checked(session, found.customer_no, password)
        if not checked.right:
            self.store.run(lambda tx: self._record_wrong(tx, session, found, checked))
            raise NeedsStepUp("wrong trade password", heard=checked.heard)

    def _checked(self, session: Session, customer_no: str, password: str) -> PasswordChecked:
        core = self.tenants[session.oa].core
        key = f"pin:{row_id(self.clock.now(), self.drafter.rng)}"

        def ask(tx: Tx) -> PasswordChecked:
            return core.books(tx).service(TradePasswords).check(key, customer_no, password)

        return self.store.run(ask) if core.atomic else self.store.read(ask)  # type: ignore[arg-type]

    def _record_wrong(
        self, tx: Tx, session: Session, found: Draft, checked: PasswordChecked
    ) -> None:
        audit.record(
            tx,
            oa=session.oa,
            who=session.openid,
            what="trade_password",
            whom=found.customer_no or "",
            why=f"draft {found.draft_id}",
            outcome=f"wrong, {checked.tries_left} left",
            at=self.clock.now(),
        )
