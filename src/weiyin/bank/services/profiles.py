"""A customer's particulars, looked at and changed by their owner."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date

from weiyin.bank.account import passwords, profiles
from weiyin.bank.account.profiles import Profile
from weiyin.bank.service import Service, look, order


@dataclass(frozen=True, slots=True)
class IdCard:
    """The end of an identity card. `restricted`: the first day on which nothing goes out."""

    known: bool
    long: bool
    expires: date | None
    restricted: date | None


class Profiles(Service):
    name = "profiles"

    @look
    def profile(self, customer_no: str) -> Profile:
        office = self.office
        return profiles.profile_of(office.reader, office.sealer, office.book, customer_no)

    @look
    def id_card(self, customer_no: str) -> IdCard:
        office, found = self.office, self.profile(customer_no)
        until = found.id_expires
        stop = until and profiles.restricted_from(office.reader, office.book, until, office.today)
        return IdCard(until is not None or found.id_long, found.id_long, until, stop)

    @look
    def is_identity(self, customer_no: str, id_number: str) -> bool:
        """Whether this is the identity number of that very customer."""
        office = self.office
        known = profiles.id_blind(office.reader, office.book, customer_no)
        return hmac.compare_digest(known, office.blinds.id_number(id_number))

    @order
    def change(self, key: str, customer_no: str, new: Profile) -> Profile:
        """Raises BadInput for an identity card that is over."""
        assert key
        office = self.office
        before = self.profile(customer_no)
        if new.id_expires is not None and new.id_expires != before.id_expires:
            profiles.check_id_expires(new.id_expires, office.today)
        profiles.put_profile(office.tx, office.sealer, office.book, customer_no, new, office.now)
        return self.profile(customer_no)

    @order
    def put_query_password(self, key: str, customer_no: str, verifier: str) -> bool:
        """Set the password for asking by telephone; `verifier` as `passwords.verifier` makes it."""
        office = self.office
        passwords.put(office, key, customer_no, verifier)
        return True
