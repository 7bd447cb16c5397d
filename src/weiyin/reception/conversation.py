"""Thinking: from an ask to what should be said, reading only. What must be written is returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from msgspec import Struct
from msgspec.structs import replace

from weiyin.assistant.intents import DialogueState, Kind, Understanding, Vocabulary
from weiyin.assistant.knowledge.notes import Answered, Note, Unanswered
from weiyin.assistant.understand import Assistant
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import Clock
from weiyin.base.errors import BadInput, NotAllowed, NotBound, Refused, TryLater, WeiyinError
from weiyin.base.reply import Choose, HandOver, Link, OpenPage, Option, Reply, Say, Silence
from weiyin.base.text import clean
from weiyin.functions.answers import Answer, DraftRequest
from weiyin.functions.calling import Caller, Situation
from weiyin.functions.catalogue import Catalogue
from weiyin.functions.declare import Function, Needs, Risk
from weiyin.functions.menus import ALL_SERVICES
from weiyin.functions.steering import Steering
from weiyin.people.who import Who
from weiyin.reception.handing import SAY_PREFIX, Step
from weiyin.reception.knowing import Knowing
from weiyin.reception.links import link_to, open_form
from weiyin.reception.products import ProductNames
from weiyin.reception.rows import CHAT_ROWS
from weiyin.reception.services import services_card
from weiyin.reception.tenant import Tenant
from weiyin.reception.wording import in_chat
from weiyin.storage.store import Reader

log = structlog.get_logger(__name__)

_FILLED_IN = "请点开核对，您说的内容已填好"
_DONE_FIRST = {"risk_test": "risk_assessment"}
"""By the rule that refuses: the function that lifts it."""


class Draftable(Struct, frozen=True):
    """A function wants a draft made for `who`: it becomes the card that opens the confirm page."""

    who: Who
    function: Function
    request: DraftRequest


class Outcome(Struct, frozen=True):
    """What was thought. `state` replaces the dialogue's (None: nothing is open any more)."""

    reply: Reply | Draftable
    state: DialogueState | None = None
    understood: Understanding | None = None
    note: Note | None = None
    """What it leaves behind in the knowledge base."""
    heard: str = ""
    """The words of a voice, to be told back with the reply."""
    step: Step | None = None
    """What it is for the bank's people instead: then nothing was thought."""


