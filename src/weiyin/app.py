"""The composition root: the only file that knows everybody.

`compose` builds the whole house from settings; nothing runs yet but the store's own threads.
`App.asgi` is the door to HTTP, `App.courier` delivers what is in the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx

from weiyin.assistant import memory
from weiyin.assistant.intents import Intent
from weiyin.assistant.knowledge import notes
from weiyin.assistant.knowledge.base import KnowledgeBase
from weiyin.assistant.peer import Peer
from weiyin.assistant.speech.embedded import EmbeddedSpeech
from weiyin.assistant.speech.port import NoSpeech, Speech
from weiyin.assistant.speech.served import ServedSpeech
from weiyin.assistant.speech.weights import place_weights
from weiyin.assistant.trained import load_model
from weiyin.assistant.understand import Assistant
from weiyin.bank.chores import do_chores
from weiyin.bank.core import Core
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import TOPIC as CUSTOMER_EVENT
from weiyin.bank.notices import TOPIC as ENTRY
from weiyin.bank.payments.chores import do_payment_chores
from weiyin.bank.payments.clearing import Clearing
from weiyin.bank.payments.making import TOPIC as PAYMENT
from weiyin.bank.payments.sending import send_payment
from weiyin.bank.remote import RemoteCore
from weiyin.bank.topup import TOPIC as TOPUP
from weiyin.bank.topup import TopupProvider
from weiyin.bank.topup_worker import settle_topup
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import Clock, SystemClock
from weiyin.base.mask import Secret
from weiyin.base.sender import Fate, Never, Sent, SmsSender
from weiyin.channel.wechat import windows
from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.channel.wechat.client import WechatClient
from weiyin.channel.wechat.media import MediaShelf
from weiyin.channel.wechat.oauth import WechatSignIn
from weiyin.channel.wechat.sender import WechatSender
from weiyin.channel.wechat.template import API as TEMPLATE_API
from weiyin.functions.calling import Caller, PublicUrl
from weiyin.functions.catalogue import Catalogue, load_catalogue
from weiyin.outreach import messages
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.delivery.breaker import Breakers
from weiyin.outreach.delivery.courier import Chore, Courier, Handler, one_by_one
from weiyin.outreach.delivery.governor import Governor
from weiyin.outreach.delivery.queue import OutboxQueue, Queue
from weiyin.outreach.letters import LATE, SMS, Letters
from weiyin.outreach.notices.fan_out import NOTICE, PLACE_EVENT, FanOut, PlaceEvents
from weiyin.outreach.notices.register import kind_of_bill, kind_of_entry, kind_of_event
from weiyin.outreach.notices.reminders import TOPIC as BILL
from weiyin.outreach.notices.reminders import Reminders
from weiyin.outreach.notices.teller import Teller, look
from weiyin.outreach.notices.texts import NOTICE_TEXT, Texts, on_event
from weiyin.outreach.sms import HttpSms, NoSms
from weiyin.people.purge import purge
from weiyin.places import chores as places
from weiyin.places.gazetteer import CITY_NAMES
from weiyin.reception.conversation import Conversation
from weiyin.reception.counter import Counter
from weiyin.reception.drafting import Drafter
from weiyin.reception.knowing import Knowing
from weiyin.reception.reception import Reception
from weiyin.reception.stored import reply_from_bytes
from weiyin.reception.tenant import Tenant
from weiyin.settings import AccountSettings, Settings
from weiyin.storage import idempotency, inbox, outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Store, Tx, open_store

_REPLIES_KEPT = timedelta(days=7)
_ANSWERS_KEPT = timedelta(days=180)
_DELIVERED_KEPT = timedelta(days=90)
_HANDS = 8
"""Notices on their way to WeChat at once, in one worker."""


@dataclass(frozen=True, slots=True)
class Plugs:
    """What an install may plug in: its own clock, ears, carrier, wire. The defaults are real."""

    clock: Clock = field(default_factory=SystemClock)
    speech: Speech | None = None
    """None: what the settings say."""
    topup: TopupProvider | None = None
    clearing: Clearing | None = None
    wire: httpx.BaseTransport | None = None
    """The transport of every call that leaves for WeChat and the text-message gateway."""


@dataclass(frozen=True, slots=True)
class App:
    """The whole house, put together. `close` lets go of everything."""

    settings: Settings
    store: Store
    clock: Clock
    sealer: Sealer
    catalogue: Catalogue
    accounts: Mapping[str, OfficialAccount]
    clients: Mapping[str, WechatClient]
    cores: Mapping[str, Core]
    assistant: Assistant
    knowledge: KnowledgeBase
    conversation: Conversation
    reception: Reception
    counter: Counter
    signin: WechatSignIn
    courier: Courier
    _closing: ExitStack

    @property
    def default_oa(self) -> str:
        return next(iter(self.accounts))

    @property
    def intents(self) -> tuple[Intent, ...]:
        """What 小微 recognises functions by."""
        return tuple(function.as_intent() for function in self.catalogue)

    @property
    def model_folder(self) -> Path:
        return Path(self.settings.model_folder)

    def close(self) -> None:
        self._closing.close()


def compose(settings: Settings, plugs: Plugs | None = None) -> App:
    """Build the house. Raises `Misconfigured` naming the setting that cannot be right."""
    plugs = plugs or Plugs()
    closing = ExitStack()
    store = open_store(settings.database_url)
    closing.callback(store.close)
    sealer = Sealer(
        settings.seal_key_bytes(),
        settings.seal_key_id,
        settings.seal_cipher,
        blind_with=settings.seal_lookups or None,
    )
    accounts = {key: _account(settings, key, one) for key, one in settings.accounts.items()}
    clients = {
        key: WechatClient(
            account, store=store, sealer=sealer, clock=plugs.clock, transport=plugs.wire
        )
        for key, account in accounts.items()
    }
    for client in clients.values():
        closing.callback(client.close)
    cores = _cores(settings, plugs.clock, sealer, closing)
    tenants = {
        key: Tenant(key, one.book, cores[one.book], settings.bank_name)
        for key, one in settings.accounts.items()
    }
    catalogue = load_catalogue()
    caller = Caller(
        catalogue,
        {
            PublicUrl: lambda _: settings.public_url,
            Clock: lambda _: plugs.clock,
            Sealer: lambda _: sealer,
        },
    )
    drafter = Drafter(sealer)
    intents = tuple(function.as_intent() for function in catalogue)
    knowledge = KnowledgeBase(settings.bank_name, settings.hotline, plugs.clock)
    model = load_model(Path(settings.model_folder), intents) if settings.model_folder else None
    assistant = Assistant(intents, knowledge, model)
    knowing = Knowing(knowledge, catalogue)
    conversation = Conversation(catalogue, assistant, caller, plugs.clock, knowing, CITY_NAMES)
    reception = Reception(
        store,
        tenants,
        conversation,
        drafter,
        plugs.clock,
        hear=_ears(clients, plugs.speech or _speech(settings, plugs, closing)),
        arrived=_arrived,
    )
    counter = Counter(store, tenants, catalogue, caller, drafter, plugs.clock)
    sms = _sms(settings, plugs, closing)
    templates = {key: one.templates for key, one in settings.accounts.items()}
    subscriptions = {key: one.subscriptions for key, one in settings.accounts.items()}
    sender = WechatSender(clients, templates, store, plugs.clock, subscriptions)
    governor = _governor(settings, clients)
    letters = Letters(store, plugs.clock, sealer, sender, sms, reply_from_bytes)
    hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="teller")
    closing.callback(hands.shutdown)
    oas_of_book = _oas_of(settings)
    fan_out = partial(FanOut, store, plugs.clock, cores, oas_of_book)
    handlers: dict[str, Handler] = {
        SMS: one_by_one(letters.text),
        LATE: one_by_one(letters.reply),
        NOTICE_TEXT: one_by_one(Texts(store, plugs.clock, sealer, cores, look)),
        NOTICE: Teller(store, plugs.clock, sender, cores, Breakers(), governor, hands),
        ENTRY: fan_out(kind_of_entry),
        CUSTOMER_EVENT: fan_out(kind_of_event),
        BILL: fan_out(kind_of_bill),
        PLACE_EVENT: PlaceEvents(store, plugs.clock),
    }
    if plugs.topup is not None:
        settle = partial(settle_topup, provider=plugs.topup, clock=plugs.clock)
        handlers[TOPUP] = one_by_one(_on_our_books(store, cores, settle))
    if plugs.clearing is not None:
        send = partial(send_payment, clearing=plugs.clearing, clock=plugs.clock)
        handlers[PAYMENT] = one_by_one(_on_our_books(store, cores, send))
    return App(
        settings,
        store,
        plugs.clock,
        sealer,
        catalogue,
        accounts,
        clients,
        cores,
        assistant,
        knowledge,
        conversation,
        reception,
        counter,
        WechatSignIn(clients),
        Courier(
            store,
            plugs.clock,
            handlers,
            purges=(
                *places.purges(cores),
                purge,
                memory.purge,
                notes.purge,
                _forget_messages,
                messages.purge,
                deliveries.purge,
            ),
            chores=(
                *_chores(store, cores),
                *places.chores(store, cores, plugs.clock),
                Reminders(store, plugs.clock, cores, oas_of_book),
            ),
            queue=_queue(settings, store, plugs.clock, tuple(handlers), governor, closing),
        ),
        closing,
    )


def _forget_messages(tx: Tx, now: datetime) -> int:
    """Replies and answers outlive every retry by far; what was delivered is kept for questions."""
    return (
        inbox.forget_before(tx, now - _REPLIES_KEPT)
        + idempotency.forget_before(tx, now - _ANSWERS_KEPT)
        + outbox.forget_before(tx, now - _DELIVERED_KEPT)
    )


def _arrived(tx: Tx, ask: Ask) -> None:
    """The channel's own book-keeping of an ask, in the unit that claims it."""
    if ask.kind is AskKind.DELIVERY:
        on_event(tx, ask)
    else:
        windows.opened(tx, ask)


