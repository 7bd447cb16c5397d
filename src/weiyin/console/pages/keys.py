"""密钥更换: two people agree on the key to seal everything with; `weiyin reseal` carries it out.

No key is ever shown or typed here, only its name: keys are in the settings of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from weiyin.base.errors import BadInput
from weiyin.console.page import ConsolePage, Section, get, post
from weiyin.console.visit import Visit
from weiyin.console.words import Words
from weiyin.people.staff.approvals import SEAL_KEY, Proposal, propose
from weiyin.people.staff.roles import Scope
from weiyin.storage.store import Tx

_NAME = re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII)


def show(visit: Visit) -> Response:
    return visit.page("keys.html")


def change(visit: Visit) -> Response:
    """Propose the name of the key."""
    name = visit.posted.get("name", "")
    if not _NAME.fullmatch(name):
        raise BadInput("name", "请填写新密钥的名称，不是密钥本身")

    def work(tx: Tx) -> None:
        propose(
            tx,
            visit.deps.sealer,
            oa=visit.oa,
            kind=SEAL_KEY,
            subject=name,
            title="更换封存密钥",
            facts=[("新密钥名称", name), ("之后由运维执行", "weiyin reseal")],
            order={},
            why=visit.posted.get("why", ""),
            by=visit.staff,
            now=visit.now,
        )

    visit.do(f"key:{name}", work)
    return visit.go("/keys", "proposed")


def _apply(_visit: Visit, _tx: Tx, _proposal: Proposal, _order: Mapping[str, Any]) -> None:
    """The agreement is the deed: `weiyin reseal` asks for it."""


PAGE = ConsolePage(
    words=Words("密钥更换", "Sealing key"),
    section=Section.CONTROL,
    scope=Scope.KEYS,
    path="/keys",
    routes=(get("/keys", show), post("/keys", change, "key.propose")),
    appliers={SEAL_KEY: _apply},
    place=9,
)
