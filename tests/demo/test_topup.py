from __future__ import annotations

from collections import Counter

from weiyin.bank.topup import Declined, NotKnown, ToppedUp
from weiyin.base.money import Money
from weiyin.demo.topup import DemoTopup

AMOUNT = Money(50_00)


def test_mostly_done_sometimes_not_the_same_for_the_same_seed() -> None:
    waited: list[float] = []

    def run() -> list[object]:
        carrier = DemoTopup(7, waited.append)
        return [carrier.top_up(f"k{n}", "15412345678", AMOUNT, "") for n in range(400)]

    first = run()
    assert first == run()
    kinds = Counter(type(fate) for fate in first)
    assert kinds[ToppedUp] > 340
    assert kinds[Declined] > 0
    assert kinds[NotKnown] > 0
    assert all(0 <= seconds < 1 for seconds in waited)


def test_a_key_is_topped_up_once_and_can_be_looked_up() -> None:
    carrier = DemoTopup(7, lambda _: None)
    assert carrier.look("k") is None
    assert isinstance(carrier.top_up("k", "15400009999", AMOUNT, ""), NotKnown)
    done = carrier.look("k")
    assert isinstance(done, ToppedUp)
    assert carrier.top_up("k", "15400009999", AMOUNT, "") == done


def test_a_number_that_is_refused_on_purpose() -> None:
    carrier = DemoTopup(7, lambda _: None)
    assert isinstance(carrier.top_up("k", "15400000000", AMOUNT, ""), Declined)
    assert isinstance(carrier.look("k"), Declined)
