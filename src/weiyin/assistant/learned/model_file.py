"""A classifier as a file: NumPy arrays without pickles, and the version that it was made for."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

import numpy as np

from weiyin.assistant.learned.calibration import Calibration
from weiyin.assistant.learned.classifier import Classifier
from weiyin.assistant.learned.kernel import Grams, Kernel
from weiyin.assistant.learned.words import Words

FORMAT = 1
"""Raised with any change to what is stored or how sentences are read."""


def version_of(pairs: Iterable[tuple[str, str]], teacher: str) -> str:
    """A digest of all that a model follows from: sentences, labels, teacher, format."""
    digest = hashlib.sha256(f"{FORMAT}\n{teacher}\n".encode())
    for text, label in pairs:
        digest.update(f"{label}\t{text}\n".encode())
    return digest.hexdigest()[:16]


def save(file: Path, model: Classifier, version: str) -> None:
    """Write `model` whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    kernel = model.kernel
    plain = {
        "version": version,
        "labels": model.labels,
        "texts": model.texts,
        "calibration": model.calibration.weights,
        "written": list(kernel.written.ids),
        "spoken": list(kernel.spoken.ids),
        "words": list(kernel.words.rows),
        "likely": list(kernel.words.likely.values()),
        "rarity": kernel.rarity,
    }
    arrays = {
        "starts": model.starts,
        "dual": model.dual.astype(np.float16),
        "prior": model.prior,
        "centre": kernel.centre,
        "meanings": kernel.meanings.astype(np.float16),
        "vectors": kernel.words.vectors.astype(np.float16),
        **_grams("written", kernel.written),
        **_grams("spoken", kernel.spoken),
    }
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as out:
        head = np.frombuffer(json.dumps(plain, ensure_ascii=False).encode(), np.uint8)
        np.savez(out, head=head, **arrays)
    part.replace(file)


def load(file: Path, version: str) -> Classifier | None:
    """The model of that version; None when the file is not there, another's, or broken."""
    if not is_zipfile(file):
        return None
    try:
        with np.load(file, allow_pickle=False) as stored:
            plain = json.loads(stored["head"].tobytes())
            return _model(plain, stored) if plain["version"] == version else None
    except (OSError, EOFError, BadZipFile, ValueError, KeyError):
        return None


def _model(plain: dict[str, Any], stored: Any) -> Classifier:
    words = Words.of(plain["words"], plain["likely"], stored["vectors"].astype(np.float32))
    meanings = stored["meanings"].astype(np.float32)
    kernel = Kernel(
        len(plain["texts"]),
        _stored_grams("written", plain, stored),
        _stored_grams("spoken", plain, stored),
        words,
        plain["rarity"],
        stored["centre"],
        meanings,
    )
    return Classifier(
        tuple(plain["labels"]),
        tuple(plain["texts"]),
        stored["starts"],
        kernel,
        stored["dual"].astype(np.float32),
        stored["prior"],
        Calibration(tuple(plain["calibration"])),
    )


def _grams(name: str, grams: Grams) -> dict[str, Any]:
    return {
        f"{name}_idf": grams.idf,
        f"{name}_starts": grams.starts,
        f"{name}_rows": grams.rows,
        f"{name}_weights": grams.weights.astype(np.float16),
    }


def _stored_grams(name: str, plain: dict[str, Any], stored: Any) -> Grams:
    return Grams(
        {run: at for at, run in enumerate(plain[name])},
        stored[f"{name}_idf"],
        stored[f"{name}_starts"],
        stored[f"{name}_rows"],
        stored[f"{name}_weights"].astype(np.float32),
    )
