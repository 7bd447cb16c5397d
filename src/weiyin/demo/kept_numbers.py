"""Numbers at billers that the demo's players have kept: water and gas of 王小明's flat, a meter."""

from __future__ import annotations

from weiyin.bank.bills.saved import keep
from weiyin.bank.embedded import EmbeddedCore
from weiyin.demo.people import PLAYERS
from weiyin.storage.store import Tx

_KEPT = (
    (1, "water-beijing", "1000000012"),
    (1, "gas-beijing", "10000013"),
    (1, "power-beijing", "1000000016"),
    (2, "water-shanghai", "100000012"),
)
"""Whose (serial), at which biller, which number."""


def keep_numbers(tx: Tx, core: EmbeddedCore) -> None:
    """Each is reminded of its bills."""
    people = {one.serial: one for one in PLAYERS}
    for serial, biller, number in _KEPT:
        keep(core.office(tx, quiet=True), people[serial].customer_no, biller, number, {})
