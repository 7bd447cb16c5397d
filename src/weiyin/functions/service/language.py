"""大字版/语言切换: chosen once, and every page is so from then on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from weiyin.base.clock import Clock
from weiyin.base.views import Offer
from weiyin.functions.answers import Answer, DraftRequest, StepUp
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.functions.inputs import Input, InputKind
from weiyin.people.display.choice import Display, Language, choose_display, display_of
from weiyin.people.who import Who
from weiyin.storage.store import Reader, Tx

_SIZES = (("large", "大字版"), ("normal", "标准字"))
_LANGUAGES = (("zh", "中文"), ("en", "English"))
_SIZE_SAID = (
    ("normal", "标准|正常|普通|小字|关闭大字|取消大字|不要大字|退出大字"),
    ("large", "大字|大号|字.{0,3}[太好]小|看不清|字.{0,3}大|长辈|老年|关怀"),
)
_LANGUAGE_SAID = (("zh", "中文|汉语|Chinese"), ("en", "英文|英语|[Ee]nglish"))


@dataclass(frozen=True, slots=True)
class DisplayOrder:
    large: bool
    language: str


@function(
    id="language_switch",
    title="大字版与语言",
    group="common.service",
    about="页面换成大字版，或把按钮等固定文字换成英文",
    risk=Risk.CHANGE,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    who: Who,
    reader: Reader,
    size: Annotated[
        str | None, Input("字号", InputKind.CHOICE, options=_SIZES, said=_SIZE_SAID)
    ] = None,
    language: Annotated[
        str | None, Input("语言", InputKind.CHOICE, options=_LANGUAGES, said=_LANGUAGE_SAID)
    ] = None,
) -> Answer | DraftRequest:
    now = display_of(reader, who.oa, who.openid)
    wanted = Display(
        now.large if size is None else size == "large",
        now.language if language is None else Language(language),
    )
    if wanted == now:
        return Answer(
            title="大字版与语言", lead="您的设置：", facts=_facts(now), next=("language_switch",)
        )
    return DraftRequest(
        title="大字版与语言",
        facts=_facts(wanted),
        order=DisplayOrder(wanted.large, wanted.language.value),
        step_up=StepUp.NONE,
    )


def offer(who: Who, reader: Reader) -> tuple[Offer, ...]:
    now = display_of(reader, who.oa, who.openid)
    return (
        Offer("size", "large" if now.large else "normal"),
        Offer("language", now.language.value),
    )


def perform(order: DisplayOrder, who: Who, tx: Tx, clock: Clock) -> Answer:
    wanted = Display(order.large, Language(order.language))
    choose_display(tx, who.oa, who.openid, wanted, clock.now())
    return Answer(title="设置成功", lead="下一个页面起生效。", facts=_facts(wanted))


def _facts(display: Display) -> tuple[tuple[str, str], ...]:
    return (
        ("字号", dict(_SIZES)["large" if display.large else "normal"]),
        ("语言", dict(_LANGUAGES)[display.language.value]),
    )
