"""Roles and what each may do. A route asks for a scope; a role holds some; all else is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

EVERY_ACCOUNT = "*"
"""The role holds for every official account of the install."""


class Scope(StrEnum):
    """One thing that a member of staff may be allowed to do."""

    SIGNED_IN = "signed_in"
    """What everybody sees who has signed in: the home page, their own account."""
    DESK = "desk"
    SUPERVISE = "supervise"
    FIGURES = "figures"
    KNOWLEDGE = "knowledge"
    MENUS = "menus"
    FUNCTIONS = "functions"
    TARIFFS = "tariffs"
    KEYS = "keys"
    PLACES = "places"
    CAMPAIGNS = "campaigns"
    REMINDERS = "reminders"
    COMMANDS = "commands"
    ACCOUNTS = "accounts"
    RECONCILE = "reconcile"
    LOANS = "loans"
    CUSTOMER = "customer"
    APPROVE = "approve"
    STAFF = "staff"
    AUDIT = "audit"


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    ADMIN = "admin"
    AUDITOR = "auditor"


SCOPES_OF: dict[Role, frozenset[Scope]] = {
    Role.AGENT: frozenset({Scope.SIGNED_IN, Scope.DESK}),
    Role.SUPERVISOR: frozenset(
        {Scope.SIGNED_IN, Scope.DESK, Scope.SUPERVISE, Scope.FIGURES, Scope.CUSTOMER}
    ),
    Role.OPERATOR: frozenset(
        {
            Scope.SIGNED_IN,
            Scope.FIGURES,
            Scope.KNOWLEDGE,
            Scope.MENUS,
            Scope.FUNCTIONS,
            Scope.TARIFFS,
            Scope.KEYS,
            Scope.PLACES,
            Scope.CAMPAIGNS,
            Scope.REMINDERS,
            Scope.COMMANDS,
            Scope.ACCOUNTS,
            Scope.RECONCILE,
            Scope.LOANS,
            Scope.CUSTOMER,
            Scope.APPROVE,
        }
    ),
    Role.ADMIN: frozenset({Scope.SIGNED_IN, Scope.STAFF}),
    Role.AUDITOR: frozenset({Scope.SIGNED_IN, Scope.FIGURES, Scope.AUDIT}),
}
"""Those who run the house do not audit it, and those who audit it change nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """A role, for one official account or for `EVERY_ACCOUNT`."""

    role: Role
    oa: str = EVERY_ACCOUNT


def may(grants: frozenset[Grant], scope: Scope, oa: str) -> bool:
    """Whether some grant holds `scope` for the account `oa`."""
    return any(
        scope in SCOPES_OF[grant.role] and grant.oa in {oa, EVERY_ACCOUNT} for grant in grants
    )
