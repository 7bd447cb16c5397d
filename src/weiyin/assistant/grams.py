"""Runs of one to three characters, by which sentences are compared."""

from __future__ import annotations

import re
from itertools import pairwise

from weiyin.assistant.bare import bare

_TOKEN = re.compile(r"[a-z]+|.")
_NEUTRAL = frozenset(
    "我你您他这那张个的了着过一下是有要想就也还再先把被给对和跟与请帮吧呢啊呀嘛哦在从里上去来弄办搞做"
)
"""Tokens that change nothing by being there."""

Grams = dict[str, float]
"""Each gram with what its length counts. In reading order, so that sums are the same every time."""


def grams(text: str) -> Grams:
    """The grams of a sentence: a word of Latin letters is one token, either end is one too."""
    tokens = _TOKEN.findall(bare(text))
    framed = ["^", *tokens, "$"]
    found = dict.fromkeys(tokens, 0.75)
    found.update(dict.fromkeys(map("\x1f".join, pairwise(framed)), 1.0))
    triples = zip(framed, framed[1:], framed[2:], strict=False)
    found.update(dict.fromkeys(map("\x1f".join, triples), 1.1))
    return found


def telling(found: Grams) -> list[str]:
    """The single tokens that say something."""
    return [gram for gram, length in found.items() if length < 1 and gram not in _NEUTRAL]
