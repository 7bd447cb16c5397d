"""Members of staff: added, given roles, disabled. Each change is in the audit log, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import to_us
from weiyin.base.errors import BadInput, NotAllowed, NotFound
from weiyin.base.ids import row_id
from weiyin.people.staff.roles import EVERY_ACCOUNT, Grant, Role, Scope, may
from weiyin.storage import audit
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

STAFF_LOG = EVERY_ACCOUNT
"""The audit chain of what concerns the install rather than one official account."""
COMMAND_LINE = "command line"
"""Who acts when an operator of the machine itself does."""
_LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,31}", re.ASCII)

_COLUMNS = "staff_id, login, name, team_id, state"
_ADD = sql("""
    INSERT INTO staff (staff_id, login, name, team_id, state, password_sealed, seed_sealed,
                       code_step, made_us, changed_us)
    VALUES (:staff_id, :login, :name, '', 'active', :password, :seed, 0, :now_us, :now_us)
    ON CONFLICT (login) DO NOTHING
""")
_BY_ID = sql(f"SELECT {_COLUMNS} FROM staff WHERE staff_id = :staff_id")
_BY_LOGIN = sql(f"SELECT {_COLUMNS} FROM staff WHERE login = :login")
_ALL = sql(f"SELECT {_COLUMNS} FROM staff ORDER BY login")
_GRANTS = sql("SELECT role, oa FROM staff_roles WHERE staff_id = :staff_id")
_ALL_GRANTS = sql("SELECT staff_id, role, oa FROM staff_roles")
_CLEAR = sql("DELETE FROM staff_roles WHERE staff_id = :staff_id")
_GRANT = sql("INSERT INTO staff_roles (staff_id, role, oa) VALUES (:staff_id, :role, :oa)")
_STATE = sql("UPDATE staff SET state = :state, changed_us = :now_us WHERE staff_id = :staff_id")
_TEAM = sql("UPDATE staff SET team_id = :team, changed_us = :now_us WHERE staff_id = :staff_id")
_PROOF = sql("""
    UPDATE staff SET password_sealed = :password, seed_sealed = :seed, code_step = 0,
                     changed_us = :now_us
    WHERE staff_id = :staff_id
""")
_END_ALL = sql("""
    UPDATE staff_sessions SET ended_us = :now_us, ended_why = :why
    WHERE staff_id = :staff_id AND ended_us IS NULL
""")
_FORGET_BROWSERS = sql("DELETE FROM staff_browsers WHERE staff_id = :staff_id")


@dataclass(frozen=True, slots=True)
class Staff:
    """One person. `login` is also the name by which the audit log knows them."""

    staff_id: str
    login: str
    name: str
    team_id: str
    active: bool
    grants: frozenset[Grant]

    def may(self, scope: Scope, oa: str) -> bool:
        return self.active and may(self.grants, scope, oa)

    def has(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody signs in with: the verifier of a password, and the seed of the codes."""

    verifier: str
    seed: str


def who(login: str) -> str:
    """A member of staff as the audit log writes them: never to be taken for a customer."""
    return f"staff:{login}"


def add_staff(
    tx: Tx,
    sealer: Sealer,
    *,
    login: str,
    name: str,
    grants: Iterable[Grant],
    proof: Proof,
    by: str,
    now: datetime,
) -> Staff:
    """A new member. Raises BadInput for a login that is taken or cannot be one."""
    if not _LOGIN.fullmatch(login):
        raise BadInput("login", "登录名须以小写字母开头，由2至32位小写字母、数字、点或短横组成")
    if not 1 <= len(name) <= 30:
        raise BadInput("name", "姓名须为1至30个字")
    staff_id = row_id(now)
    sealed = _sealed(sealer, staff_id, proof)
    if tx.run(_ADD, staff_id=staff_id, login=login, name=name, now_us=to_us(now), **sealed) != 1:
        raise BadInput("login", "登录名已被使用")
    _set_grants(tx, staff_id, grants)
    found = access_staff(tx, staff_id)
    _log(tx, "staff.add", found, by, now)
    return found


def access_staff(reader: Reader, staff_id: str) -> Staff:
    """Raises NotFound."""
    return _whole(reader, reader.one(_BY_ID, staff_id=staff_id))


def access_by_login(reader: Reader, login: str) -> Staff:
    """Raises NotFound."""
    return _whole(reader, reader.one(_BY_LOGIN, login=login))


