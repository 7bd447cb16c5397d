"""M13 and M18: only whole, positive fen within bounds are money, and no float comes near it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bank import town
from tests.checks import Sabotage
from tests.source import PACKAGE, place, python_files, tree
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.errors import BadInput, NotAllowed
from weiyin.base.money import MAX_FEN, Money
from weiyin.storage.store import Store

SABOTAGE = {
    "M13": Sabotage(
        "src/weiyin/bank/spending.py",
        "or amount.fen <= 0:",
        "or amount.fen < 0:",
    ),
    "M18": Sabotage(
        "src/weiyin/bank/credit/bills.py",
        "Money(spent).share(minimum_bp, 10_000).fen",
        "round(spent * minimum_bp / 10_000)",
    ),
}

_GOOD = {
    "0.01": 1, "0.1": 10, "0.10": 10, "1": 100, "01": 100, "500": 50_000, "500.5": 50_050,
    "1,000": 100_000, "1,000.50": 100_050, "12,345,678.90": 1_234_567_890, " 88 ": 8_800,
    "9999999999999.99": 999_999_999_999_999, "0": 0, "0.00": 0,
}  # fmt: skip
_BAD = [
    "", " ", "-1", "+1", "−1", "0.001", "1.", ".5", "1.234", "1e3", "1E3", "1e18", "0x10", "0b1",
    "1_000", "1 000", "1,00", "10,00", "1,0000", "1,,000", ",100", "100,", "1.000,50", "1'000",
    "NaN", "nan", "inf", "-inf", "∞", "Infinity", "１００", "１,０００", "٣٢٠", "三百二十",
    "叁佰贰拾", "¥100", "100元", "100块", "100.5.5", "1/2", "½", "²", "1\n2", "1\x00",
    "0" * 30, "9" * 25,
    "10000000000000.01", "1e-2", "--1", "1-", "(1)", "1%", "null", "None", "true", "[]", "{}",
    "1;DROP TABLE x", "=1+1", "1，000", "1。5", "\u202e001", "\u200b1", "1\u200b",
]  # fmt: skip


@pytest.mark.parametrize(("text", "fen"), _GOOD.items())
def test_m13_plain_amounts_are_read_exactly(text: str, fen: int) -> None:
    assert Money.parse(text) == Money(fen)


@pytest.mark.parametrize("text", _BAD)
def test_m13_anything_else_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput):
        Money.parse(text)


@pytest.mark.parametrize("fen", [1.0, 0.1, "1", None, True, 10**18, -(10**18), float("nan")])
def test_m13_money_is_whole_fen_within_bounds(fen: Any) -> None:
    with pytest.raises((TypeError, BadInput)):
        Money(fen)


def test_m13_sums_do_not_overflow() -> None:
    with pytest.raises(BadInput):
        Money(MAX_FEN) + Money(1)
    with pytest.raises(BadInput):
        Money(MAX_FEN).times(2)


@pytest.mark.parametrize("fen", [0, -1, -10_000, -MAX_FEN])
def test_m13_only_positive_amounts_move(store: Store, core: EmbeddedCore, fen: int) -> None:
    order = replace(town.order("k"), amount=Money(fen))
    with pytest.raises(BadInput):
        store.run(lambda tx: core.books(tx).transfer(order))


def test_m13_more_than_there_is_is_refused(store: Store, core: EmbeddedCore) -> None:
    for fen in (1_000_001, MAX_FEN):
        order = replace(town.order("k"), amount=Money(fen))
        with pytest.raises(NotAllowed):
            store.run(lambda tx, order=order: core.books(tx).transfer(order))


_JSON_AMOUNTS = [
    "0", "-1", "1.5", "100.0", '"100"', "1e18", "1e400", "1000000000000001", "null", "true", "[1]",
    "{}", "NaN", "Infinity", "-0",
]  # fmt: skip


def test_m13_over_http(store: Store, core: EmbeddedCore, door: httpx.Client) -> None:
    for fen in _JSON_AMOUNTS:
        body = (
            f'{{"key": "k", "customer_no": "C00001", "from_account": "A00000001",'
            f' "to_account": "A00000002", "to_name": "韩梅梅", "amount": {{"fen": {fen}}}}}'
        )
        answer = door.post("/v1/transfers", content=body.encode())
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_input"), fen
    assert town.balance(store, core, town.LEI) == 1_000_000


def _floating(path: Path) -> Iterator[str]:
    """`float(`, `round(`, a true division or a float literal: none has a place beside money."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(func=ast.Name(id="float" | "round")):
                yield place(path, node)
            case ast.BinOp(op=ast.Div()):
                yield place(path, node)
            case ast.AugAssign(op=ast.Div()):
                yield place(path, node)


def test_m18_no_float_near_money() -> None:
    files = [*python_files(PACKAGE / "bank"), PACKAGE / "base" / "money.py"]
    assert len(files) > 20
    assert [found for path in files for found in _floating(path)] == []
