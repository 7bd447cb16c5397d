"""Bounds and words of the codes that no other test minds, found by mutation (`make mutate`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people.conftest import People
from tests.people.test_challenges import DIGEST, check, send, wrong
from weiyin.base.errors import NotAllowed
from weiyin.people.challenges import (
    CODE_LIFE,
    SNAPSHOT_HEARD,
    TRIES,
    Checked,
    Verdict,
    issue,
    resend_wait,
)


@pytest.mark.parametrize(
    ("checked", "heard"),
    [
        (Checked(Verdict.WRONG, 2), "验证码不正确，还可以再试2次"),
        (Checked(Verdict.WRONG, 0), "验证码错误次数过多，请重新获取验证码"),
        (Checked(Verdict.TIRED), "验证码错误次数过多，请重新获取验证码"),
        (Checked(Verdict.NONE), "验证码已失效，请重新获取验证码"),
    ],
)
def test_what_is_heard_when_a_code_is_not_right(checked: Checked, heard: str) -> None:
    assert checked.heard() == heard


def test_each_wrong_try_is_told_with_what_is_left(people: People) -> None:
    _, session = people.sign_in()
    code = send(people, session)
    told = [check(people, session, wrong(code)) for _ in range(TRIES + 1)]
    assert [one.tries_left for one in told] == [*range(TRIES - 1, -1, -1), 0]
    assert [one.verdict for one in told] == [Verdict.WRONG] * TRIES + [Verdict.TIRED]


def test_a_code_is_no_longer_on_its_way_when_its_life_is_over(people: People) -> None:
    _, session = people.sign_in()
    send(people, session)
    people.clock.advance(CODE_LIFE - timedelta(microseconds=1))
    assert people.store.read(lambda tx: resend_wait(tx, session, DIGEST, people.now)).sent
    people.clock.advance(timedelta(microseconds=1))
    assert not people.store.read(lambda tx: resend_wait(tx, session, DIGEST, people.now)).sent


def test_another_code_too_soon_says_when(people: People) -> None:
    _, session = people.sign_in()
    send(people, session)
    with pytest.raises(NotAllowed) as soon:
        send(people, session)
    assert (soon.value.rule, soon.value.heard) == (
        "code_quota", "验证码发送过于频繁，请一分钟后再试",
    )  # fmt: skip
    for _ in range(4):
        people.clock.advance(timedelta(minutes=1, seconds=1))
        send(people, session)
    people.clock.advance(timedelta(minutes=1, seconds=1))
    with pytest.raises(NotAllowed) as often:
        send(people, session)
    assert often.value.heard == "验证码发送次数已达上限，请稍后再试"


@pytest.mark.parametrize("near", ["１２３４５６", "12345", "1234567", "12345a", "²²²²²²"])
def test_only_six_plain_digits_are_a_code(people: People, near: str) -> None:
    _, session = people.sign_in()
    send(people, session)
    assert check(people, session, near).verdict is Verdict.WRONG


def test_a_preview_is_told_to_open_the_whole_page(people: People) -> None:
    _, session = people.sign_in()
    with pytest.raises(NotAllowed) as refusal:
        send(people, replace(session, snapshot=True))
    assert (refusal.value.rule, refusal.value.heard) == ("snapshot", SNAPSHOT_HEARD)


def test_a_text_without_a_sign_begins_with_the_code(people: People) -> None:
    _, session = people.sign_in()
    people.run(
        lambda tx: issue(
            tx, sealer=people.sealer, session=session, purpose="p", digest=DIGEST, phone="138",
            words="转账", now=people.now,
        )
    )  # fmt: skip
    assert people.codes()[-1][1].startswith("验证码")