def all_staff(reader: Reader) -> list[Staff]:
    """Everybody, by login."""
    grants: dict[str, set[Grant]] = {}
    for staff_id, role, oa in reader.all(_ALL_GRANTS):
        grants.setdefault(staff_id, set()).add(Grant(Role(role), oa))
    return [_made(row, grants.get(row[0], set())) for row in reader.all(_ALL)]


def set_grants(tx: Tx, staff: Staff, grants: Iterable[Grant], *, by: str, now: datetime) -> None:
    """Give these roles and no others; they hold from the next request on."""
    _check_not_self(staff, by)
    _set_grants(tx, staff.staff_id, grants)
    _log(tx, "staff.roles", access_staff(tx, staff.staff_id), by, now)


def disable_staff(tx: Tx, staff: Staff, *, by: str, now: datetime) -> None:
    """Out at once: every session ends with this unit, and none is opened again."""
    _check_not_self(staff, by)
    tx.run(_STATE, staff_id=staff.staff_id, state="disabled", now_us=to_us(now))
    end_sessions_of(tx, staff.staff_id, now, "disabled")
    _log(tx, "staff.disable", staff, by, now)


def enable_staff(tx: Tx, staff: Staff, *, by: str, now: datetime) -> None:
    _check_not_self(staff, by)
    tx.run(_STATE, staff_id=staff.staff_id, state="active", now_us=to_us(now))
    _log(tx, "staff.enable", staff, by, now)


def set_team(tx: Tx, staff: Staff, team_id: str, *, by: str, now: datetime) -> None:
    """`team_id` empty: in no team."""
    tx.run(_TEAM, staff_id=staff.staff_id, team=team_id, now_us=to_us(now))
    _log(tx, "staff.team", staff, by, now)


def replace_proof(
    tx: Tx, sealer: Sealer, staff: Staff, proof: Proof, *, by: str, now: datetime
) -> None:
    """A new password and a new seed; whoever is signed in by the old ones is out."""
    sealed = _sealed(sealer, staff.staff_id, proof)
    tx.run(_PROOF, staff_id=staff.staff_id, now_us=to_us(now), **sealed)
    tx.run(_FORGET_BROWSERS, staff_id=staff.staff_id)
    end_sessions_of(tx, staff.staff_id, now, "proof replaced")
    _log(tx, "staff.proof", staff, by, now)


def end_sessions_of(tx: Tx, staff_id: str, now: datetime, why: str) -> int:
    """How many ended."""
    return tx.run(_END_ALL, staff_id=staff_id, now_us=to_us(now), why=why)


def _check_not_self(staff: Staff, by: str) -> None:
    if by == who(staff.login):
        raise NotAllowed("two_person", "不能修改自己的权限或状态，请由其他管理员办理")


def _set_grants(tx: Tx, staff_id: str, grants: Iterable[Grant]) -> None:
    tx.run(_CLEAR, staff_id=staff_id)
    for grant in sorted(set(grants)):
        tx.run(_GRANT, staff_id=staff_id, role=grant.role.value, oa=grant.oa)


def _sealed(sealer: Sealer, staff_id: str, proof: Proof) -> dict[str, bytes]:
    return {
        "password": sealer.seal(
            proof.verifier, table="staff", column="password_sealed", row=staff_id
        ),
        "seed": sealer.seal(proof.seed, table="staff", column="seed_sealed", row=staff_id),
    }


def _whole(reader: Reader, row: tuple[str, ...] | None) -> Staff:
    if row is None:
        raise NotFound
    granted = reader.all(_GRANTS, staff_id=row[0])
    return _made(row, {Grant(Role(role), oa) for role, oa in granted})


def _made(row: tuple[str, ...], grants: set[Grant]) -> Staff:
    staff_id, login, name, team_id, state = row
    return Staff(staff_id, login, name, team_id, state == "active", frozenset(grants))


def _log(tx: Tx, what: str, staff: Staff, by: str, now: datetime) -> None:
    roles = ",".join(sorted(f"{grant.role}@{grant.oa}" for grant in staff.grants))
    audit.record(
        tx,
        oa=STAFF_LOG,
        who=by,
        what=what,
        whom=who(staff.login),
        why="upkeep",
        outcome="done",
        at=now,
        detail={"roles": roles},
    )
