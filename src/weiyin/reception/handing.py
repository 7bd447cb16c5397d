"""Between 小微 and the bank's people: who owns the chat is asked before anything is thought.

While people own it, words go to them and 小微 keeps silent. A tap on the menu is another door and
is answered as ever; the person at the desk sees that it was tapped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from weiyin.assistant import sensitive
from weiyin.assistant.intents import DialogueState
from weiyin.assistant.understand import Assistant
from weiyin.base.ask import Ask, AskKind
from weiyin.base.mask import scrub
from weiyin.base.persona import Persona
from weiyin.base.reply import HandOver, Link, Reply, Say, Silence
from weiyin.base.text import clean
from weiyin.desk import handover, routing, survey
from weiyin.desk.agent import GENERAL
from weiyin.desk.conversation import Conversation, State, latest_of, live_of
from weiyin.desk.handover import Line, Wanted, hand_over
from weiyin.desk.hearing import hear
from weiyin.desk.hours import group_for, hours_of
from weiyin.desk.message import Kind, Side
from weiyin.desk.putting import put
from weiyin.desk.subject import order_in_words
from weiyin.functions.catalogue import Catalogue
from weiyin.people.drafts import recent_orders
from weiyin.reception.links import link_to
from weiyin.reception.tenant import Tenant
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Tx

_BACK = re.compile(
    r"(?:我要|我想|请|帮我)?(?:返回|转回|回到|切回|找|叫)(?:智能)?(?:助手)?小微(?:吧|了)?|结束人工(?:服务)?|退出人工(?:服务)?|不用人工了"
)
_KINDS = {
    AskKind.TEXT: Kind.TEXT,
    AskKind.VOICE: Kind.VOICE,
    AskKind.PICTURE: Kind.PICTURE,
    AskKind.PLACE: Kind.PLACE,
}
_DIGITS = re.compile(r"[0-9０-９][0-9０-９ \-.]{2,}[0-9０-９xX]")
SAY_PREFIX = "say:"
"""A menu key `say:转人工` means those words, as if typed."""
_LEAVE = "agent_leave_message"
_JUST_BEFORE = timedelta(hours=1)
_SKILLS = (("credit", "credit"), ("weifin.wealth", "wealth"), ("weifin.loan", "loan"))
RETURNED = "已为您转回智能助手小微，人工服务结束。请为本次服务打分：回复 1 至 5（5 为非常满意）。"
LEFT_QUEUE = "好的，已取消排队，小微继续为您服务。请问要办什么？"
THANKS = "感谢您的评价，我们会继续改进。还有什么可以帮您？"


@dataclass(frozen=True, slots=True)
class Passed:
    """Words for the people who own conversation `to`."""

    to: str
    words: str
    kind: Kind
    secret: bool
    waiting: bool
    media_id: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """The customer wants 小微 back from conversation `to`."""

    to: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Scored:
    to: str
    stars: int


Step = Passed | Returned | Scored
"""What an ask is for the desk instead of for 小微."""


class Handing:
    """Knows the desk and what must not be read aloud; keeps nothing between two asks."""

    def __init__(
        self,
        sealer: Sealer,
        assistant: Assistant,
        catalogue: Catalogue,
        personas: Mapping[str, Persona],
    ) -> None:
        self._sealer = sealer
        self._assistant = assistant
        self._catalogue = catalogue
        self._personas = personas

    def step(
        self, reader: Reader, ask: Ask, stood: DialogueState | None, now: datetime
    ) -> Step | None:
        """What `ask` is for the desk; None when it is 小微's to answer."""
        words = _words(ask)
        if words is None:
            return None
        found = latest_of(reader, ask.oa, ask.openid)
        if found is None:
            return None
        if not found.is_live:
            return _scored(found, ask, words, stood, now)
        waiting = found.state is State.WAITING
        if _BACK.fullmatch(self._personas[ask.oa].hears(words)):
            return Returned(found.conversation_id, waiting)
        secret = self._assistant.warns(words, now)
        kept = _kept(words, secret=secret)
        kind = _KINDS.get(ask.kind, Kind.TEXT)
        media_id = ask.media_id if kind is Kind.PICTURE else ""
        return Passed(found.conversation_id, kept, kind, secret, waiting, media_id)

    def take(self, tx: Tx, ask: Ask, step: Step, now: datetime) -> Reply:
        """Do the step; what the customer hears of it."""
        match step:
            case Scored(to, stars):
                survey.judge(tx, to, stars, "", now)
                return Say(THANKS)
            case Returned(to, waiting):
                words = LEFT_QUEUE if waiting else RETURNED
                handover.close(tx, self._sealer, to, now, why="customer", told="")
                return Say(self._personas[ask.oa].speaks(words))
            case Passed(to, words, kind, secret, waiting, media_id):
                hear(
                    tx, self._sealer, to, words=words, kind=kind, key=ask.key, now=now,
                    media_id=media_id,
                )  # fmt: skip
                if secret:
                    return Say(sensitive.WARNING)
                return Say(self._in_line(tx, ask.oa, to, now)) if waiting else Silence()

    def wanted(
        self,
        tx: Tx,
        tenant: Tenant,
        ask: Ask,
        said: HandOver,
        stood: DialogueState | None,
        now: datetime,
    ) -> Reply:
        """Hand over if people are there now; the way to leave a message if not."""
        hours = tenant.desk
        if hours is None:
            return said
        wish = self._wish(tx, ask, said, stood, now)
        group = group_for(tx, ask.oa, wish.skill, hours, now)
        if group is None:
            told = hours_of(tx, ask.oa, wish.skill, hours).words()
            words = f"人工客服的服务时间是{told}，现在无人值守。您可以留言，上班后回复您。"
            return Say(words, links=self._leave(ask.oa))
        found = hand_over(tx, self._sealer, replace(wish, skill=group), now)
        if found.state is State.OPEN:
            told = "已为您转接人工客服，请直接说您的问题。回复“返回小微”可随时结束人工服务。"
            return HandOver(self._personas[ask.oa].speaks(told))
        return HandOver(f"{said.text}\n{self._in_line(tx, ask.oa, found.conversation_id, now)}")

    def _in_line(self, reader: Reader, oa: str, conversation_id: str, now: datetime) -> str:
        return self._personas[oa].speaks(_in_line(reader, oa, conversation_id, now))

    def aside(self, tx: Tx, ask: Ask, now: datetime) -> None:
        """What people of ours must know of an ask that was not for them: a tap, a farewell."""
        if ask.kind not in {AskKind.TAP, AskKind.UNFOLLOW}:
            return
        found = live_of(tx, ask.oa, ask.openid)
        if found is None:
            return
        if ask.kind is AskKind.UNFOLLOW:
            handover.close(tx, self._sealer, found.conversation_id, now, why="unfollowed", told="")
        elif title := self._title(ask.text):
            words = f"客户点了菜单“{title}”，已由小微回复"
            put(tx, self._sealer, found.conversation_id, side=Side.NOTE, words=words, now=now)

    def _wish(
        self, reader: Reader, ask: Ask, said: HandOver, stood: DialogueState | None, now: datetime
    ) -> Wanted:
        turns = () if stood is None else stood.said
        function = "" if stood is None else stood.function or ""
        history = [line for turn in turns for line in self._lines(*turn)]
        words = _words(ask)
        if words:
            secret = self._assistant.warns(words, ask.at)
            history.append(Line(Side.CUSTOMER, _kept(words, secret=secret)))
        history.extend(Line(Side.SUBJECT, one) for one in self._ordered(reader, ask, now))
        return Wanted(
            ask.oa,
            ask.openid,
            said.why or "asked",
            self._skill(function),
            self._title(function),
            tuple(history),
        )

    def _ordered(self, reader: Reader, ask: Ask, now: datetime) -> list[str]:
        """What they confirmed just before they asked for a person: it is probably about that."""
        orders = recent_orders(
            reader, sealer=self._sealer, oa=ask.oa, openid=ask.openid,
            since=now - _JUST_BEFORE, most=1,
        )  # fmt: skip
        return [order_in_words(order) for order in orders]

    def _lines(self, asked: str, meant: str, told: str) -> tuple[Line, Line]:
        reading = self._title(meant)
        words = f"（理解为：{reading}）{told}" if reading else told
        return Line(Side.CUSTOMER, asked), Line(Side.ASSISTANT, words)

    def _title(self, function_id: str) -> str:
        known = bool(function_id) and self._catalogue.has(function_id)
        return self._catalogue.get(function_id).declaration.title if known else ""

    def _skill(self, function_id: str) -> str:
        if not function_id or not self._catalogue.has(function_id):
            return GENERAL
        group = self._catalogue.get(function_id).declaration.group
        return next((skill for name, skill in _SKILLS if group.startswith(name)), GENERAL)

    def _leave(self, oa: str) -> tuple[Link, ...]:
        known = self._catalogue.has(_LEAVE)
        return (link_to(oa, self._catalogue.get(_LEAVE)),) if known else ()


