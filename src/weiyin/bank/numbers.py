"""Card numbers: 13–19 digits, the last a Luhn check digit, the first ones the bank's (its BIN).

Numbers arrive as people type them: with blanks or hyphens, in fullwidth digits. They leave as
plain digits, or `BadInput` says what is wrong with them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from weiyin.base.errors import BadInput

_SHORTEST, _LONGEST = 13, 19
_LONGEST_BIN = 10


def luhn_digit(body: str) -> str:
    """The check digit that makes `body` + digit pass the Luhn test (ISO/IEC 7812-1, annex B)."""
    return str(-_luhn_sum(f"{body}0") % 10)


def luhn_holds(number: str) -> bool:
    return _luhn_sum(number) % 10 == 0


def read_card_number(text: str) -> str:
    """Plain digits of a card number as typed. Raises BadInput("card_number")."""
    digits = unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and _SHORTEST <= len(digits) <= _LONGEST):
        raise BadInput("card_number", "请输入13至19位的银行卡号")
    if not luhn_holds(digits):
        raise BadInput("card_number", "卡号有误，请核对后重新输入")
    return digits


def issuer(number: str, bins: Mapping[str, str]) -> str | None:
    """Whose card this is: the longest prefix of `number` in the BIN table wins."""
    heads = (number[:length] for length in range(_LONGEST_BIN, 0, -1))
    return next((bins[head] for head in heads if head in bins), None)


def _luhn_sum(number: str) -> int:
    from_right = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in from_right[1::2]]
    return sum(from_right[0::2]) + sum(doubled)
