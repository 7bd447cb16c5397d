"""What every step at the counter stands on: the store, the banks, the functions, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weiyin.base.clock import Clock
from weiyin.functions.calling import Caller, Situation
from weiyin.functions.catalogue import Catalogue
from weiyin.people.drafts import Draft, access_draft
from weiyin.people.sessions import Session
from weiyin.people.who import access_who
from weiyin.reception.drafting import Drafter
from weiyin.reception.tenant import Tenant
from weiyin.storage.store import Reader, Store


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
