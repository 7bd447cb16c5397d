"""`weiyin staff`: the first administrator, and the way back in when nobody can sign in.

All else is done on the console's page of staff. Whatever is heavy is imported when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from weiyin.people.staff.roles import Grant
    from weiyin.people.staff.staff import Proof
    from weiyin.settings import Settings
    from weiyin.storage.sealed import Sealer
    from weiyin.storage.store import Tx

    Work = Callable[[Tx, Sealer, datetime], None]

app = typer.Typer(help="Who may sign in to the console, and as what.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="The login.")]
Roles = Annotated[
    list[str],
    typer.Option("--role", help="agent, supervisor, operator, admin, auditor; or role@account."),
]


@app.command()
def add(
    login: Login,
    role: Roles,
    name: Annotated[str, typer.Option(help="The person's name.")],
) -> None:
    """Add somebody: asks for a password, prints what their authenticator app scans."""
    from weiyin.people.staff.staff import COMMAND_LINE, add_staff

    with _store() as (settings, run):
        proof, grants = _asked_proof(), _grants(settings, role)

        def work(tx: Tx, sealer: Sealer, now: datetime) -> None:
            add_staff(
                tx,
                sealer,
                login=login,
                name=name,
                grants=grants,
                proof=proof,
                by=COMMAND_LINE,
                now=now,
            )

        run(work)
        _show_seed(settings, login, proof.seed)


@app.command()
def disable(login: Login) -> None:
    """Shut somebody out: every session of theirs ends now."""
    from weiyin.people.staff.staff import COMMAND_LINE, access_by_login, disable_staff

    with _store() as (_, run):
        run(
            lambda tx, _, now: disable_staff(
                tx, access_by_login(tx, login), by=COMMAND_LINE, now=now
            )
        )


@app.command()
def role(login: Login, role: Roles) -> None:
    """Give somebody these roles and no others."""
    from weiyin.people.staff.staff import COMMAND_LINE, access_by_login, set_grants

    with _store() as (settings, run):
        grants = _grants(settings, role)
        run(
            lambda tx, _, now: set_grants(
                tx, access_by_login(tx, login), grants, by=COMMAND_LINE, now=now
            )
        )


@app.command()
def renew(login: Login) -> None:
    """A new password and authenticator for somebody who lost theirs; they may sign in again."""
    from weiyin.people.staff.staff import (
        COMMAND_LINE,
        access_by_login,
        enable_staff,
        replace_proof,
    )

    with _store() as (settings, run):
        proof = _asked_proof()

        def work(tx: Tx, sealer: Sealer, now: datetime) -> None:
            found = access_by_login(tx, login)
            replace_proof(tx, sealer, found, proof, by=COMMAND_LINE, now=now)
            enable_staff(tx, found, by=COMMAND_LINE, now=now)

        run(work)
        _show_seed(settings, login, proof.seed)


@contextmanager
def _store() -> Iterator[tuple[Settings, Callable[[Work], None]]]:
    """The settings, and a way to do one unit of work; mistakes are told in one line."""
    from weiyin.base.clock import SystemClock
    from weiyin.commands.show import plain_errors
    from weiyin.settings import load_settings
    from weiyin.storage.sealed import Sealer
    from weiyin.storage.store import open_store

    with plain_errors():
        settings = load_settings()
        keys = settings.seal_key_bytes()
        sealer = Sealer(keys, settings.seal_key_id, settings.seal_cipher)
        store = open_store(settings.database_url)
        try:
            yield settings, lambda work: store.run(lambda tx: work(tx, sealer, SystemClock().now()))
        finally:
            store.close()


def _asked_proof() -> Proof:
    from weiyin.people.staff.one_time import new_seed
    from weiyin.people.staff.passwords import verifier
    from weiyin.people.staff.staff import Proof

    password = typer.prompt("密码 password", hide_input=True, confirmation_prompt=True)
    return Proof(verifier(password), new_seed())


def _grants(settings: Settings, roles: list[str]) -> list[Grant]:
    from weiyin.base.errors import BadInput
    from weiyin.people.staff.roles import EVERY_ACCOUNT, Grant, Role

    found = []
    for told in roles:
        name, _, oa = told.partition("@")
        if name not in set(Role) or (oa and oa not in settings.accounts):
            raise BadInput("--role", f"没有角色或公众号 {told!r}")
        found.append(Grant(Role(name), oa or EVERY_ACCOUNT))
    return found


def _show_seed(settings: Settings, login: str, seed: str) -> None:
    import segno

    from weiyin.commands.show import console
    from weiyin.people.staff.one_time import seed_uri

    segno.make(seed_uri(seed, login, settings.bank_name)).terminal(compact=True)
    console.print(f"{login}: {seed}", highlight=False)
    console.print("以上只显示一次，请立即用身份验证器扫描。Shown once: scan it now.")
