from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.checks import Sabotage
from tests.people.conftest import OPENID, People
from weiyin.base.errors import NotAllowed
from weiyin.people.challenges import (
    CODE_LIFE,
    TRIES,
    Checked,
    Verdict,
    check_code,
    issue,
    resend_wait,
)
from weiyin.people.sessions import Session, renew_session
from weiyin.storage.sql import sql

SABOTAGE = {
    "A01": Sabotage(
        "src/weiyin/people/challenges.py",
        "AND tries < :tries AND ended_us IS NULL",
        "AND :tries > 0 AND ended_us IS NULL",
    ),
    "A03": Sabotage(
        "src/weiyin/people/challenges.py",
        "session_key = :session_key AND digest = :digest\n      AND ended_us IS NULL AND expires",
        ":session_key <> '' AND digest = :digest\n      AND ended_us IS NULL AND expires",
    ),
    "A06": Sabotage(
        "src/weiyin/people/challenges.py",
        'return sealer.blind(f"{challenge_id}:{salt}:{code}", "challenges.code")',
        "return code",
    ),
}
PHONE = "13812345678"
DIGEST = hashlib.sha256(b"this draft").digest()


def send(people: People, session: Session, digest: bytes = DIGEST, phone: str = PHONE) -> str:
    people.run(
        lambda tx: issue(
            tx,
            sealer=people.sealer,
            session=session,
            purpose="transfer",
            digest=digest,
            phone=phone,
            words="向*小雷(尾号1234)转账500.00元",
            sign="示范银行",
            now=people.now,
        )
    )
    return people.last_code()


def check(people: People, session: Session, code: str, digest: bytes = DIGEST) -> Checked:
    return people.run(
        lambda tx: check_code(
            tx, sealer=people.sealer, session=session, digest=digest, code=code, now=people.now
        )
    )


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_is_right_once(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    assert check(people, session, code).verdict is Verdict.RIGHT
    assert check(people, session, code).verdict is Verdict.NONE


def test_the_text_names_amount_and_payee_and_goes_to_the_given_phone(people: People) -> None:
    _, session = people.sign_in()
    people.run(
        lambda tx: issue(
            tx,
            sealer=people.sealer,
            session=session,
            purpose="transfer",
            digest=DIGEST,
            phone=PHONE,
            words="向*小雷(尾号1234)转账500.00元",
            sign="示范银行",
            now=people.now,
        )
    )
    [(phone, body)] = people.codes()
    assert phone == PHONE
    assert body.startswith("【示范银行】验证码")
    assert "*小雷(尾号1234)转账500.00元" in body


def test_a01_exactly_five_guesses_are_judged_when_fifty_come_at_once(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(lambda _: check(people, session, wrong(code)), range(50)))
    judged = [checked for checked in found if checked.verdict is Verdict.WRONG]
    assert len(judged) == TRIES
    assert sorted(checked.tries_left for checked in judged) == [0, 1, 2, 3, 4]
    assert check(people, session, code).verdict is Verdict.TIRED


def test_a01_the_fifth_try_may_still_be_right(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    for left in (4, 3, 2, 1):
        assert check(people, session, wrong(code)) == Checked(Verdict.WRONG, left)
    assert check(people, session, code).verdict is Verdict.RIGHT


def test_a01_five_codes_an_hour_ten_a_day(people: People) -> None:
    sent = 0
    for _ in range(26):
        for _ in range(12):
            people.clock.advance(timedelta(minutes=5))
            _, session = people.sign_in()
            try:
                send(people, session)
                sent += 1
            except NotAllowed as refused:
                assert refused.rule == "code_quota"
        if sent == 10:
            break
    # two full hours allow ten; the day then allows no more
    assert sent == 10
    _, session = people.sign_in()
    with pytest.raises(NotAllowed):
        send(people, session)


def test_a01_a_phone_is_bounded_over_many_people(people: People) -> None:
    for number in range(5):
        people.clock.advance(timedelta(minutes=2))
        _, session = people.sign_in(f"o{number}")
        send(people, session)
    people.clock.advance(timedelta(minutes=2))
    _, session = people.sign_in("o-other")
    with pytest.raises(NotAllowed):
        send(people, session)
    send(people, session, phone="13900000000")


def test_a01_a_code_that_was_used_counts_for_the_day_alone(people: People) -> None:
    _, session = people.sign_in()
    for _ in range(10):
        assert check(people, session, send(people, session)).verdict is Verdict.RIGHT
        waiting = people.store.read(lambda tx: resend_wait(tx, session, DIGEST, people.now))
        assert (waiting.sent, waiting.seconds) == (False, 0)
    with pytest.raises(NotAllowed):
        send(people, session)


def test_a01_one_code_a_minute_even_from_two_tabs(people: People) -> None:
    _, session = people.sign_in()

    def press(_: int) -> bool:
        try:
            send(people, session)
        except (NotAllowed, IndexError) as refused:
            return isinstance(refused, IndexError)  # the other thread took the text message
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(8))) == 1


