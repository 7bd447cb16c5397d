"""A sentence as what it can be found by: characters, runs of two, sounds, concepts.

Each feature's kind is its first letter; `WEIGHTS` says what a kind counts beside the others.
"""

from __future__ import annotations

import re
from itertools import pairwise

from weiyin.assistant.bare import bare
from weiyin.assistant.knowledge.concepts import concepts
from weiyin.assistant.knowledge.syllables import sounds
from weiyin.assistant.normalise import normalise

WEIGHTS = {"c": 1.0, "b": 0.5, "s": 0.3, "@": 1.2}
"""Character (or Latin word), two in a row, two sounds in a row, concept."""

_TOKEN = re.compile(r"[a-z]+|[0-9]+|.")

Features = dict[str, float]
"""Each feature with its kind's weight, in reading order."""


def features(text: str) -> Features:
    """The features of any text."""
    plain = normalise(text)
    core = bare(plain)
    tokens = _TOKEN.findall(core)
    found = [f"c{token}" for token in tokens]
    found += [f"b{one}{two}" for one, two in pairwise(tokens)]
    found += [f"s{one} {two}" for one, two in pairwise(sounds(core))]
    found += concepts(plain)
    return {feature: WEIGHTS[feature[0]] for feature in found}