def _words(ask: Ask) -> str | None:
    """The words of an ask, as a person would read them; None for what is not said to anybody."""
    match ask.kind:
        case AskKind.TEXT | AskKind.VOICE:
            return clean(ask.text) or "（没有听清的语音）"
        case AskKind.TAP if ask.text.startswith(SAY_PREFIX):
            return clean(ask.text.removeprefix(SAY_PREFIX))
        case AskKind.PICTURE:
            return "[图片]"
        case AskKind.PLACE if ask.place is not None:
            return f"[位置] {clean(ask.place.label) or '未命名'}"
        case AskKind.OTHER if "msgtype" in dict(ask.detail):
            return "[暂不支持查看的消息]"
        case _:
            return None


def _kept(words: str, *, secret: bool) -> str:
    return _DIGITS.sub("****", words) if secret else scrub(words)


def _scored(
    found: Conversation, ask: Ask, words: str, stood: DialogueState | None, now: datetime
) -> Scored | None:
    """An opinion, if one is waited for and 小微 has no question of her own open."""
    asked = stood is not None and (stood.asked is not None or bool(stood.choices))
    if ask.kind is not AskKind.TEXT or asked or not survey.is_asked(found, now):
        return None
    stars = survey.stars_in(words)
    return None if stars is None else Scored(found.conversation_id, stars)


def _in_line(reader: Reader, oa: str, conversation_id: str, now: datetime) -> str:
    ahead = routing.ahead_of(reader, conversation_id)
    before = f"前面还有 {ahead} 位客户在等" if ahead else "您排在第一位"
    if routing.is_manned(reader, oa, now):
        then = "客服会尽快为您服务。您可以先把问题发过来"
    else:
        then = "客服暂时都不在座位上，回来后按顺序为您服务，下班前没有接待的转为留言"
    return f"{before}，{then}；回复“返回小微”可取消排队。"
