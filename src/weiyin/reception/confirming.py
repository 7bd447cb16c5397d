"""Confirming a draft: shown, a code sent, and what it says done, once.

Confirming is one transaction: code judged, draft claimed, order performed, result stored, audited.
With a remote core it cannot be one: the draft is claimed first (its id is the order's key, made
long before), the core is asked outside any transaction, and a silence stays *unknown* until the
core is asked again by the same key.
"""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import timedelta
from typing import Literal

from weiyin.bank.alarm import watched
from weiyin.bank.core import ReceiptStatus
from weiyin.base.errors import Conflict, NeedsStepUp, Refused, TryLater, Unknown
from weiyin.base.mask import mask_phone
from weiyin.base.views import CodeSent, DraftView, Keypad, ResultView, SealedPin
from weiyin.functions.answers import Answer
from weiyin.functions.calling import Situation
from weiyin.functions.declare import Function
from weiyin.people.challenges import QUOTAS, Checked, Verdict, check_code, issue, resend_wait
from weiyin.people.drafts import Draft, DraftState, StepUp, claim_draft, finish_draft
from weiyin.people.keypads import open_keypad
from weiyin.people.sessions import Session
from weiyin.reception.drafting import order_of, payment_of
from weiyin.reception.passwords import Passwords
from weiyin.reception.stored import answer_from_json, answer_to_json
from weiyin.reception.wording import on_page
from weiyin.storage import audit
from weiyin.storage.store import Tx

_ON_ITS_WAY = timedelta(minutes=5)
"""How long after a draft's end an order of the last moment may still arrive at a core."""
_ENDED: dict[ReceiptStatus, Literal["ok", "refused"]] = {
    ReceiptStatus.POSTED: "ok",
    ReceiptStatus.REFUSED: "refused",
}
_NEVER_ARRIVED = "该笔业务未被受理，款项没有变动。如仍需办理，请重新发起"


