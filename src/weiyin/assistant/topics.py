"""What 小微 knows besides the installed functions: small talk, and what she cannot do yet."""

from __future__ import annotations

from collections.abc import Container
from importlib.resources import files

from weiyin.assistant.phrases import Topic, parse_topics


def small_talk() -> tuple[Topic, ...]:
    """Each with the words to answer with."""
    return _read("small_talk.phrases")


def missing(installed: Container[str]) -> tuple[Topic, ...]:
    """Topics that no installed function covers; an urgent one has its own words."""
    return tuple(topic for topic in _read("topics.phrases") if topic.id not in installed)


def _read(name: str) -> tuple[Topic, ...]:
    text = files("weiyin.assistant").joinpath("words", name).read_text(encoding="utf-8")
    return parse_topics(text, name)
