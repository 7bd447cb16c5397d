"""The teacher's vectors of words, kept between trainings: each word is asked for once."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import numpy as np

from weiyin.assistant.learned.teacher import NAME
from weiyin.assistant.learned.words import Floats


def load_vectors(file: Path) -> dict[str, Floats]:
    """Raw vectors by word; none when the file is not there, or of another teacher."""
    if not is_zipfile(file):
        return {}
    try:
        with np.load(file, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            rows = stored["vectors"].astype(np.float32)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError):
        return {}
    return dict(zip(head["words"], rows, strict=True)) if head["teacher"] == NAME else {}


def save_vectors(file: Path, known: dict[str, Floats]) -> None:
    """Keep them all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"teacher": NAME, "words": list(known)}, ensure_ascii=False).encode()
    rows = np.array(list(known.values()), np.float16)
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        np.savez(out, head=np.frombuffer(head, np.uint8), vectors=rows)
    part.replace(file)