class Confirming(Passwords):
    """The half of the counter where drafts are confirmed."""

    def draft(self, session: Session, handle: str) -> DraftView:
        """What the confirm page shows; asks the core about a draft whose outcome is unknown."""
        self.check_standing(session)
        found = self.store.read(lambda reader: self.access(reader, session, handle))
        if found.state is DraftState.SENDING:
            self._resume(session, found)
            found = self.store.read(lambda reader: self.access(reader, session, handle))
        wait = self.store.read(
            lambda reader: resend_wait(reader, session, found.digest, self.clock.now())
        )
        return DraftView(
            title=found.title,
            state=found.state.value,
            lead=found.warning,
            facts=found.facts,
            needs_code=found.step_up is not StepUp.NONE,
            keypad=self._keypad(found),
            pause_seconds=self._pause(found),
            phone_masked=mask_phone(found.phone),
            resend_seconds=wait.seconds,
            code_sent=wait.sent,
            result=self._latest(session, found),
        )

    def _latest(self, session: Session, found: Draft) -> ResultView | None:
        """The stored result; of an order that was held, what has become of it since."""
        stored = self._result(found)
        if stored is None or stored.status != "pending":
            return stored
        try:
            receipt = self.store.read(
                lambda r: self.situation(r, session, found.draft_id).books.order_status(
                    found.draft_id
                )
            )
        except (Unknown, TryLater):
            return stored
        status = _ENDED.get(receipt.status) if receipt is not None else None
        if receipt is None or status is None:
            return stored
        return ResultView(found.title, status, receipt.note, stored.facts, next=stored.next)

    def send_code(self, session: Session, handle: str) -> CodeSent:
        """Send a code that authorises exactly this draft in exactly this session."""
        self.check_standing(session)

        def work(tx: Tx) -> Draft:
            found = self._open(tx, session, handle)
            issue(
                tx,
                sealer=self.drafter.sealer,
                session=session,
                purpose=found.function_id,
                digest=found.digest,
                phone=found.phone,
                words=found.words,
                now=self.clock.now(),
                sign=self.tenants[session.oa].bank_name,
                rng=self.drafter.rng,
            )
            return found

        found = self.store.run(work)
        pause, _ = QUOTAS[0]
        return CodeSent(mask_phone(found.phone), int(pause.total_seconds()))

    def confirm(
        self, session: Session, handle: str, code: str, typed: SealedPin | None = None
    ) -> ResultView:
        """Do what the draft says, once; the same result again however often it is asked.

        `typed`: the trade password as the keypad sealed it, when the draft asks for it.
        """
        self.check_standing(session)
        found = self.store.read(lambda reader: self.access(reader, session, handle))
        function = self.catalogue.get(found.function_id)
        if found.state is DraftState.OPEN:
            self._check_ready(found)
            if found.step_up is StepUp.PASSWORD:
                self.check_password(session, found, typed)
        in_one = function.is_local or self.tenants[session.oa].core.atomic
        try:
            done = watched(
                self.store,
                self.clock,
                lambda tx: self._confirm(tx, session, handle, code, in_one),
                oa=session.oa,
            )
        except (NeedsStepUp, Conflict):
            raise
        except Refused as refusal:
            done = self._refused(session, handle, refusal)
        if isinstance(done, Checked):
            raise NeedsStepUp(done.verdict, heard=done.heard())
        if done.state is DraftState.SENDING:
            self._resume(session, done)
            done = self.store.read(lambda reader: self.access(reader, session, handle))
        return self._result(done) or _in_doubt(done)

    def _confirm(
        self, tx: Tx, session: Session, handle: str, code: str, in_one: bool
    ) -> Draft | Checked:
        found = self.access(tx, session, handle)
        if found.state is not DraftState.OPEN:
            return self._settled(found)
        checked = self._judge(tx, session, found, code)
        if checked is not None:
            return checked
        now = self.clock.now()
        if not claim_draft(tx, found, now):
            raise Conflict
        if in_one:
            self._perform_here(tx, session, found)
        self._record(tx, session, found, "confirmed")
        return self.access(tx, session, handle)

    def _judge(self, tx: Tx, session: Session, found: Draft, code: str) -> Checked | None:
        """None when the code is right (and now spent), or when none is needed."""
        if found.step_up is StepUp.NONE:
            return None
        checked = check_code(
            tx,
            sealer=self.drafter.sealer,
            session=session,
            digest=found.digest,
            code=code,
            now=self.clock.now(),
        )
        return None if checked.verdict is Verdict.RIGHT else checked

    def _perform_here(self, tx: Tx, session: Session, found: Draft) -> None:
        function = self.catalogue.get(found.function_id)
        situation = self.situation(tx, session, found.draft_id)
        answer = self._performed(function, situation, found)
        self._store_result(tx, found, DraftState.DONE, answer)

    def _performed(self, function: Function, situation: Situation, found: Draft) -> Answer:
        order, payment = order_of(found, function), payment_of(found)
        return self.caller.perform(function, situation, order, payment, found.step_up)

    def _resume(self, session: Session, found: Draft) -> None:
        """Ask a remote core to do (or tell of) a claimed order, under the key it always had.

        A conflict says that the same order is on its way by another hand, not what becomes of it.
        """
        situation = self.store.read(lambda r: self.situation(r, session, found.draft_id))
        try:
            answer = self._ask_core(situation, found)
        except (Unknown, TryLater, Conflict):
            return
        except Refused as refusal:
            self._finish(found, DraftState.REFUSED, Answer(title=found.title, lead=refusal.heard))
            return
        self._finish(found, DraftState.DONE, answer)

    def _ask_core(self, situation: Situation, found: Draft) -> Answer:
        """Long after the confirming it is only told of: nobody expects it to happen then."""
        is_stale = self.clock.now() >= found.expires_at + _ON_ITS_WAY
        if is_stale and not situation.books.knows(found.draft_id):
            raise Refused(heard=_NEVER_ARRIVED)
        return self._performed(self.catalogue.get(found.function_id), situation, found)

    def _finish(self, found: Draft, state: DraftState, answer: Answer) -> None:
        with suppress(Conflict):  # another try of the same key stored the same outcome
            self.store.run(lambda tx: self._store_result(tx, found, state, answer))

    def _store_result(self, tx: Tx, found: Draft, state: DraftState, answer: Answer) -> None:
        finish_draft(
            tx,
            sealer=self.drafter.sealer,
            draft=found,
            state=state,
            result=answer_to_json(answer),
            at=self.clock.now(),
        )

    def _refused(self, session: Session, handle: str, refusal: Refused) -> Draft:
        """The bank refused it after a right code: the draft ends, with the reason as its result."""

        def work(tx: Tx) -> Draft:
            found = self._open(tx, session, handle)
            answer = Answer(title=found.title, lead=refusal.heard)
            self._store_result(tx, found, DraftState.REFUSED, answer)
            self._record(tx, session, found, f"refused: {refusal.code}")
            return self.access(tx, session, handle)

        return self.store.run(work)

    def _open(self, tx: Tx, session: Session, handle: str) -> Draft:
        found = self.access(tx, session, handle)
        if found.state is not DraftState.OPEN:
            raise Conflict
        return found

    def _settled(self, found: Draft) -> Draft:
        if found.state is DraftState.EXPIRED:
            raise Conflict(heard="该操作已超时，请返回重新发起")
        return found

    def _keypad(self, found: Draft) -> Keypad | None:
        if found.step_up is not StepUp.PASSWORD or found.state is not DraftState.OPEN:
            return None
        return open_keypad(self.store, self.drafter.sealer, self.clock.now(), self.drafter.rng)

    def _pause(self, found: Draft) -> int:
        left = (found.ready_at - self.clock.now()).total_seconds()
        return max(0, math.ceil(left)) if found.state is DraftState.OPEN else 0

    def _check_ready(self, found: Draft) -> None:
        if pause := self._pause(found):
            raise NeedsStepUp("too soon", heard=f"请先阅读风险提示，{pause}秒后再确认")

    def _result(self, found: Draft) -> ResultView | None:
        if found.result is None:
            return None
        view = on_page(answer_from_json(found.result), found.function_id, self.catalogue)
        if found.state is not DraftState.REFUSED:
            return view
        return ResultView(view.title, "refused", view.lead, view.facts)

    def _record(self, tx: Tx, session: Session, found: Draft, outcome: str) -> None:
        audit.record(
            tx,
            oa=session.oa,
            who=session.openid,
            what=found.function_id,
            whom=found.customer_no or "",
            why=f"draft {found.draft_id}",
            outcome=outcome,
            at=self.clock.now(),
        )


def _in_doubt(found: Draft) -> ResultView:
    """No answer yet: said plainly, so that nobody tries again."""
    return ResultView(found.title, "pending", Unknown.heard, found.facts)
