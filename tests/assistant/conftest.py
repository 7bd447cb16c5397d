from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.assistant.bank_intents import intents
from weiyin.assistant.intents import DialogueState, Understanding, Vocabulary
from weiyin.assistant.understand import Assistant
from weiyin.base.clock import SHANGHAI

NOW = datetime(2026, 7, 20, 10, tzinfo=SHANGHAI)
KNOWN = Vocabulary(("李雷", "韩梅梅"), ("1234", "5678"), ("北京", "上海", "杭州"))

Ask = Callable[[str], Understanding]


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant(intents())


class Talk:
    """One conversation of one person."""

    def __init__(self, assistant: Assistant, vocabulary: Vocabulary = KNOWN) -> None:
        self._assistant = assistant
        self._vocabulary = vocabulary
        self.state: DialogueState | None = None

    def say(self, text: str, now: datetime = NOW) -> Understanding:
        heard, self.state = self._assistant.understand(
            text, state=self.state, vocabulary=self._vocabulary, now=now
        )
        return heard


@pytest.fixture
def talk(assistant: Assistant) -> Talk:
    return Talk(assistant)


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """One message on its own."""
    return lambda text: Talk(assistant).say(text)
