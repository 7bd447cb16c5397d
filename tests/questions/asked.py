"""The questions that understanding is measured by: written apart from the phrase files, by kind.

Typos, homophones, traditional script and pinyin are made from the plain ones, each by a fixed seed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

import opencc
from pypinyin import lazy_pinyin

from tests.assistant.held_out import HELD_OUT, UNSAFE

FOLDER = Path(__file__).parent
_ASKED_FOR = (
    (r"(?:关|取消|别|不要|不想).*(?:通知|提醒)|(?:通知|提醒).*关", "notify_settings"),
    (r"撤|转错|取消转账", "transfer_delayed_cancel"),
    (r"每个?月|明天", "transfer_scheduled"),
    (r"给我转", "collect_request"),
    (r"块的红包", "red_packet_bank"),
    (r"不要自动还款", "cc_autopay"),
    (r"分期手续费", "cc_bill_instalment"),
    (r"让我|叫我|要我|被骗|诈骗|骗子|名字贷款|安全账户|逼我|解冻", "fraud_report"),
    (r"推销|推送", "consent_center"),
    (r"推送", "news_push"),
)
_ALSO = (
    (r"存.*(?:多少利息|利息多少)|利息有多少", "financial_calculator"),
    (r"信用卡优惠商家", "cc_offers"),
    (r"^(?:..(?:都有|有)哪些|查找)(?:网点|支行)", "branch_nearby"),
)
"""Questions that another function answers as well: the table of rates, or the sum itself."""

MADE = 240
"""Questions of each kind that is made."""


@dataclass(frozen=True, slots=True)
class Question:
    """`wanted` are the functions that are right; none for what must open nothing."""

    kind: str
    text: str
    wanted: frozenset[str] = frozenset()
    before: str = ""
    """What is said first."""
    slot: str = ""
    """`name=value` that must come of it."""
    source: str = ""
    """The plain question that it was made from."""

    @property
    def is_kept_apart(self) -> bool:
        """One in three, with all that is made of it: measured, never looked at to improve by."""
        return crc32((self.source or self.text).encode()) % 3 == 0


def questions() -> list[Question]:
    plain = list(_plain())
    return [
        *plain,
        *_made("typo", plain, _typo),
        *_made("homophone", plain, _homophone),
        *_made("traditional", plain, _traditional),
        *_made("pinyin", plain, _pinyin),
        *_headed("dialect"),
        *_headed("several"),
        *_elliptical(),
        *_near_misses(),
        *(Question("out_of_scope", text) for text in _lines("out_of_scope")),
    ]


def _plain() -> Iterator[Question]:
    seen: set[str] = set()
    held = ((text, frozenset({id_})) for id_, texts in HELD_OUT.items() for text in texts)
    for text, wanted in (*((one.text, one.wanted) for one in _headed("plain")), *held):
        if text not in seen:
            seen.add(text)
            also = {id_ for pattern, id_ in _ALSO if re.search(pattern, text)}
            yield Question("plain", text, wanted | also)


def _headed(kind: str) -> Iterator[Question]:
    wanted: frozenset[str] = frozenset()
    for line in _lines(kind):
        if line.startswith("["):
            wanted = frozenset(line.strip("[]").split())
        else:
            yield Question(kind, line, wanted)


def _near_misses() -> Iterator[Question]:
    """Each with the functions that it may open all the same: 撤回刚才的转账 asks for just that."""
    for text in dict.fromkeys((*_lines("near_miss"), *UNSAFE)):
        allowed = {id_ for pattern, id_ in _ASKED_FOR if re.search(pattern, text)}
        yield Question("near_miss", text, frozenset(allowed))


def _elliptical() -> Iterator[Question]:
    for line in _lines("elliptical"):
        said, function, slot = (part.strip() for part in line.split("|"))
        before, _, text = said.partition(" > ")
        yield Question("elliptical", text, frozenset({function}), before, slot)


def _lines(kind: str) -> list[str]:
    text = (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _made(
    kind: str, plain: list[Question], change: Callable[[str, Random], str | None]
) -> Iterator[Question]:
    rng = Random(kind)
    made: set[str] = set()
    for one in rng.sample(plain, len(plain)):
        changed = change(one.text, rng)
        if changed not in {None, one.text, *made} and len(made) < MADE:
            made.add(str(changed))
            yield Question(kind, str(changed), one.wanted, source=one.text)


def _typo(text: str, rng: Random) -> str | None:
    """A character too few, too many, or two the wrong way round."""
    if len(text) < 5:
        return None
    at = rng.randrange(1, len(text) - 1)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


def _homophone(text: str, rng: Random) -> str | None:
    """One word written with another character of the same sound."""
    places = [at for at, char in enumerate(text) if len(_sounding(char)) > 1]
    if len(text) < 4 or not places:
        return None
    at = rng.choice(places)
    return (
        text[:at] + rng.choice([c for c in _sounding(text[at]) if c != text[at]]) + text[at + 1 :]
    )


def _traditional(text: str, rng: Random) -> str:
    converted: str = _converter(rng.choice(("s2tw", "s2hk"))).convert(text)
    return converted


def _pinyin(text: str, rng: Random) -> str | None:
    plain = re.sub(r"[，。？！、,.?!]", "", text)
    if len(plain) > 10 or not re.fullmatch(r"[\u4e00-\u9fff]+", plain):
        return None
    return rng.choice((" ", "")).join(lazy_pinyin(plain))


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


@cache
def _by_sound() -> dict[str, str]:
    """Common characters by their sound: those that the questions themselves are written with."""
    chars = sorted({char for one in _plain() for char in one.text if "\u4e00" <= char <= "\u9fff"})
    found: defaultdict[str, str] = defaultdict(str)
    for char in chars:
        found[lazy_pinyin(char)[0]] += char
    return dict(found)


def _sounding(char: str) -> str:
    return _by_sound().get(lazy_pinyin(char)[0], "") if "\u4e00" <= char <= "\u9fff" else ""
