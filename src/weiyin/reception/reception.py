"""The road of one ask: claim it, think, write what follows and the reply in one transaction.

An ask is answered once. A retry meets the stored reply; a twin in flight waits for the same one.
When the bank's books are our own (`core.atomic`) the whole road is a single unit of work; a remote
core, a voice to be recognised, or whoever else must be waited for (`Waits`), is waited for between
two units so that no transaction is open.
There a twin in another process thinks too, since thinking writes nothing, and the first to end is
heard by both: a process that dies while it thinks takes nothing with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from weiyin.assistant import memory
from weiyin.assistant.intents import DialogueState
from weiyin.assistant.knowledge import notes
from weiyin.base.ask import Ask, AskKind
from weiyin.base.clock import Clock
from weiyin.base.errors import NotFound, Waits, WeiyinError
from weiyin.base.reply import HandOver, OpenPage, Reply, Say, Silence
from weiyin.people import followers
from weiyin.people.who import access_who
from weiyin.reception.conversation import Conversation, Draftable, Outcome
from weiyin.reception.drafting import Drafter
from weiyin.reception.handing import Handing, Step
from weiyin.reception.hearing import told_back
from weiyin.reception.links import draft_path
from weiyin.reception.stored import reply_from_bytes, reply_to_bytes
from weiyin.reception.tally import Tally
from weiyin.reception.tenant import Tenant
from weiyin.reception.turns import with_turn
from weiyin.reception.whereabouts import note_if_agreed
from weiyin.storage import inbox
from weiyin.storage.store import Reader, Store, Tx

_Known = Callable[[Tx, str, str, datetime], inbox.Claim]
_BEYOND_TALK = frozenset({AskKind.UNFOLLOW, AskKind.DELIVERY})
"""Nobody is there to be answered."""


class _Thought(Struct, frozen=True):
    """What was thought about `ask`, whose words are heard by now."""

    ask: Ask
    outcome: Outcome
    stood: DialogueState | None = None
    """Where the dialogue stood before."""
    newcomer: bool = False
    """They do not follow, as far as we know; yet they are here."""


class Reception:
    """Every door's way in. Plain and synchronous, but for `answer`, which an async door awaits."""

    def __init__(
        self,
        store: Store,
        tenants: Mapping[str, Tenant],
        conversation: Conversation,
        drafter: Drafter,
        handing: Handing,
        clock: Clock,
        *,
        tally: Tally,
        hear: Callable[[Ask], str],
        arrived: Callable[[Tx, Ask], None],
        polish: Callable[[str, Outcome], Outcome] | None = None,
    ) -> None:
        self._store = store
        self._tenants = tenants
        self._conversation = conversation
        self._drafter = drafter
        self._handing = handing
        self._clock = clock
        self._tally = tally
        self._hear = hear
        self._arrived = arrived
        self._polish = polish
        self._flights: dict[tuple[str, str], asyncio.Task[Reply]] = {}

    def answer(self, ask: Ask) -> Awaitable[Reply]:
        """The reply to `ask`, durable when it is there; the same for every delivery of it.

        For a running event loop. Raises what the store raises: nothing was done, or all of it.
        """
        return self._quick(ask) if self._is_quick(ask) else self._patiently(ask)

    async def _quick(self, ask: Ask) -> Reply:
        began = self._clock.monotonic()
        try:
            reply = await self._store.arun(lambda tx: self.whole(tx, ask))
        except Waits:
            return await self._patiently(ask)
        self._tally.took(ask.oa, began)
        return reply

    def _patiently(self, ask: Ask) -> Awaitable[Reply]:
        """By the road of two units, on a thread; twins share it."""
        key = (ask.oa, ask.key)
        flight = self._flights.get(key)
        if flight is None:
            thread = asyncio.to_thread(self._in_two_units, ask)
            flight = self._flights[key] = asyncio.ensure_future(thread)
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
        return asyncio.shield(flight)

    def handle(self, ask: Ask) -> Reply:
        """As `answer`, for a caller that may block."""
        if self._is_quick(ask):
            with suppress(Waits):
                return self._store.run(lambda tx: self.whole(tx, ask))
        return self._in_two_units(ask)

    def _in_two_units(self, ask: Ask) -> Reply:
        stored = self._store.run(lambda tx: self._begin(tx, ask, inbox.claim))
        if stored is not None:
            return stored
        began = self._clock.monotonic()
        while True:
            reply = self._store.run(partial(self._end_once, thought=self._heard(ask)))
            if reply is not None:
                self._tally.took(ask.oa, began)
                return reply

    def whole(self, tx: Tx, ask: Ask) -> Reply:
        """The road as one unit of work."""
        stored = self._begin(tx, ask, inbox.look)
        if stored is not None:
            return stored
        return self._end(tx, self._think(tx, ask))

    def tenant(self, oa: str) -> Tenant:
        try:
            return self._tenants[oa]
        except KeyError:
            raise NotFound(f"no official account {oa!r}") from None

    def _is_quick(self, ask: Ask) -> bool:
        needs_hearing = ask.kind is AskKind.VOICE and not ask.text
        is_polished = self._polish is not None and ask.kind in {AskKind.TEXT, AskKind.VOICE}
        return self.tenant(ask.oa).core.atomic and not needs_hearing and not is_polished

    def _begin(self, tx: Tx, ask: Ask, known: _Known) -> Reply | None:
        """Learn what is `known` of the ask, write what an event means; the stored reply if any."""
        claim = known(tx, ask.oa, ask.key, self._clock.now())
        if claim.state is inbox.ClaimState.ANSWERED and claim.answer is not None:
            return reply_from_bytes(claim.answer)
        if claim.state is inbox.ClaimState.IN_FLIGHT:
            return None  # what its arrival means is written; whoever thought it may have died
        self._arrived(tx, ask)
        if ask.kind is AskKind.FOLLOW:
            followers.follow(tx, ask.oa, ask.openid, ask.at, ask.text)
        elif ask.kind is AskKind.UNFOLLOW:
            followers.unfollow(tx, ask.oa, ask.openid, ask.at)
        elif ask.kind is AskKind.WHEREABOUTS:
            note_if_agreed(tx, self._drafter.sealer, ask)
        return None

    def _heard(self, ask: Ask) -> _Thought:
        """Hear, if there is something to be heard, and think: no transaction is open."""
        if ask.kind is AskKind.VOICE and not ask.text:
            try:
                ask = replace(ask, text=self._hear(ask))
            except WeiyinError as fault:
                return _Thought(ask, Outcome(Say(fault.heard)))
        thought = self._store.read(lambda reader: self._think(reader, ask))
        if self._polish is None:
            return thought
        return replace(thought, outcome=self._polish(ask.text, thought.outcome))

    def _think(self, reader: Reader, ask: Ask) -> _Thought:
        if ask.kind in _BEYOND_TALK:
            return _Thought(ask, Outcome(Silence()))
        who = access_who(reader, ask.oa, ask.openid)
        stood = memory.load(reader, self._drafter.sealer, ask.oa, ask.openid, self._clock.now())
        step = self._desk_step(reader, ask, stood)
        if step is not None:
            outcome = Outcome(Silence(), stood, step=step)
        else:
            outcome = self._conversation.think(reader, self.tenant(ask.oa), who, ask, stood)
        return _Thought(ask, outcome, stood, newcomer=not who.follows)

    def _desk_step(self, reader: Reader, ask: Ask, stood: DialogueState | None) -> Step | None:
        """What the ask is for the bank's people, where they have a desk."""
        if self.tenant(ask.oa).desk is None:
            return None
        return self._handing.step(reader, ask, stood, self._clock.now())

    def _end_once(self, tx: Tx, thought: _Thought) -> Reply | None:
        """The end, unless a twin was first; None when the chat changed hands meanwhile."""
        ask = thought.ask
        stored = inbox.stored_answer(tx, ask.oa, ask.key)
        if stored is not None:
            return reply_from_bytes(stored)
        if self._desk_step(tx, ask, thought.stood) != thought.outcome.step:
            return None
        return self._end(tx, thought)

    def _end(self, tx: Tx, thought: _Thought) -> Reply:
        ask, outcome, stood = thought.ask, thought.outcome, thought.stood
        now = self._clock.now()
        self._tally.thought(ask, outcome)
        wanted = outcome.reply
        reply = self._draft(tx, wanted) if isinstance(wanted, Draftable) else wanted
        after = outcome.state
        if self.tenant(ask.oa).desk is not None:
            reply = self._at_desk(tx, ask, outcome, stood, reply)
            after = with_turn(after, stood, ask, outcome.understood, reply)
        if outcome.heard:
            reply = told_back(reply, outcome.heard)
        if after != stood:
            memory.save(tx, self._drafter.sealer, ask.oa, ask.openid, after, now)
        if outcome.note is not None:
            notes.write(tx, ask.oa, ask.openid, outcome.note, now)
        if thought.newcomer:
            followers.seen(tx, ask.oa, ask.openid, ask.at)
        inbox.settle(tx, ask.oa, ask.key, reply_to_bytes(reply), now)
        return reply

    def _at_desk(
        self, tx: Tx, ask: Ask, outcome: Outcome, stood: DialogueState | None, reply: Reply
    ) -> Reply:
        """What the bank's people have to do with it; the reply, theirs where they own the chat."""
        now = self._clock.now()
        if outcome.step is not None:
            return self._handing.take(tx, ask, outcome.step, now)
        if isinstance(reply, HandOver):
            return self._handing.wanted(tx, self.tenant(ask.oa), ask, reply, stood, now)
        self._handing.aside(tx, ask, now)
        return reply

    def _draft(self, tx: Tx, wanted: Draftable) -> OpenPage:
        request = wanted.request
        now = self._clock.now()
        draft = self._drafter.make(tx, wanted.who, wanted.function, request, now)
        lines = "\n".join(f"{label}：{value}" for label, value in request.facts)
        path = draft_path(wanted.who.oa, draft.handle)
        return OpenPage(f"请确认：{request.title}", lines, path, "去确认")
