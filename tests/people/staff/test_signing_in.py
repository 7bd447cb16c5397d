"""Who may sign in: a password and a fresh code together, and guessing that hurts nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.checks import Sabotage
from tests.people.staff.conftest import PASSWORD, Crew
from weiyin.base.errors import BadInput, NeedsStepUp, NotAllowed
from weiyin.people.staff import one_time
from weiyin.people.staff.passwords import verifier
from weiyin.people.staff.roles import Role
from weiyin.people.staff.sessions import (
    IDLE,
    LIFE,
    StaffSessionOver,
    access_staff_session,
    open_staff_session,
)
from weiyin.people.staff.staff import (
    access_by_login,
    all_staff,
    disable_staff,
    enable_staff,
    set_grants,
)
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

SABOTAGE = {
    "A13": Sabotage(
        "src/weiyin/people/staff/signing_in.py",
        "if not (code and staff.active and _spend_code(tx, sealer, staff, code, now)):",
        "if not (code and staff.active):",
    ),
    "G08": Sabotage(
        "src/weiyin/people/staff/staff.py",
        '    end_sessions_of(tx, staff.staff_id, now, "disabled")\n',
        "",
    ),
}
_MINUTE = timedelta(minutes=1)


def test_a13_nobody_is_there_by_default(store: Store) -> None:
    assert store.read(all_staff) == []


def test_a13_each_of_the_two_factors_is_needed(crew: Crew) -> None:
    crew.hire("op", Role.OPERATOR)
    wrong = [
        {"password": "guessed-it-right"},
        {"code": "000000"},
        {"code": " "},
        {"password": ""},
    ]
    heard = set()
    for one in wrong:
        with pytest.raises(NeedsStepUp) as refused:
            crew.sign_in("op", **one)
        heard.add(refused.value.heard)
    crew.seeds["nobody"] = crew.seeds["op"]
    with pytest.raises(NeedsStepUp) as refused:
        crew.sign_in("nobody")
    assert heard == {refused.value.heard}  # which of them was wrong is not told
    assert crew.sign_in("op").login == "op"


def test_a13_a_code_is_used_once(crew: Crew) -> None:
    crew.hire("op", Role.OPERATOR)
    code = crew.code("op")
    crew.sign_in("op", code=code)
    with pytest.raises(NeedsStepUp):
        crew.sign_in("op", code=code)
    crew.clock.advance(one_time.CODE_LIFE)
    with pytest.raises(NeedsStepUp):
        crew.sign_in("op", code=code)
    crew.sign_in("op")


def test_a13_who_guesses_locks_out_strangers_alone(crew: Crew) -> None:
    """After five wrong guesses from elsewhere the owner still signs in from their own browser."""
    crew.hire("op", Role.OPERATOR)
    crew.sign_in("op", browser="own")
    for _ in range(5):
        with pytest.raises(NeedsStepUp):
            crew.sign_in("op", password="guess", browser="attacker")
    crew.clock.advance(_MINUTE)
    with pytest.raises(NotAllowed):
        crew.sign_in("op", browser="attacker")  # even with everything right
    assert crew.sign_in("op", browser="own").login == "op"
    crew.clock.advance(timedelta(minutes=15))
    assert crew.sign_in("op", browser="another").login == "op"


def test_guesses_at_names_that_do_not_exist_end_alike(crew: Crew) -> None:
    crew.seeds["nobody"] = one_time.new_seed()
    for _ in range(5):
        with pytest.raises(NeedsStepUp):
            crew.sign_in("nobody")
    with pytest.raises(NotAllowed):
        crew.sign_in("nobody")


def test_codes_are_those_of_rfc_6238() -> None:
    """Appendix B, cut to six digits."""
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    for seconds, code in vectors.items():
        assert one_time.code_at(seed, datetime.fromtimestamp(seconds, UTC)) == code


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "x" * 129])
def test_a_password_is_long_and_not_plain(password: str) -> None:
    with pytest.raises(BadInput):
        verifier(password)


def test_nothing_of_the_proofs_is_clear_in_the_store(crew: Crew) -> None:
    crew.hire("op", Role.OPERATOR)
    row = crew.store.read(lambda tx: tx.one(sql("SELECT password_sealed, seed_sealed FROM staff")))
    assert row is not None
    kept = bytes(row[0]) + bytes(row[1])
    assert PASSWORD.encode() not in kept
    assert crew.seeds["op"].encode() not in kept


def test_g08_who_is_disabled_is_out_at_once(crew: Crew) -> None:
    staff = crew.hire("agent", Role.AGENT)
    store, now = crew.store, crew.clock.now()
    token = store.run(lambda tx: open_staff_session(tx, staff, "main", now))
    assert store.run(lambda tx: access_staff_session(tx, token, now)).staff.login == "agent"
    store.run(lambda tx: disable_staff(tx, staff, by="staff:boss", now=now))
    with pytest.raises(StaffSessionOver):
        store.run(lambda tx: access_staff_session(tx, token, now))
    with pytest.raises(NeedsStepUp):
        crew.sign_in("agent")
    store.run(lambda tx: enable_staff(tx, staff, by="staff:boss", now=now))
    with pytest.raises(StaffSessionOver):  # the old session stays dead
        store.run(lambda tx: access_staff_session(tx, token, now))
    crew.clock.advance(_MINUTE)
    assert crew.sign_in("agent").active


@pytest.mark.parametrize("wait", [IDLE, LIFE])
def test_sessions_are_short(crew: Crew, wait: timedelta) -> None:
    staff = crew.hire("agent", Role.AGENT)
    token = crew.store.run(lambda tx: open_staff_session(tx, staff, "main", crew.clock.now()))
    step = timedelta(minutes=10) if wait == LIFE else wait
    with pytest.raises(StaffSessionOver):
        for _ in range(wait // step + 1):
            crew.clock.advance(step)
            crew.store.run(lambda tx: access_staff_session(tx, token, crew.clock.now()))


def test_g02_a_role_taken_away_is_gone_with_the_next_request(crew: Crew) -> None:
    staff = crew.hire("op", Role.OPERATOR)
    now = crew.clock.now()
    token = crew.store.run(lambda tx: open_staff_session(tx, staff, "main", now))
    crew.store.run(lambda tx: set_grants(tx, staff, [], by="staff:boss", now=now))
    session = crew.store.run(lambda tx: access_staff_session(tx, token, now))
    assert session.staff.grants == frozenset()


def test_nobody_gives_themselves_a_role(crew: Crew) -> None:
    staff = crew.hire("boss", Role.ADMIN)
    with pytest.raises(NotAllowed):
        crew.store.run(lambda tx: set_grants(tx, staff, [], by="staff:boss", now=crew.clock.now()))
    assert crew.store.read(lambda tx: access_by_login(tx, "boss")).has(Role.ADMIN)
