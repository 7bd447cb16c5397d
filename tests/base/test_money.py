"""Money is whole fen, and says no to everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weiyin.base.errors import BadInput
from weiyin.base.money import MAX_FEN, Money

fens = st.integers(-(10**14), 10**14)


@given(fens)
def test_words_come_back(fen: int) -> None:
    money = Money(fen)
    assert Money.parse(str(abs(fen) and Money(abs(fen)))) == Money(abs(fen))
    assert str(-money) == (f"-{money}" if fen > 0 else str(-money))


@given(fens, fens)
def test_sums(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert (Money(one) < Money(other)) == (one < other)


@given(st.integers(-(10**10), 10**10), st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_share_is_never_a_fen_off(fen: int, part: int, whole: int) -> None:
    share = Money(fen).share(part, whole)
    assert abs(2 * (share.fen * whole - fen * part)) <= whole


def test_halves_go_away_from_zero() -> None:
    assert Money(1).share(1, 2) == Money(1)
    assert Money(-1).share(1, 2) == Money(-1)


@pytest.mark.parametrize(
    "text", ["", "-1", "1.234", "1e3", "NaN", "∞", "１００", "1,00", "0x1", "五"]
)
def test_only_plain_amounts(text: str) -> None:
    with pytest.raises(BadInput):
        Money.parse(text)


def test_no_floats_and_no_mixing() -> None:
    with pytest.raises(TypeError):
        Money(1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True)
    with pytest.raises(ValueError, match="mix"):
        Money(1) + Money(1, "USD")
    with pytest.raises(BadInput):
        Money(MAX_FEN + 1)