class Conversation:
    """Knows the functions and the assistant; keeps nothing between two asks."""

    def __init__(
        self,
        catalogue: Catalogue,
        assistant: Assistant,
        caller: Caller,
        clock: Clock,
        knowing: Knowing,
        cities: tuple[str, ...] = (),
        steering: Steering | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._assistant = assistant
        self._caller = caller
        self._clock = clock
        self._knowing = knowing
        self._cities = cities
        self._products = ProductNames(clock)
        self._steering = steering
        self._steps: dict[AskKind, Callable[[Reader, Tenant, Who, Ask], Outcome]] = {
            AskKind.TAP: self._tap,
            AskKind.PLACE: self._place,
            AskKind.PICTURE: self._picture,
            AskKind.FOLLOW: self._opening,
            AskKind.OTHER: self._other,
        }

    def think(
        self, reader: Reader, tenant: Tenant, who: Who, ask: Ask, state: DialogueState | None
    ) -> Outcome:
        """What follows from `who`'s ask. Never raises for what they did; a fault becomes words."""
        if ask.kind in {AskKind.TEXT, AskKind.VOICE}:
            outcome = self.words(reader, tenant, who, ask.text, state)
            return _with_heard(outcome, ask) if ask.kind is AskKind.VOICE else outcome
        step = self._steps.get(ask.kind)
        return step(reader, tenant, who, ask) if step else Outcome(Silence(), state)

    def words(
        self, reader: Reader, tenant: Tenant, who: Who, text: str, state: DialogueState | None
    ) -> Outcome:
        """The outcome of words, typed or heard."""
        text = clean(text)
        if not text:
            return Outcome(Say("抱歉，没有听清。您可以再说一遍，或者直接打字告诉我。"), state)
        if state is None and self._steering is not None:
            meant = self._steering.command(reader, who.oa, text)
            if meant is not None and self._catalogue.has(meant):
                return self._opened(reader, tenant, who, self._catalogue.get(meant))
        now = self._clock.now()
        self._knowing.refresh(reader)
        if judged := self._knowing.judged(reader, who, text, now):
            return Outcome(judged[0], state, note=judged[1])
        understood, after = self._assistant.understand(
            text,
            state=state,
            vocabulary=self._vocabulary(reader, tenant, who, text, state),
            now=now,
        )
        outcome = self._act(reader, tenant, who, understood, after)
        lost = understood.kind is Kind.UNKNOWN
        return replace(outcome, note=Unanswered(text)) if lost else outcome

    def _vocabulary(
        self, reader: Reader, tenant: Tenant, who: Who, text: str, state: DialogueState | None
    ) -> Vocabulary:
        named = self._assistant.needs_names(text, state)
        return Vocabulary(
            payees=_payees_of(reader, tenant, who) if named else (),
            card_tails=tuple(binding.tail for binding in who.bindings),
            cities=self._cities,
            products=self._products.of(tenant, reader),
        )

    def _act(
        self,
        reader: Reader,
        tenant: Tenant,
        who: Who,
        understood: Understanding,
        state: DialogueState | None,
    ) -> Outcome:
        words = tenant.persona.speaks(understood.reply)
        match understood.kind:
            case Kind.ANSWER if understood.function is not None:
                function = self._catalogue.get(understood.function)
                reply = self.run(reader, tenant, who, function, understood.slots)
                if understood.then and isinstance(reply, Say):
                    reply = replace(reply, suggestions=(understood.then,))
                return Outcome(reply, state, understood)
            case Kind.CHOICE:
                options = tuple(self._option(choice) for choice in understood.choices)
                return Outcome(
                    Choose(words or "请问您想办理哪一项？", options),
                    state,
                    understood,
                )
            case Kind.HANDOFF:
                reply = HandOver(words, "lost" if understood.confidence < 1 else "asked")
                return Outcome(reply, state, understood)
            case Kind.KNOWLEDGE if understood.entry is not None:
                beside = tuple(self._option(id_).label for id_ in understood.choices)
                told = Say(words, suggestions=beside)
                said = self._knowing.with_ways(who.oa, told, understood.entry)
                return Outcome(said, state, understood, Answered(understood.entry))
            case _:
                titles = tuple(self._option(id_).label for id_ in understood.choices)
                suggestions = titles if understood.kind is Kind.UNKNOWN else ()
                return Outcome(
                    Say(words, suggestions=suggestions),
                    state,
                    understood,
                )

    def _option(self, key: str) -> Option:
        known = self._catalogue.has(key)
        return Option(key, self._catalogue.get(key).declaration.title if known else key)

    def run(
        self,
        reader: Reader,
        tenant: Tenant,
        who: Who,
        function: Function,
        values: Mapping[str, Any],
    ) -> Reply | Draftable:
        """Call `function`; whatever it refuses with becomes words or the page that can mend it."""
        tries_out = _tries_out(function, values)
        if function.page_only or tries_out or _kept_private(who, function):
            return open_form(who.oa, function, _FILLED_IN if tries_out else "")
        situation = Situation(
            who, reader, tenant.core.books(reader), tenant.book, rows_shown=CHAT_ROWS
        )
        try:
            result = self._caller.answer(function, situation, values)
        except NotBound as refusal:
            return self._bind_first(who.oa, function, refusal)
        except BadInput as refusal:
            return _mend(who.oa, function, refusal)
        except WeiyinError as fault:
            if not isinstance(fault, Refused):
                log.warning("function failed", function=function.id, error=type(fault).__name__)
            return Say(fault.heard, links=self._ways_round(who.oa, fault))
        if isinstance(result, Answer):
            return in_chat(result, who.oa, function.id, self._catalogue)
        return Draftable(who, function, result)

    def _bind_first(self, oa: str, function: Function, refusal: NotBound) -> Reply:
        credit = function.declaration.needs is Needs.CREDIT_CARD
        binding = self._catalogue.get("account_bind_credit" if credit else "account_bind_debit")
        page = open_form(oa, binding, f"绑定后即可使用“{function.declaration.title}”。")
        return OpenPage(refusal.heard, page.description, page.path, "去绑定")

    def _ways_round(self, oa: str, fault: WeiyinError) -> tuple[Link, ...]:
        """What a rule forbids until something is done comes with the way to do it."""
        needed = _DONE_FIRST.get(fault.rule) if isinstance(fault, NotAllowed) else None
        return (link_to(oa, self._catalogue.get(needed)),) if needed else ()

    def _tap(self, reader: Reader, tenant: Tenant, who: Who, ask: Ask) -> Outcome:
        if ask.text.startswith(SAY_PREFIX):
            return self.words(reader, tenant, who, ask.text.removeprefix(SAY_PREFIX), None)
        if ask.text == ALL_SERVICES:
            offers = self._steering.offers(ask.oa) if self._steering is not None else ()
            return Outcome(services_card(self._catalogue.offered(offers), ask.oa))
        if not self._catalogue.has(ask.text):
            return Outcome(Say("这个菜单已经调整，请退出后重新进入，或直接告诉我您要办什么。"))
        return self._opened(reader, tenant, who, self._catalogue.get(ask.text))

    def _opened(self, reader: Reader, tenant: Tenant, who: Who, function: Function) -> Outcome:
        """A function opened without words, by a tap or a code; what it must ask, its form asks."""
        if any(spec.required for spec in function.inputs):
            return Outcome(open_form(who.oa, function))
        return Outcome(self.run(reader, tenant, who, function, {}))

    def _place(self, reader: Reader, tenant: Tenant, who: Who, ask: Ask) -> Outcome:
        function = self._catalogue.opening_on(AskKind.PLACE)
        if function is None or ask.place is None:
            return Outcome(Say("已收到您的位置。"))
        reply = self.run(reader, tenant, who, function, {"where": ask.place})
        return Outcome(reply)

    def _opening(self, reader: Reader, tenant: Tenant, who: Who, ask: Ask) -> Outcome:
        function = self._catalogue.opening_on(ask.kind)
        if function is None:
            return Outcome(Silence())
        return Outcome(self.run(reader, tenant, who, function, {}))

    def _other(self, _reader: Reader, _tenant: Tenant, _who: Who, ask: Ask) -> Outcome:
        """A video, a link, something new: a person sent it and waits; an event wants no answer."""
        if "msgtype" not in dict(ask.detail):
            return Outcome(Silence())
        return Outcome(Say("暂时看不懂这类消息。请打字或说话告诉我您要办什么，例如“查余额”。"))

    def _picture(self, _reader: Reader, _tenant: Tenant, _who: Who, _ask: Ask) -> Outcome:
        return Outcome(
            Say(
                "图片已收到。我暂时看不懂图片，请打字或说话告诉我您要办什么；涉及证件和密码的图片请不要发送。"
            )
        )


def _with_heard(outcome: Outcome, ask: Ask) -> Outcome:
    """What does not belong in a chat is not told back either."""
    secret = outcome.understood is not None and outcome.understood.kind is Kind.REFUSE
    return outcome if secret else replace(outcome, heard=clean(ask.text))


def _tries_out(function: Function, values: Mapping[str, Any]) -> bool:
    """A fact about somebody is looked up on a page alone: there wrong tries are counted."""
    return function.guessed is not None and function.guessed.name in values


def _kept_private(who: Who, function: Function) -> bool:
    """Whether this person wants what concerns their accounts on a page, behind a sign-in."""
    said = function.declaration
    concerns_accounts = said.risk is Risk.READ and said.needs is not Needs.ANYONE
    return who.private and concerns_accounts and who.customer_no is not None


def _mend(oa: str, function: Function, refusal: BadInput) -> Reply:
    """Ask again in words, unless only a page can ask for it."""
    spec = next((spec for spec in function.inputs if spec.name == refusal.field), None)
    if spec is not None and spec.page_only:
        return open_form(oa, function, refusal.heard)
    return Say(refusal.heard)


def _payees_of(reader: Reader, tenant: Tenant, who: Who) -> tuple[str, ...]:
    """By the names that they are known by; none while the books cannot be asked: whatever else was
    meant is understood without.
    """
    if who.customer_no is None:
        return ()
    try:
        payees = tenant.core.books(reader).payees(who.customer_no)
    except TryLater:
        return ()
    return tuple(name for known in payees for name in (known.nickname, known.name))
