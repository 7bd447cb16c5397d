"""Command codes: a few digits or letters that open a function when they are the whole message."""

from __future__ import annotations

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.functions.steering import codes_of, drop_code, put_code
from weiyin.people.staff.roles import Scope


def show(visit: Visit) -> Response:
    titles = {one.id: one.declaration.title for one in visit.deps.catalogue}
    codes = visit.read(lambda reader: codes_of(reader, visit.oa))
    shipped = [(code, one.id) for one in visit.deps.catalogue for code in one.declaration.codes]
    return visit.page("commands.html", codes=codes, titles=titles, shipped=sorted(shipped))


def save(visit: Visit) -> Response:
    code, function_id = visit.posted.get("code", ""), visit.posted.get("function_id", "")
    if not visit.deps.catalogue.has(function_id):
        raise BadInput("function_id", "请选择功能")
    visit.do(
        f"command:{code[:6]}",
        lambda tx: put_code(tx, visit.oa, code, function_id),
        detail={"function": function_id},
    )
    return visit.go("/commands", "saved")


def remove(visit: Visit) -> Response:
    code = visit.posted.get("code", "")
    visit.do(f"command:{code[:6]}", lambda tx: drop_code(tx, visit.oa, code))
    return visit.go("/commands", "removed")


PAGE = ConsolePage(
    id="ops_command_config",
    words=Words("指令配置", "Command codes"),
    section=Section.CONTENT,
    scope=Scope.COMMANDS,
    path="/commands",
    routes=(
        get("/commands", show),
        post("/commands", save, "command.save"),
        post("/commands/remove", remove, "command.remove"),
    ),
    place=3,
)
