"""The port to a language model, and the one that is served with OpenAI's chat API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from weiyin.assistant.peer import Peer
from weiyin.base.errors import NotAllowed, TryLater

_MOST_TOKENS = 400


class LanguageModel(Protocol):
    def complete(self, task: str, words: str) -> str:
        """What the model writes for `task` (ours) about `words` (anybody's).

        Raises `TryLater` when it is silent, broken or refuses.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Message:
    content: str


@dataclass(frozen=True, slots=True)
class _Choice:
    message: _Message


@dataclass(frozen=True, slots=True)
class _Completion:
    choices: list[_Choice]


class ServedModel:
    """`POST {url}/chat/completions`. No tools are offered, and none that it calls is run."""

    def __init__(self, peer: Peer, model: str) -> None:
        self._peer = peer
        self._model = model

    def complete(self, task: str, words: str) -> str:
        request = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": words},
            ],
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
        }
        try:
            told = self._peer.ask("/chat/completions", _Completion, json=request)
        except NotAllowed as refused:
            raise TryLater(f"model: {refused}") from None
        if not told.choices:
            raise TryLater("model: no choice")
        return told.choices[0].message.content.strip()
