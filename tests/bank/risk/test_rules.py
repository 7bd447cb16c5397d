"""The rules of risk, over all facts there may be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from weiyin.bank.risk.rules import Gravity, PaymentFacts, Thresholds, judge

LIMITS = Thresholds(
    password_from_fen=500_000,
    new_payee_password_from_fen=200_000,
    night_password_from_fen=200_000,
    night_first_hour=23,
    night_last_hour=5,
    many_an_hour=5,
    most_a_day=50,
    pause_seconds=3,
)
QUIET = PaymentFacts(amount_fen=50_000, hour=10, is_new_payee=False, recent=0, is_listed=False)

facts = st.builds(
    PaymentFacts,
    amount_fen=st.integers(1, 10**9),
    hour=st.integers(0, 23),
    is_new_payee=st.booleans(),
    recent=st.integers(0, 40),
    is_listed=st.booleans(),
    today=st.integers(0, 60),
)


def test_an_everyday_payment_is_allowed() -> None:
    assert judge(QUIET, LIMITS).gravity is Gravity.ALLOW


def test_each_rule_at_its_edge() -> None:
    for changed, wanted in (
        ({"amount_fen": 499_999}, Gravity.ALLOW),
        ({"amount_fen": 500_000}, Gravity.STEP_UP),
        ({"is_new_payee": True}, Gravity.WARN),
        ({"is_new_payee": True, "amount_fen": 199_999}, Gravity.WARN),
        ({"is_new_payee": True, "amount_fen": 200_000}, Gravity.STEP_UP),
        ({"hour": 22, "amount_fen": 200_000}, Gravity.ALLOW),
        ({"hour": 23, "amount_fen": 200_000}, Gravity.STEP_UP),
        ({"hour": 5, "amount_fen": 200_000}, Gravity.STEP_UP),
        ({"hour": 6, "amount_fen": 200_000}, Gravity.ALLOW),
        ({"recent": 4}, Gravity.ALLOW),
        ({"recent": 5}, Gravity.WARN),
        ({"is_listed": True, "amount_fen": 1}, Gravity.REFUSE),
        ({"today": 49}, Gravity.ALLOW),
        ({"today": 50}, Gravity.REFUSE),
    ):
        assert judge(replace(QUIET, **changed), LIMITS).gravity is wanted, changed


@given(facts)
def test_more_money_is_never_judged_milder(found: PaymentFacts) -> None:
    more = replace(found, amount_fen=found.amount_fen * 2)
    assert judge(more, LIMITS).gravity >= judge(found, LIMITS).gravity


@given(facts)
def test_every_verdict_gives_its_reasons(found: PaymentFacts) -> None:
    verdict = judge(found, LIMITS)
    assert bool(verdict.reasons) == (verdict.gravity is not Gravity.ALLOW)
    assert verdict.gravity is not Gravity.WARN or verdict.pause_seconds > 0
    is_over = found.is_listed or found.today >= LIMITS.most_a_day
    assert (verdict.gravity is Gravity.REFUSE) == is_over
