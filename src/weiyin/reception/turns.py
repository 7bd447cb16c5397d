"""The last turns of a chat, kept with the dialogue: a person who takes over need not ask again."""

from __future__ import annotations

from msgspec.structs import replace

from weiyin.assistant.intents import DialogueState, Kind, Understanding
from weiyin.base.ask import Ask, AskKind
from weiyin.base.mask import scrub
from weiyin.base.reply import Articles, Choose, HandOver, OpenPage, Reply, Say, Silence
from weiyin.base.text import clean

_KEPT, _WORDS, _TOLD = 5, 80, 120
_SPOKEN = frozenset({AskKind.TEXT, AskKind.VOICE, AskKind.TAP})
HIDDEN = "（含敏感信息，未记录）"


def with_turn(
    state: DialogueState | None,
    stood: DialogueState | None,
    ask: Ask,
    understood: Understanding | None,
    reply: Reply,
) -> DialogueState | None:
    """`state` with this turn behind those of where the dialogue `stood` before."""
    if ask.kind not in _SPOKEN or isinstance(reply, Silence):
        return state
    secret = understood is not None and understood.kind is Kind.REFUSE
    meant = "" if understood is None else understood.function or understood.kind.value
    turn = (HIDDEN if secret else scrub(clean(ask.text))[:_WORDS], meant, gist(reply)[:_TOLD])
    before = () if stood is None else stood.said
    return replace(state or DialogueState(), said=(*before, turn)[-_KEPT:])


def gist(reply: Reply) -> str:
    """What a reply says, without its ways on."""
    match reply:
        case Say(text) | HandOver(text):
            return text
        case Choose(prompt, options):
            return " ".join((prompt, *(option.label for option in options)))
        case OpenPage(title, description):
            return f"[{title}] {description}"
        case Articles(items, lead):
            return lead or "、".join(item.title for item in items)
        case Silence():
            return ""
