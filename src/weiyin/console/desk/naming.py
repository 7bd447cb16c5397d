"""What the desk's own words are called in English; in Chinese the desk itself says them."""

from __future__ import annotations

from collections.abc import Mapping

from weiyin.console.words import Lang
from weiyin.desk import agent, case, handover, survey

_ENGLISH = {
    "general": "General",
    "credit": "Credit card",
    "wealth": "Wealth",
    "loan": "Loans",
    "online": "Online",
    "busy": "Busy",
    "away": "Away",
    "solved": "Solved",
    "follow_up": "To follow up",
    "ticket": "Ticket made",
    "complaint": "Complaint",
    "fraud": "Suspected fraud",
    "no_answer": "Customer silent",
    "other": "Other",
    "message": "Message",
    "callback": "Call back",
    "suggestion": "Suggestion",
    "open": "To be taken",
    "doing": "In hand",
    "done": "Settled",
    "1": "Very poor",
    "2": "Poor",
    "3": "Fair",
    "4": "Good",
    "5": "Very good",
}


def skills(lang: Lang) -> dict[str, str]:
    return _named(agent.SKILLS, lang)


def states(lang: Lang) -> dict[str, str]:
    """Of agents."""
    return _named(agent.STATES, lang)


def wrap_ups(lang: Lang) -> dict[str, str]:
    return _named(handover.WRAP_UPS, lang)


def case_kinds(lang: Lang) -> dict[str, str]:
    return _named({kind.value: words for kind, words in case.TITLES.items()}, lang)


def case_states(lang: Lang) -> dict[str, str]:
    return _named(case.STATES, lang)


def stars(lang: Lang) -> dict[str, str]:
    return _named({str(count): words for count, words in survey.STARS.items()}, lang)


def _named(chinese: Mapping[str, str], lang: Lang) -> dict[str, str]:
    return {key: words if lang == "zh" else _ENGLISH[key] for key, words in chinese.items()}
