"""快捷回复: what agents say often, with the customer's and the agent's own words filled in."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.base.text import clean
from weiyin.console.desk import naming
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.desk.agent import SKILLS
from weiyin.desk.canned import VARIABLES, Canned, canned_of, drop_canned, put_canned
from weiyin.people.staff.roles import Scope

_ENGLISH = {
    "name": "customer's name",
    "number": "agent's number",
    "bank": "bank's name",
    "hotline": "hotline",
}


def show(visit: Visit) -> Response:
    """All of them, each as an agent would send it; `?code=` opens one for changing."""
    found = visit.read(lambda reader: canned_of(reader, visit.oa))
    settings = visit.deps.settings
    example = {
        "name": "*小明",
        "number": "0001",
        "bank": settings.bank_name,
        "hotline": visit.deps.desk.hotline,
    }
    asked = visit.query.get("code", "")
    return visit.page(
        "desk_canned.html",
        canned=[(one, one.filled(example)) for one in found],
        opened={one.code: one for one in found}.get(asked, Canned("", "", "", "")),
        skills={"": visit.say("所有客服", "Everybody"), **naming.skills(visit.lang)},
        variables=VARIABLES if visit.lang == "zh" else _ENGLISH,
    )


def write(visit: Visit) -> Response:
    skill = visit.posted.get("skill", "")
    if skill and skill not in SKILLS:
        raise BadInput("skill", "请选择技能组")
    canned = Canned(
        code=visit.posted.get("code", "").lower(),
        skill=skill,
        title=clean(visit.posted.get("title", ""), 30),
        words=clean(visit.posted.get("words", ""), 500),
    )
    visit.do(f"canned:{canned.code[:12]}", lambda tx: put_canned(tx, visit.oa, canned, visit.now))
    return visit.go("/desk/canned", "saved")


def remove(visit: Visit) -> Response:
    code = visit.posted.get("code", "")
    visit.do(f"canned:{code[:12]}", lambda tx: drop_canned(tx, visit.oa, code))
    return visit.go("/desk/canned", "removed")


PAGE = ConsolePage(
    words=Words("快捷回复", "Canned answers"),
    section=Section.DESK,
    scope=Scope.SUPERVISE,
    path="/desk/canned",
    routes=(
        get("/desk/canned", show),
        post("/desk/canned", write, "desk.canned"),
        post("/desk/canned/remove", remove, "desk.canned_remove"),
    ),
    group="common.service",
    place=5,
)
