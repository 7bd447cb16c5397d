"""Who speaks for an official account: the bank as its followers know it, and its assistant."""

from __future__ import annotations

import re
from dataclasses import dataclass

ASSISTANT = "小微"
"""The assistant's own name, in which our words are written."""
_NAMED = re.compile(f"{ASSISTANT}(?!快贷|经营|企业|商户|贷款)")
"""Not in words such as 小微企业: small and micro enterprises."""
_EDGES = " 。.!！~“”\"'"


@dataclass(frozen=True, slots=True)
class Persona:
    """`greeting`: the first words to a new follower; empty: ours. `colour`: `#rrggbb`."""

    bank: str = "示范银行"
    name: str = ASSISTANT
    greeting: str = ""
    hotline: str = "95000"
    colour: str = "#0b4ea2"

    def speaks(self, words: str) -> str:
        """Our own `words` as this account's assistant says them; never somebody's data."""
        return words if self.name == ASSISTANT else _NAMED.sub(self.name, words)

    def hears(self, words: str) -> str:
        """`words` with the assistant's name as our own patterns know it."""
        told = words.strip(_EDGES)
        return told if self.name == ASSISTANT else told.replace(self.name, ASSISTANT)


PLAIN = Persona()
