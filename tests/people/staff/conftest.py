"""Staff to try things with. Their verifiers are made once: making one takes a moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from weiyin.base.clock import ManualClock
from weiyin.people.staff import one_time, signing_in
from weiyin.people.staff.passwords import verifier
from weiyin.people.staff.roles import Grant, Role
from weiyin.people.staff.staff import Proof, Staff, add_staff
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store

PASSWORD = "correct horse battery staple"


@cache
def kept() -> str:
    return verifier(PASSWORD)


@dataclass
class Crew:
    """Adds staff and signs them in; a minute passes before each sign-in, so that codes are new."""

    store: Store
    sealer: Sealer
    clock: ManualClock

    def __post_init__(self) -> None:
        self.seeds: dict[str, str] = {}

    def hire(self, login: str, *roles: Role | Grant) -> Staff:
        self.seeds[login] = one_time.new_seed()
        grants = [one if isinstance(one, Grant) else Grant(one) for one in roles]
        return self.store.run(
            lambda tx: add_staff(
                tx,
                self.sealer,
                login=login,
                name=login.title(),
                grants=grants,
                proof=Proof(kept(), self.seeds[login]),
                by="test",
                now=self.clock.now(),
            )
        )

    def code(self, login: str) -> str:
        return one_time.code_at(self.seeds[login], self.clock.now())

    def sign_in(
        self, login: str, *, password: str = PASSWORD, code: str = "", browser: str = "b"
    ) -> Staff:
        return signing_in.sign_in(
            self.store,
            self.sealer,
            login=login,
            password=password,
            code=code or self.code(login),
            browser=browser,
            now=self.clock.now(),
        )


@pytest.fixture
def crew(store: Store, sealer: Sealer, clock: ManualClock) -> Crew:
    return Crew(store, sealer, clock)
