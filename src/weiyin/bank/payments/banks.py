"""Other banks: their names and the first digits of their cards.

A short list to begin with, from common knowledge of the mainland's large banks; a bank that has the
clearing house's own table puts it in the place of `_BANKS`. The longest prefix of a number wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from weiyin.bank.numbers import issuer


@dataclass(frozen=True, slots=True)
class Bank:
    """`code` is the name in orders; `name` is printed."""

    code: str
    name: str


_BANKS = (
    ("ICBC", "中国工商银行", "622202 622203 621226 622208"),
    ("ABC", "中国农业银行", "622848 622845 622846 95599"),
    ("BOC", "中国银行", "621660 621661 601382 456351"),
    ("CCB", "中国建设银行", "622700 621700 436742"),
    ("BOCOM", "交通银行", "622260 622262 621436"),
    ("PSBC", "中国邮政储蓄银行", "622188 621799 621098"),
    ("CMB", "招商银行", "622588 622580 621486"),
    ("CITIC", "中信银行", "622690 622691 621771"),
    ("CEB", "中国光大银行", "622660 622662 621491"),
    ("HXB", "华夏银行", "622630 622631 621222"),
    ("CMBC", "中国民生银行", "622622 622615 621691"),
    ("CGB", "广发银行", "622568 621462"),
    ("PAB", "平安银行", "622155 622298 621626"),
    ("CIB", "兴业银行", "622909 622908 621396"),
    ("SPDB", "上海浦东发展银行", "622521 622518 621792"),
    ("NEIGHBOUR", "邻家银行", "622997"),
)
"""Code, name, prefixes. 邻家银行 is made up, for demonstrations."""

BANKS = {code: Bank(code, name) for code, name, _ in _BANKS}
BANK_CHOICES = tuple((code, name) for code, name, _ in _BANKS)
"""For a form that asks which bank."""
BANK_WORDS = (
    ("ICBC", "工行|工商银行"),
    ("ABC", "农行|农业银行"),
    ("BOC", "(?<![转账途其过])中行|中国银行"),
    ("CCB", "建行|建设银行"),
    ("BOCOM", "交行|交通银行"),
    ("PSBC", "邮储|邮政储蓄|邮政银行"),
    ("CMB", "招行|招商银行"),
    ("CITIC", "中信"),
    ("CEB", "光大"),
    ("HXB", "华夏银行|华夏卡"),
    ("CMBC", "民生银行|民生卡"),
    ("CGB", "广发"),
    ("PAB", "平安银行|平安卡"),
    ("CIB", "兴业"),
    ("SPDB", "浦发|浦东发展"),
    ("NEIGHBOUR", "邻家"),
)
"""As people call them in a sentence: regular expressions."""
_BINS = {prefix: code for code, _, prefixes in _BANKS for prefix in prefixes.split()}


def bank_of(number: str) -> Bank | None:
    """Whose card this is, as far as the table knows."""
    code = issuer(number, _BINS)
    return None if code is None else BANKS[code]


def bank_name(code: str) -> str:
    """As printed; a code nobody knows is printed itself."""
    found = BANKS.get(code)
    return code if found is None else found.name
