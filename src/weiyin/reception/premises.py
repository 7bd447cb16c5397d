"""What every step at the counter stands on: the store, the banks, the functions, the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from weiyin.base.clock import Clock
from weiyin.functions.calling import Caller, Situation, StandingLost, check_standing
from weiyin.functions.catalogue import Catalogue
from weiyin.people.drafts import Draft, access_draft
from weiyin.people.revoke import revoke, stop
from weiyin.people.sessions import Session
from weiyin.people.who import access_who
from weiyin.reception.drafting import Drafter
from weiyin.reception.tenant import Tenant
from weiyin.storage.store import Reader, Store, Tx


@dataclass(frozen=True)
class Premises:
    """Resolves who is asking, and what draft, from the session and nothing else."""

    store: Store
    tenants: Mapping[str, Tenant]
    catalogue: Catalogue
    caller: Caller
    drafter: Drafter
    clock: Clock

    def situation(self, reader: Reader, session: Session, key: str = "") -> Situation:
        """One call of the person whose session it is; `key` when a draft is performed."""
        tenant = self.tenants[session.oa]
        who = access_who(reader, session.oa, session.openid)
        return Situation(who, reader, tenant.core.books(reader), tenant.book, draft_key=key)

    @contextmanager
    def in_good_standing(self, session: Session) -> Iterator[None]:
        """Around what is done for a person: a customer whom the bank has stopped is signed out.

        What they wrote down to be confirmed is void; of one who left the bank all is unbound.
        """
        try:
            yield
        except StandingLost as lost:
            left = lost.standing == "closed"
            self.store.run(lambda tx: self._sign_out(tx, session, left))
            raise

    def _sign_out(self, tx: Tx, session: Session, left: bool) -> None:
        oa, openid, now = session.oa, session.openid, self.clock.now()
        if left:
            revoke(tx, oa=oa, openid=openid, at=now, why="standing")
        else:
            stop(tx, oa=oa, openid=openid, at=now, why="standing")

    def check_standing(self, session: Session) -> None:
        """Raises StandingLost, after `in_good_standing` has done what follows of it."""
        with self.in_good_standing(session):
            self.store.read(lambda reader: check_standing(self.situation(reader, session)))

    def access(self, reader: Reader, session: Session, handle: str) -> Draft:
        """The draft of `handle`, if it is this person's. Raises `NotFound`."""
        return access_draft(
            reader,
            sealer=self.drafter.sealer,
            oa=session.oa,
            openid=session.openid,
            handle=handle,
            now=self.clock.now(),
        )