def _queue(
    settings: Settings,
    store: Store,
    clock: Clock,
    topics: tuple[str, ...],
    governor: Governor,
    closing: ExitStack,
) -> Queue:
    """The outbox itself, or JetStream filled from it. The first call connects, not this one."""
    source = OutboxQueue(store, clock, topics, "courier", governor)
    if not settings.nats_servers:
        return source
    from weiyin.outreach.delivery.jetstream import JetStreamQueue  # noqa: PLC0415 - an extra

    queue = JetStreamQueue(source, settings.nats_servers)
    closing.callback(queue.close)
    return queue


def _governor(settings: Settings, clients: Mapping[str, WechatClient]) -> Governor:
    a_day = {key: one.templates_a_day for key, one in settings.accounts.items()}
    return Governor(
        a_day,
        lambda oa: clients[oa].quota.calls_today().get(TEMPLATE_API, 0),
        settings.reminders_a_minute,
    )


def _account(settings: Settings, key: str, one: AccountSettings) -> OfficialAccount:
    return OfficialAccount(
        key=key,
        appid=one.appid,
        secret=Secret(one.secret.get_secret_value()),
        token=Secret(one.token.get_secret_value()),
        aes_key=Secret(one.aes_key.get_secret_value()),
        previous_aes_key=Secret(one.previous_aes_key.get_secret_value()),
        mode=Mode(one.mode),
        api_base=one.api_base,
        open_base=one.open_base,
        public_url=settings.public_url,
        other_origins=settings.other_origins,
        gh_id=one.gh_id,
        wechat_desk=one.wechat_desk,
    )


