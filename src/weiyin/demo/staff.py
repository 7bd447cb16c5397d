"""The demo bank's own people: two operators for the two-person rule, an agent, and who watches.

Their password and the seeds of their one-time codes follow from the demo's seed and are shown on
the demo's login page: nothing here is a secret.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from weiyin.demo.dice import Dice
from weiyin.people.staff.passwords import verifier
from weiyin.people.staff.roles import Grant, Role
from weiyin.people.staff.staff import Proof, add_staff, set_team
from weiyin.people.staff.teams import add_team
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

PASSWORD = "weiyin-demo-2026"  # noqa: S105 - of invented people, printed on their login page
TEAM = "在线客服一组"


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """`seed`: of the one-time codes, base 32."""

    login: str
    name: str
    roles: tuple[Role, ...]
    seed: str


def demo_staff(seed: int) -> tuple[DemoStaff, ...]:
    """Everybody who works at the demo bank."""
    people = (
        ("zhang.min", "张敏", (Role.OPERATOR, Role.ADMIN)),
        ("li.wei", "李伟", (Role.OPERATOR,)),
        ("chen.jing", "陈静", (Role.AGENT,)),
        ("wu.lei", "吴磊", (Role.AGENT,)),
        ("sun.fang", "孙芳", (Role.SUPERVISOR,)),
        ("zhou.yan", "周岩", (Role.AUDITOR,)),
    )
    return tuple(
        DemoStaff(login, name, roles, _code_seed(seed, login)) for login, name, roles in people
    )


def open_staff(tx: Tx, *, sealer: Sealer, seed: int, now: datetime) -> None:
    """Add them all, and put the agents in a team."""
    team_id = add_team(tx, TEAM, now)
    for one in demo_staff(seed):
        grants = [Grant(role) for role in one.roles]
        proof = Proof(_verifier(seed), one.seed)
        added = add_staff(
            tx,
            sealer,
            login=one.login,
            name=one.name,
            grants=grants,
            proof=proof,
            by="demo",
            now=now,
        )
        if Role.AGENT in one.roles or Role.SUPERVISOR in one.roles:
            set_team(tx, added, team_id, by="demo", now=now)


@cache
def _verifier(seed: int) -> str:
    """Made once for all of them: it takes a moment."""
    return verifier(PASSWORD, Dice(seed, "staff"))


def _code_seed(seed: int, login: str) -> str:
    return base64.b32encode(sha256(f"{seed} {login}".encode()).digest()[:20]).decode()