def test_a03_five_minutes(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    people.clock.advance(CODE_LIFE)
    assert check(people, session, code).verdict is Verdict.NONE


def test_a03_not_for_another_draft_session_or_person(people: People) -> None:
    _, session = people.sign_in()
    _, second = people.sign_in()
    _, stranger = people.sign_in("o-b")
    code = send(people, session)
    other = hashlib.sha256(b"another draft").digest()
    assert check(people, session, code, other).verdict is Verdict.NONE
    assert check(people, second, code).verdict is Verdict.NONE
    assert check(people, stranger, code).verdict is Verdict.NONE
    assert check(people, replace(session, oa="other"), code).verdict is Verdict.NONE
    assert check(people, session, code).verdict is Verdict.RIGHT


def test_a03_not_after_a_step_up(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    renewed = people.session(people.run(lambda tx: renew_session(tx, session, people.now)))
    assert check(people, renewed, code).verdict is Verdict.NONE


def test_a03_a_new_code_kills_the_old(people: People) -> None:
    _, session = people.sign_in()
    old = send(people, session)
    people.clock.advance(timedelta(minutes=1))
    new = send(people, session)
    if old != new:
        assert check(people, session, old).verdict is Verdict.WRONG
    assert check(people, session, new).verdict is Verdict.RIGHT


def test_a03_unfollowing_kills_the_code(people: People) -> None:
    people.follow()
    _, session = people.sign_in()
    code = send(people, session)
    people.unfollow()
    assert check(people, session, code).verdict is Verdict.NONE


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "１２３４５６", "abcdef", "\ud800", "0" * 999]
)
def test_a03_nonsense_is_wrong_and_counted(people: People, code: str) -> None:
    _, session = people.sign_in()
    send(people, session)
    assert check(people, session, code) == Checked(Verdict.WRONG, 4)


def test_a_snapshot_identity_gets_no_code(people: People) -> None:
    _, session = people.sign_in(snapshot=True)
    with pytest.raises(NotAllowed, match="snapshot"):
        send(people, session)


def test_a06_nothing_in_the_database_tells_the_code(people: People) -> None:
    _, session = people.sign_in()

    def dump() -> str:
        tables = ("challenges", "outbox", "sessions", "drafts", "audit", "code_subjects")
        rows = (
            people.store.read(lambda tx, t=t: tx.all(sql(f"SELECT * FROM {t}"))) for t in tables
        )
        return repr(list(rows))

    people.run(
        lambda tx: issue(
            tx,
            sealer=people.sealer,
            session=session,
            purpose="transfer",
            digest=DIGEST,
            phone=PHONE,
            words="转账",
            now=people.now,
        )
    )
    while_waiting = dump()
    code = people.last_code()
    for dumped in (while_waiting, dump()):
        assert f"'{code}'" not in dumped
        assert f"验证码{code}" not in dumped
        assert PHONE not in dumped


def test_a06_equal_codes_are_stored_unequal(people: People) -> None:
    class Same:
        def getrandbits(self, k: int, /) -> int:
            return 424242

    for number in range(2):
        _, session = people.sign_in(f"o{number}")
        people.run(
            lambda tx, s=session, n=number: issue(
                tx,
                sealer=people.sealer,
                session=s,
                purpose="p",
                digest=DIGEST,
                phone=f"1380000000{n}",
                words="x",
                now=people.now + timedelta(seconds=n),
                rng=Same(),
            )
        )
    rows = people.store.read(lambda tx: tx.all(sql("SELECT code_hash FROM challenges")))
    assert len(set(rows)) == 2


def test_the_wait_until_another_code(people: People) -> None:
    _, session = people.sign_in()

    def wait() -> tuple[bool, int]:
        found = people.store.read(lambda tx: resend_wait(tx, session, DIGEST, people.now))
        return found.sent, found.seconds

    assert wait() == (False, 0)
    send(people, session)
    assert wait() == (True, 60)
    people.clock.advance(timedelta(seconds=59, microseconds=1))
    assert wait() == (True, 1)
    people.clock.advance(timedelta(minutes=5))
    assert wait() == (False, 0)
    assert session.openid == OPENID
