"""Billers: who can be paid, within which amounts, and which are paused for now."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.bank.services.biller_desk import BillerDesk, BillerState
from weiyin.base.ids import row_id
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.roles import Scope
from weiyin.people.staff.staff import who
from weiyin.storage.store import Reader

KINDS = {
    "broadband": Words("宽带", "Broadband"),
    "cable": Words("有线电视", "Cable television"),
    "charity": Words("公益", "Charity"),
    "cinema": Words("电影", "Cinema"),
    "clinic": Words("诊疗", "Clinic"),
    "digital": Words("数字商品", "Digital goods"),
    "etc": Words("高速通行", "Motorway tolls"),
    "fine": Words("罚款", "Fines"),
    "fuel": Words("加油", "Fuel"),
    "gas": Words("燃气", "Gas"),
    "heating": Words("供暖", "Heating"),
    "hospital": Words("挂号", "Hospital"),
    "mall": Words("商城", "Mall"),
    "parking": Words("停车", "Parking"),
    "party": Words("党费", "Party dues"),
    "power": Words("电费", "Power"),
    "property": Words("物业", "Property"),
    "social": Words("社保", "Social insurance"),
    "tax": Words("税费", "Tax"),
    "transit": Words("公交", "Transit"),
    "travel": Words("旅行", "Travel"),
    "tuition": Words("学费", "Tuition"),
    "violation": Words("违章", "Violations"),
    "water": Words("水费", "Water"),
}


def show(visit: Visit) -> Response:
    asked = visit.query.get("q", "")[:40]
    found = [one for one in visit.read(lambda reader: _all(reader, visit)) if _fits(one, asked)]
    return visit.page("billers.html", found=found, kinds=KINDS, asked=asked)


def pause(visit: Visit) -> Response:
    """At once and for everybody: a stop needs one person, and a reason."""
    code, why, by = visit.parts["code"], visit.posted.get("why", ""), who(visit.staff.login)
    key = f"biller-{row_id(visit.now)}"
    visit.do(
        f"biller:{code}",
        lambda tx: _desk(tx, visit).pause(key, code, why, by),
        why=why,
    )
    return visit.go("/billers", "saved")


def resume(visit: Visit) -> Response:
    code, key = visit.parts["code"], f"biller-{row_id(visit.now)}"
    visit.do(f"biller:{code}", lambda tx: _desk(tx, visit).resume(key, code))
    return visit.go("/billers", "saved")


def _all(reader: Reader, visit: Visit) -> tuple[BillerState, ...]:
    return _desk(reader, visit).all()


def _desk(reader: Reader, visit: Visit) -> BillerDesk:
    return visit.deps.desk.books(reader, visit.oa).service(BillerDesk)


def _fits(one: BillerState, asked: str) -> bool:
    words = f"{one.biller.code}{one.biller.name}{one.biller.city}{KINDS[one.biller.kind].zh}"
    return asked in words


PAGE = ConsolePage(
    words=Words("缴费单位", "Billers"),
    section=Section.OPERATION,
    scope=Scope.FUNCTIONS,
    path="/billers",
    routes=(
        get("/billers", show),
        post("/billers/{code}/pause", pause, "biller.pause"),
        post("/billers/{code}/resume", resume, "biller.resume"),
    ),
    place=4,
)
