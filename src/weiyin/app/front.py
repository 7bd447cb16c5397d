"""The front of the house: whoever is asked, the assistant, the functions, the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from weiyin.app.ground import Ground
from weiyin.assistant.intents import Intent
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.llm.port import ServedModel
from weiyin.assistant.peer import Peer
from weiyin.assistant.speech.embedded import EmbeddedSpeech
from weiyin.assistant.speech.port import NoSpeech, Speech
from weiyin.assistant.speech.served import ServedSpeech
from weiyin.assistant.speech.weights import place_weights
from weiyin.assistant.trained import load_model
from weiyin.assistant.understand import Assistant
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import Clock
from weiyin.base.mask import Secret
from weiyin.base.persona import Persona
from weiyin.channel.wechat import windows
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.media import MediaShelf
from weiyin.desk.hours import DeskHours
from weiyin.functions.calling import Caller, PublicUrl
from weiyin.functions.catalogue import Catalogue, load_catalogue
from weiyin.functions.steering import Steering
from weiyin.outreach.notices.texts import on_event
from weiyin.places.gazetteer import CITY_NAMES
from weiyin.reception.conversation import Conversation, Outcome
from weiyin.reception.counter import Counter
from weiyin.reception.drafting import Drafter
from weiyin.reception.handing import Handing
from weiyin.reception.knowing import Knowing
from weiyin.reception.polishing import Polisher
from weiyin.reception.reception import Reception
from weiyin.reception.tally import Tally
from weiyin.reception.tenant import Tenant
from weiyin.settings import Settings
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Mind:
    """What takes longest to make and is then only read: houses of one process may share it."""

    catalogue: Catalogue
    assistant: Assistant
    knowledge: KnowledgeBase


@dataclass(frozen=True, slots=True)
class Front:
    conversation: Conversation
    reception: Reception
    counter: Counter
    tally: Tally


def open_mind(settings: Settings, clock: Clock) -> Mind:
    """Raises `Misconfigured` naming a function that cannot be right."""
    catalogue = load_catalogue()
    knowledge = KnowledgeBase(settings.bank_name, settings.hotline, clock)
    intents, folder = intents_of(catalogue), settings.model_folder
    model = load_model(Path(folder), intents) if folder else None
    return Mind(catalogue, Assistant(intents, knowledge, model), knowledge)


def open_front(ground: Ground, mind: Mind) -> Front:
    """Everything that answers."""
    settings, clock = ground.settings, ground.clock
    catalogue, assistant, knowledge = mind.catalogue, mind.assistant, mind.knowledge
    hours, personas = ground.service_hours, ground.personas
    steering = Steering(
        {key: frozenset(one.groups) for key, one in settings.accounts.items()}, clock
    )
    caller = Caller(
        catalogue,
        {
            PublicUrl: lambda _: settings.public_url,
            Clock: lambda _: clock,
            Sealer: lambda _: ground.sealer,
            KnowledgeBase: lambda _: knowledge,
            DeskHours: lambda situation: hours[situation.who.oa],
            Persona: lambda situation: personas[situation.who.oa],
        },
        steering,
    )
    knowing = Knowing(knowledge, catalogue)
    conversation = Conversation(catalogue, assistant, caller, clock, knowing, CITY_NAMES, steering)
    drafter, tenants = Drafter(ground.sealer), _tenants(ground)
    tally = Tally(ground.store, clock)
    ground.closing.callback(tally.flush)
    reception = Reception(
        ground.store,
        tenants,
        conversation,
        drafter,
        Handing(ground.sealer, assistant, catalogue, personas),
        clock,
        tally=tally,
        hear=_ears(ground.clients, ground.plugs.speech or _speech(ground)),
        arrived=_arrived,
        polish=_polish(ground),
    )
    counter = Counter(ground.store, tenants, catalogue, caller, drafter, clock)
    return Front(conversation, reception, counter, tally)


def intents_of(catalogue: Catalogue) -> tuple[Intent, ...]:
    """What 小微 recognises functions by."""
    return tuple(function.as_intent() for function in catalogue)


def _tenants(ground: Ground) -> dict[str, Tenant]:
    desks, personas = ground.desks, ground.personas
    return {
        key: Tenant(
            key,
            one.book,
            ground.cores[one.book],
            personas[key].bank,
            desks.get(key),
            personas[key],
        )
        for key, one in ground.settings.accounts.items()
    }


def _arrived(tx: Tx, ask: Ask) -> None:
    """The channel's own book-keeping of an ask, in the unit that claims it."""
    if ask.kind is AskKind.DELIVERY:
        on_event(tx, ask)
    else:
        windows.opened(tx, ask)


def _ears(clients: Mapping[str, WechatClient], speech: Speech) -> Callable[[Ask], str]:
    """Ears that download a voice, the clearer recording first, and have it recognised."""

    def hear(ask: Ask) -> str:
        media = MediaShelf(clients[ask.oa]).get(ask.media_id)
        return speech.hear(media.content, media.type)

    return hear


def _polish(ground: Ground) -> Callable[[str, Outcome], Outcome] | None:
    """The bank's language model if it has one."""
    settings = ground.settings
    if not settings.llm_url:
        return None
    key = Secret(settings.llm_key.get_secret_value())
    peer = Peer(settings.llm_url, key, settings.llm_seconds, ground.plugs.wire)
    ground.closing.callback(peer.close)
    return Polisher(ServedModel(peer, settings.llm_model), ground.clock).polish


def _speech(ground: Ground) -> Speech:
    """The bank's own recogniser if it has one, else the embedded one, else none."""
    settings = ground.settings
    if settings.speech_url:
        key = Secret(settings.speech_key.get_secret_value())
        peer = Peer(settings.speech_url, key, settings.speech_seconds, ground.plugs.wire)
        ground.closing.callback(peer.close)
        return ServedSpeech(peer, settings.speech_model)
    if settings.speech_folder:
        return EmbeddedSpeech(place_weights(Path(settings.speech_folder)))
    return NoSpeech()
