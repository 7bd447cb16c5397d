r"""Billers and merchants, each described by one TOML file; its name is the biller's code.

    kind = "water"                  which function pays it: one of `KINDS`
    name = "北京示例自来水公司"
    city = "北京"                   empty: everywhere
    deed = "缴费"                   what paying it is called: 充值, 购票
    number = "用户号"               what its customers' number is called
    pattern = '\d{10}'              its shape
    hint = "水费单上的10位数字"
    amount = "owed"                 or "chosen" by the payer, then least_fen and most_fen
    choices_fen = [10000, 20000]    of a chosen amount: only these
    months = [11, 12, 1, 2, 3]      when it can be paid; left out: all year
    keeps = true                    a number that is paid is kept for the next time
    cancel_minutes = 60             may be given back until so long before it takes place

A further biller is a further file: in `billers/`, or in a folder of the bank's own (the setting
`billers_folder`), whose files take the place of shipped ones of the same name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import msgspec

from weiyin.base.errors import BadInput, Misconfigured, NotAllowed
from weiyin.base.money import Money

_FOLDER = "billers_folder"

KINDS = frozenset({
    "broadband", "cable", "charity", "cinema", "clinic", "digital", "etc", "fine", "fuel", "gas",
    "heating", "hospital", "mall", "parking", "party", "power", "property", "social", "tax",
    "transit", "travel", "tuition", "violation", "water",
})  # fmt: skip
"""For each there is a function that finds it or pays it."""


class Biller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Amounts are fen of yuan; `months` are 1 to 12."""

    kind: str
    name: str
    number: str
    pattern: str
    amount: Literal["owed", "chosen"] = "owed"
    code: str = ""
    city: str = ""
    deed: str = "缴费"
    hint: str = ""
    least_fen: int = 1
    most_fen: int = 5_000_000
    choices_fen: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    keeps: bool = False
    cancel_minutes: int = 0

    @property
    def is_chosen(self) -> bool:
        """Whether the payer says how much."""
        return self.amount == "chosen"

    def check_number(self, number: str) -> str:
        """The number in its one form. Raises BadInput("number")."""
        plain = re.sub(r"[\s·]", "", number).upper()
        if not re.fullmatch(self.pattern, plain, re.ASCII if plain.isascii() else 0):
            hint = f"：{self.hint}" if self.hint else ""
            raise BadInput("number", f"{self.number}不正确，请核对{hint}")
        return plain

    def check_season(self, month: int) -> None:
        """Raises NotAllowed("season")."""
        if self.months and month not in self.months:
            first, last = self.months[0], self.months[-1]
            span = f"{first}月至{'次年' if last < first else ''}{last}月"
            raise NotAllowed("season", f"{self.name}的缴费期为每年{span}，现在不在缴费期内")

    def check_amount(self, amount: Money | None) -> Money:
        """What the payer chose. Raises BadInput("amount")."""
        if self.choices_fen:
            if amount is None or amount.fen not in self.choices_fen:
                shown = "、".join(_yuan(fen) for fen in self.choices_fen)
                raise BadInput("amount", f"金额请选 {shown} 元")
            return amount
        if amount is None or not self.least_fen <= amount.fen <= self.most_fen:
            span = f"{_yuan(self.least_fen)} 至 {_yuan(self.most_fen)}"
            raise BadInput("amount", f"请填写金额，每次 {span} 元")
        return amount


Billers = Mapping[str, Biller]
"""By their codes."""


@cache
def shipped() -> Billers:
    """Those that come with the product."""
    return _read_all(files(__package__).joinpath("billers").iterdir())


def load_billers(folder: str = "") -> Billers:
    """The shipped ones and those of the bank's own folder. Raises Misconfigured naming the file."""
    if not folder:
        return shipped()
    path = Path(folder)
    if not path.is_dir():
        raise Misconfigured(_FOLDER, f"there is no folder {folder}")
    return {**shipped(), **_read_all(path.iterdir())}


def of_kind(billers: Billers, *kinds: str) -> tuple[Biller, ...]:
    """By city and name."""
    found = (one for one in billers.values() if one.kind in kinds)
    return tuple(sorted(found, key=lambda one: (one.city, one.name, one.code)))


def read_biller(name: str, text: str) -> Biller:
    """One file's text. Raises Misconfigured naming the file, the field and what is wrong."""
    try:
        told = msgspec.convert(tomllib.loads(text), Biller)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Misconfigured(_FOLDER, f"{name}: {error}") from error
    for field, wrong in _faults(told):
        raise Misconfigured(_FOLDER, f"{name}: `{field}` {wrong}")
    return msgspec.structs.replace(told, code=name.removesuffix(".toml"))


def _faults(told: Biller) -> Iterator[tuple[str, str]]:
    """What a type does not say: (field, what is wrong)."""
    if told.kind not in KINDS:
        yield "kind", f"{told.kind!r} is none of {', '.join(sorted(KINDS))}"
    if told.code:
        yield "code", "is the file's name, and not said in it"
    for field in ("name", "number", "deed"):
        if not getattr(told, field).strip():
            yield field, "is empty"
    try:
        re.compile(told.pattern)
    except re.error as error:
        yield "pattern", f"is no regular expression: {error}"
    if not 0 < told.least_fen <= told.most_fen:
        yield "least_fen", f"{told.least_fen} must be above 0 and not above `most_fen`"
    if told.choices_fen and (told.amount == "owed" or min(told.choices_fen) <= 0):
        yield "choices_fen", 'needs amount = "chosen" and amounts above 0'
    if not set(told.months) <= set(range(1, 13)):
        yield "months", "are numbers from 1 to 12"
    if told.cancel_minutes < 0:
        yield "cancel_minutes", "is not below 0"


def _read_all(found: Iterable[object]) -> Billers:
    read: dict[str, Biller] = {}
    for file in found:
        name: str = file.name  # type: ignore[attr-defined]
        if name.endswith(".toml"):
            biller = read_biller(name, file.read_text("utf-8"))  # type: ignore[attr-defined]
            read[biller.code] = biller
    return read


def _yuan(fen: int) -> str:
    return str(fen // 100) if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"
