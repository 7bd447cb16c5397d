"""小微's own model: made from all that she is to recognise, kept in a folder, found by version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from weiyin.assistant.corpus import entries_of, sentences
from weiyin.assistant.index import Entry
from weiyin.assistant.intents import Intent
from weiyin.assistant.learned.classifier import Classifier, learn
from weiyin.assistant.learned.kernel import Progress
from weiyin.assistant.learned.model_file import load, save, version_of
from weiyin.assistant.learned.teacher import NAME, words_of
from weiyin.assistant.learned.word_file import load_vectors, save_vectors
from weiyin.assistant.retriever import Retriever
from weiyin.assistant.topics import missing, small_talk

MODEL, VECTORS = "understanding.npz", "words.npz"


def version(intents: Sequence[Intent]) -> str:
    """What the phrases of `intents` ask of a model.

    Edited knowledge is not part of it: a new entry is found without, only better with.
    """
    pairs = ((text, one.label) for one in _entries(intents) for text in one.phrases)
    return version_of(pairs, NAME)


def load_model(folder: Path, intents: Sequence[Intent]) -> Classifier | None:
    """The model of these intents; None when it was not made yet, or is of others."""
    return load(folder / MODEL, version(intents))


def make_model(
    folder: Path, intents: Sequence[Intent], knowledge: Retriever, progress: Progress
) -> Classifier:
    """Learn anew and keep the model in `folder`, with the vectors of words for the next time."""
    pairs = sentences(_entries(intents), knowledge)
    texts = [text for text, _ in pairs]
    known = load_vectors(folder / VECTORS)
    words = words_of(texts, known, lambda share: progress(0.6 * share))
    save_vectors(folder / VECTORS, known)
    labels = [label for _, label in pairs]
    model = learn(texts, labels, words, lambda share: progress(0.6 + 0.4 * share))
    save(folder / MODEL, model, version(intents))
    return model


def _entries(intents: Sequence[Intent]) -> list[Entry]:
    return entries_of(intents, missing({one.id for one in intents}), small_talk())
