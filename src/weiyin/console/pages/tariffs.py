"""Dated settings: rates, fees, caps and hours, each with its source; changed by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from weiyin.bank import tariffs
from weiyin.bank.tariffs import Tariff, Value
from weiyin.base.clock import shanghai_day
from weiyin.base.errors import BadInput, NotFound
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Reader, Tx

AREAS = {
    "account": Words("账户", "Accounts"),
    "alert": Words("预警", "Alerts"),
    "bond": Words("国债", "Bonds"),
    "channel": Words("渠道", "Channels"),
    "credit": Words("信用卡", "Credit cards"),
    "deposit": Words("存款", "Deposits"),
    "fx": Words("外汇", "Foreign exchange"),
    "loan": Words("贷款", "Loans"),
    "market": Words("行情", "Markets"),
    "metal": Words("贵金属", "Precious metals"),
    "risk": Words("交易风控", "Risk"),
    "service": Words("服务测算", "Service"),
    "transfer": Words("转账", "Transfers"),
    "wealth": Words("理财", "Wealth"),
}
_KIND = "tariff"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with what is in force now, and every value there was or will be."""

    about: Tariff
    now: Value
    history: tuple[tuple[date, Value], ...]


def show(visit: Visit) -> Response:
    """The settings that were asked for, or all, by area."""
    asked = visit.query.get("q", "")[:40]
    found = visit.read(lambda reader: _settings(reader, visit))
    areas: dict[str, list[Setting]] = {}
    for one in found:
        if asked in one.about.name or asked in one.about.about:
            areas.setdefault(one.about.name.partition(".")[0], []).append(one)
    today = shanghai_day(visit.now)
    return visit.page("tariffs.html", areas=areas, asked=asked, names=AREAS, today=today)


def change(visit: Visit) -> Response:
    """Propose a value from a day on."""
    name, posted = visit.parts["name"], visit.posted
    if name not in tariffs.shipped():
        raise NotFound
    since, value = _since(visit), _value(name, posted.get("value", ""))
    now = visit.read(lambda reader: tariffs.in_force(reader, visit.book, name, since))
    about = tariffs.shipped()[name].about

    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=_KIND,
            subject=f"{visit.book}/{name}",
            title=f"参数：{about}",
            facts=[
                ("参数", name),
                ("原值", str(now)),
                ("新值", str(value)),
                ("生效日", since.isoformat()),
            ],
            order={"book": visit.book, "name": name, "since": since.isoformat(), "value": value},
            why=posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"tariff:{name}", work)
    return visit.go("/tariffs", "proposed")


def _apply(_visit: Visit, tx: Tx, _proposal: Proposal, order: Mapping[str, Any]) -> None:
    since = date.fromisoformat(order["since"])
    tariffs.put(tx, order["book"], order["name"], since, order["value"])


def _settings(reader: Reader, visit: Visit) -> list[Setting]:
    today = shanghai_day(visit.now)
    return [
        Setting(
            about,
            tariffs.in_force(reader, visit.book, name, today),
            (*about.values, *tariffs.own_values(reader, visit.book, name)),
        )
        for name, about in tariffs.shipped().items()
    ]


def _since(visit: Visit) -> date:
    try:
        since = date.fromisoformat(visit.posted.get("since", ""))
    except ValueError:
        raise BadInput("since", "请填写生效日期") from None
    if since < shanghai_day(visit.now):
        raise BadInput("since", "生效日期不能早于今天")
    return since


def _value(name: str, told: str) -> Value:
    if isinstance(tariffs.shipped()[name].values[0][1], str):
        return told
    if not told.isascii() or not told.isdigit() or len(told) > 15:
        raise BadInput("value", "请填写整数")
    return int(told)


PAGE = ConsolePage(
    id="ops_config",
    words=Words("参数配置", "Dated settings"),
    section=Section.CONTROL,
    scope=Scope.TARIFFS,
    path="/tariffs",
    routes=(
        get("/tariffs", show),
        post("/tariffs/{name}", change, "tariff.propose"),
    ),
    appliers={_KIND: _apply},
    place=2,
)