def _cores(settings: Settings, clock: Clock, sealer: Sealer, closing: ExitStack) -> dict[str, Core]:
    """A core for each set of books: the bank's own over HTTP, or the embedded ledger."""
    books = {one.book for one in settings.accounts.values()}
    if not settings.core_url:
        return {book: EmbeddedCore(book, clock, sealer) for book in books}
    seconds = settings.core_timeout_seconds
    http = httpx.Client(timeout=seconds, follow_redirects=False)
    closing.callback(http.close)
    key = Secret(settings.core_key.get_secret_value())
    core = RemoteCore(settings.core_url, key, http, clock=clock, deadline_seconds=seconds)
    return dict.fromkeys(books, core)


def _ears(clients: Mapping[str, WechatClient], speech: Speech) -> Callable[[Ask], str]:
    """Ears that download a voice, the clearer recording first, and have it recognised."""

    def hear(ask: Ask) -> str:
        media = MediaShelf(clients[ask.oa]).get(ask.media_id)
        return speech.hear(media.content, media.type)

    return hear


def _speech(settings: Settings, plugs: Plugs, closing: ExitStack) -> Speech:
    """The bank's own recogniser if it has one, else the embedded one, else none."""
    if settings.speech_url:
        key = Secret(settings.speech_key.get_secret_value())
        peer = Peer(settings.speech_url, key, settings.speech_seconds, plugs.wire)
        closing.callback(peer.close)
        return ServedSpeech(peer, settings.speech_model)
    if settings.speech_folder:
        return EmbeddedSpeech(place_weights(Path(settings.speech_folder)))
    return NoSpeech()


def _sms(settings: Settings, plugs: Plugs, closing: ExitStack) -> SmsSender:
    if not settings.sms_url:
        return NoSms()
    sms = HttpSms(settings.sms_url, Secret(settings.sms_key.get_secret_value()), plugs.wire)
    closing.callback(sms.close)
    return sms


def _oas_of(settings: Settings) -> Callable[[str], tuple[str, ...]]:
    """The official accounts that work on a set of books."""
    by_book: dict[str, tuple[str, ...]] = {}
    for key, one in settings.accounts.items():
        by_book[one.book] = (*by_book.get(one.book, ()), key)
    return lambda book: by_book.get(book, ())


def _chores(store: Store, cores: Mapping[str, Core]) -> tuple[Chore, ...]:
    """What our own books need done as time goes by; the bank's own core does its own."""
    ours = [core for core in cores.values() if isinstance(core, EmbeddedCore)]
    kinds = (do_chores, do_payment_chores)
    return tuple(partial(chore, store, core) for core in ours for chore in kinds)


def _on_our_books(
    store: Store, cores: Mapping[str, Core], step: Callable[[Store, EmbeddedCore, Parcel], str]
) -> Callable[[Parcel], Fate]:
    """Carries out what was held; the step itself closes its parcel or puts it off."""

    def carry_out(parcel: Parcel) -> Fate:
        core = cores[parcel.payload["book"]]
        if not isinstance(core, EmbeddedCore):
            return Never("the bank's own core carries out what is held there")
        return Sent(step(store, core, parcel))

    return carry_out
