"""Numbers that look right and belong to nobody: cards, identity numbers, telephones.

The card ranges (BIN 622999, 622998, 622997), the region 990000 of the identity numbers and the 154
of the telephones are assigned to no one.
"""

from __future__ import annotations

from weiyin.bank.numbers import luhn_digit

DEBIT_BIN, CREDIT_BIN, NEIGHBOUR_BIN = "622999", "622998", "622997"

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def debit_card(serial: int) -> str:
    """19 digits."""
    body = f"{DEBIT_BIN}{serial:012d}"
    return body + luhn_digit(body)


def credit_card(serial: int) -> str:
    """16 digits."""
    body = f"{CREDIT_BIN}{serial:09d}"
    return body + luhn_digit(body)


def neighbour_card(serial: int) -> str:
    """19 digits, at the made-up bank next door."""
    body = f"{NEIGHBOUR_BIN}{serial:012d}"
    return body + luhn_digit(body)


def identity(born: str, serial: int) -> str:
    """18 characters with the check character of GB 11643; `born` as YYYYMMDD."""
    body = f"990000{born}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + _ID_CHECKS[total % 11]


def phone(serial: int) -> str:
    return f"154{serial:08d}"
