"""The counter: where a page or an API runs a function, and where a draft is confirmed.

Confirming is one transaction: code judged, draft claimed, order performed, result stored, audited.
With a remote core it cannot be one: the draft is claimed first (its id is the order's key, made
long before), the core is asked outside any transaction, and a silence stays *unknown* until the
core is asked again by the same key.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from weiyin.base.clock import Clock
from weiyin.base.errors import (
    BadInput,
    Conflict,
    NeedsStepUp,
    NotAllowed,
    Refused,
    TryLater,
    Unknown,
)
from weiyin.base.mask import mask_phone
from weiyin.base.views import CodeSent, DraftMade, DraftView, Offer, PageResult, ResultView
from weiyin.functions.answers import Answer
from weiyin.functions.calling import Caller, Situation
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Function, Risk
from weiyin.people.challenges import QUOTAS, Checked, Verdict, check_code, issue, resend_wait
from weiyin.people.drafts import (
    Draft,
    DraftState,
    StepUp,
    access_draft,
    claim_draft,
    finish_draft,
)
from weiyin.people.sessions import Session
from weiyin.people.who import access_who
from weiyin.reception.drafting import Drafter, order_of
from weiyin.reception.forms import read_values
from weiyin.reception.guesses import Guesses
from weiyin.reception.stored import answer_from_json, answer_to_json
from weiyin.reception.tenant import Tenant
from weiyin.reception.wording import on_page
from weiyin.storage import audit
from weiyin.storage.store import Reader, Store, Tx


@dataclass(frozen=True, slots=True)
class Counter:
    """Implements the pages' `Desk`; the API speaks to the same."""

    store: Store
    tenants: Mapping[str, Tenant]
    catalogue: Catalogue
    caller: Caller
    drafter: Drafter
    clock: Clock

    @property
    def guesses(self) -> Guesses:
        return Guesses(self.store, self.clock)

    # -- running a function ------------------------------------------------------------------

    def start(self, session: Session, function_id: str, values: Mapping[str, str]) -> PageResult:
        """Run a function with posted values: its result, or a draft to confirm."""
        function = self.catalogue.get(function_id)
        if session.snapshot and function.declaration.risk is not Risk.READ:
            raise NotAllowed("snapshot", "请在微信中打开完整页面后办理")
        typed = read_values(function, values, self.clock.now())
        with self.guesses.counted(session, function, typed):
            result = self.store.read(lambda reader: self._answer(reader, session, function, typed))
        if isinstance(result, Answer):
            return on_page(result, function_id, self.catalogue)
        made = self.store.run(
            lambda tx: self.drafter.make(
                tx, access_who(tx, session.oa, session.openid), function, result, self.clock.now()
            )
        )
        return DraftMade(made.handle)

    def view(self, session: Session, function_id: str, values: Mapping[str, str]) -> ResultView:
        """The result of a function that only reads: safe to repeat."""
        function = self.catalogue.get(function_id)
        if function.declaration.risk is not Risk.READ:
            raise NotAllowed("not_read", "请填写后提交办理")
        typed = read_values(function, values, self.clock.now())
        with self.guesses.counted(session, function, typed):
            result = self.store.read(lambda reader: self._answer(reader, session, function, typed))
        if not isinstance(result, Answer):
            raise BadInput("function", "请填写后提交办理")
        return on_page(result, function_id, self.catalogue)

    def offers(self, session: Session, function_id: str) -> tuple[Offer, ...]:
        """What the form may show beforehand; NotBound for somebody who may not fill it in."""
        function = self.catalogue.get(function_id)
        return self.store.read(
            lambda reader: self.caller.offers(function, self._situation(reader, session))
        )

    def _answer(
        self, reader: Reader, session: Session, function: Function, typed: Mapping[str, Any]
    ) -> Any:
        return self.caller.answer(function, self._situation(reader, session), typed)

    def _situation(self, reader: Reader, session: Session, key: str = "") -> Situation:
        tenant = self.tenants[session.oa]
        who = access_who(reader, session.oa, session.openid)
        return Situation(who, reader, tenant.core.books(reader), tenant.book, draft_key=key)

    # -- a draft -----------------------------------------------------------------------------

    def draft(self, session: Session, handle: str) -> DraftView:
        """What the confirm page shows; asks the core about a draft whose outcome is unknown."""
        found = self.store.read(lambda reader: self._access(reader, session, handle))
        if found.state is DraftState.SENDING:
            self._resume(session, found)
            found = self.store.read(lambda reader: self._access(reader, session, handle))
        wait = self.store.read(
            lambda reader: resend_wait(reader, session, found.digest, self.clock.now())
        )
        return DraftView(
            title=found.title,
            state=found.state.value,
            lead=found.warning,
            facts=found.facts,
            needs_code=found.step_up is StepUp.CODE,
            phone_masked=mask_phone(found.phone),
            resend_seconds=wait.seconds,
            code_sent=wait.sent,
            result=self._result(found),
        )

    def send_code(self, session: Session, handle: str) -> CodeSent:
        """Send a code that authorises exactly this draft in exactly this session."""

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

    def confirm(self, session: Session, handle: str, code: str) -> ResultView:
        """Do what the draft says, once; the same result again however often it is asked."""
        function = self._function_of(session, handle)
        in_one = function.is_local or self.tenants[session.oa].core.atomic
        try:
            done = self.store.run(lambda tx: self._confirm(tx, session, handle, code, in_one))
        except (NeedsStepUp, Conflict):
            raise
        except Refused as refusal:
            done = self._refused(session, handle, refusal)
        if isinstance(done, Checked):
            raise NeedsStepUp(done.verdict, heard=done.heard())
        if done.state is DraftState.SENDING:
            self._resume(session, done)
            done = self.store.read(lambda reader: self._access(reader, session, handle))
        return self._result(done) or _in_doubt(done)

    def _confirm(
        self, tx: Tx, session: Session, handle: str, code: str, in_one: bool
    ) -> Draft | Checked:
        found = self._access(tx, session, handle)
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
        return self._access(tx, session, handle)

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
        situation = self._situation(tx, session, found.draft_id)
        answer = self.caller.perform(function, situation, order_of(found, function))
        self._store_result(tx, found, DraftState.DONE, answer)

    def _resume(self, session: Session, found: Draft) -> None:
        """Ask a remote core to do (or tell of) a claimed order, under the key it always had."""
        function = self.catalogue.get(found.function_id)
        situation = self.store.read(lambda r: self._situation(r, session, found.draft_id))
        try:
            answer = self.caller.perform(function, situation, order_of(found, function))
        except (Unknown, TryLater):
            return
        except Refused as refusal:
            self._finish(found, DraftState.REFUSED, Answer(title=found.title, lead=refusal.heard))
            return
        self._finish(found, DraftState.DONE, answer)

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
            return self._access(tx, session, handle)

        return self.store.run(work)

    # -- shared ------------------------------------------------------------------------------

    def _access(self, reader: Reader, session: Session, handle: str) -> Draft:
        return access_draft(
            reader,
            sealer=self.drafter.sealer,
            oa=session.oa,
            openid=session.openid,
            handle=handle,
            now=self.clock.now(),
        )

    def _open(self, tx: Tx, session: Session, handle: str) -> Draft:
        found = self._access(tx, session, handle)
        if found.state is not DraftState.OPEN:
            raise Conflict
        return found

    def _settled(self, found: Draft) -> Draft:
        if found.state is DraftState.EXPIRED:
            raise Conflict(heard="该操作已超时，请返回重新发起")
        return found

    def _function_of(self, session: Session, handle: str) -> Function:
        found = self.store.read(lambda reader: self._access(reader, session, handle))
        return self.catalogue.get(found.function_id)

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
