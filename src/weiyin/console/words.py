"""Words in two languages, side by side where they are used: Chinese first, English on a switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh
