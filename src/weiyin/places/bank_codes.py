"""联行号: the twelve digits by which the payment system knows a bank's branch.

The first three say which bank, the next four which city, the following four which branch; the last
digit checks the others. The table is the operator's (the central bank publishes it to members).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weiyin.base.errors import BadInput
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

_WORDS_MAX = 4
_PUT = sql("""
    INSERT INTO bank_codes (book, code, bank, name, city, words)
    VALUES (:book, :code, :bank, :name, :city, :words)
    ON CONFLICT (book, code) DO UPDATE SET
        bank = excluded.bank, name = excluded.name, city = excluded.city, words = excluded.words
""")
_BY_CODE = sql("SELECT code, bank, name, city FROM bank_codes WHERE book = :book AND code = :code")
_BY_WORDS = sql("""
    SELECT code, bank, name, city FROM bank_codes
    WHERE book = :book AND words LIKE :word0 AND words LIKE :word1 AND words LIKE :word2
      AND words LIKE :word3
    ORDER BY code LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class BankCode:
    code: str
    bank: str
    name: str
    city: str


def put_codes(tx: Tx, book: str, codes: Sequence[BankCode]) -> int:
    """Add them, or replace those known. Raises BadInput for a code that cannot be one."""
    for one in codes:
        if not is_code(one.code):
            raise BadInput("code", f"联行号有误：{one.code}")
    return tx.many(_PUT, [_row(book, one) for one in codes])


def find_codes(reader: Reader, book: str, words: str, limit: int = 10) -> list[BankCode]:
    """By the twelve digits, or by words that bank, branch or city hold, in any order."""
    digits = words.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return [BankCode(*row) for row in reader.all(_BY_CODE, book=book, code=digits)]
    wanted = [f"%{_plain(word)}%" for word in words.casefold().split()][:_WORDS_MAX]
    patterns = {f"word{n}": word for n, word in enumerate(wanted + ["%"] * _WORDS_MAX)}
    chosen = {name: patterns[name] for name in (f"word{n}" for n in range(_WORDS_MAX))}
    return [BankCode(*row) for row in reader.all(_BY_WORDS, book=book, limit=limit, **chosen)]


def with_check_digit(eleven: str) -> str:
    """The twelfth digit by ISO 7064 MOD 11,10."""
    product = 10
    for digit in eleven:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return eleven + str((11 - product) % 10)


def is_code(number: str) -> bool:
    """Whether it is twelve digits, the last of which checks the others."""
    is_whole = len(number) == 12 and number.isascii() and number.isdigit()
    return is_whole and with_check_digit(number[:11]) == number


def _plain(word: str) -> str:
    """Without LIKE's own characters, which no name holds."""
    return word.replace("%", "").replace("_", "")


def _row(book: str, one: BankCode) -> dict[str, str]:
    words = f"{one.bank} {one.name} {one.city}".casefold()
    return {
        "book": book,
        "code": one.code,
        "bank": one.bank,
        "name": one.name,
        "city": one.city,
        "words": words,
    }
