"""转人工: whether somebody is there, where one stands in the line, what became of one's cases."""

from __future__ import annotations

from weiyin.base.clock import SHANGHAI, Clock
from weiyin.base.persona import Persona
from weiyin.desk.agent import GENERAL, SKILLS
from weiyin.desk.case import STATES, TITLES, cases_of
from weiyin.desk.conversation import State, live_of
from weiyin.desk.hours import DeskHours, hours_of
from weiyin.desk.routing import ahead_of, waiting_at
from weiyin.functions.answers import Answer, Table
from weiyin.functions.declare import Menu, Needs, Risk, function
from weiyin.people.who import Who
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader

_CASES = 5


@function(
    id="handoff_agent",
    title="人工服务指南",
    group="common.service",
    about="人工服务时间、排队情况、我的工单；回复“转人工”即可转接，“返回小微”即可返回",
    risk=Risk.READ,
    needs=Needs.ANYONE,
    menu=Menu.LIFE,
)
def answer(
    who: Who, reader: Reader, clock: Clock, sealer: Sealer, settings: DeskHours, persona: Persona
) -> Answer:
    now = clock.now()
    hours = hours_of(reader, who.oa, GENERAL, settings)
    cases = cases_of(reader, sealer, who.oa, who.openid, _CASES)
    rows = tuple(
        (
            one.case_no,
            TITLES[one.kind],
            one.outcome or f"{STATES[one.state]}，{one.due.astimezone(SHANGHAI):%m-%d %H:%M}前答复",
        )
        for one in cases
    )
    open_now = hours.is_open(now)
    return Answer(
        title="人工客服",
        lead=_where(reader, who, open_now=open_now),
        facts=(
            ("服务时间", f"{hours.words()}（现在{'有人值守' if open_now else '无人值守'}）"),
            *_of_groups(reader, who.oa, settings, hours),
            (
                "转接与返回",
                persona.speaks("回复“转人工”转接，之前的对话会一并转给客服；回复“返回小微”结束"),
            ),
        ),
        table=Table(("编号", "类型", "进展"), rows) if rows else None,
        next=("agent_leave_message", "complaint"),
    )


def _of_groups(
    reader: Reader, oa: str, settings: DeskHours, usual: DeskHours
) -> tuple[tuple[str, str], ...]:
    """The groups that are there at hours of their own."""
    own = ((words, hours_of(reader, oa, skill, settings)) for skill, words in SKILLS.items())
    return tuple((f"{words}客服", one.words()) for words, one in own if one != usual)


def _where(reader: Reader, who: Who, *, open_now: bool) -> str:
    live = live_of(reader, who.oa, who.openid)
    if live is not None and live.state is State.OPEN:
        return "人工客服正在为您服务，请直接在聊天中说您的问题。"
    if live is not None:
        return f"您正在排队，前面还有 {ahead_of(reader, live.conversation_id)} 位。"
    if not open_now:
        return "现在不是人工服务时间，您可以留言，上班后回复您。"
    waiting = waiting_at(reader, who.oa)
    return f"现在有 {waiting} 位客户在排队。" if waiting else "现在无需排队，回复“转人工”即可。"
