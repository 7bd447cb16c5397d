"""`weiyin check`: every setting explained, and everything that keeps this install from serving."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from weiyin.app.ground import accounts_of, sealer_of
from weiyin.bank.bills.catalogue import load_billers
from weiyin.base.errors import Misconfigured, WeiyinError
from weiyin.commands.show import as_json, as_table, console
from weiyin.functions.catalogue import load_catalogue
from weiyin.settings import Settings, examine, explain, load_settings, variable
from weiyin.storage.migrate import migrate as upgrade
from weiyin.storage.migrate import schema_state


def check(*, json: bool) -> int:
    """Explain the settings and tell all that is wrong; 1 if anything is, else 0."""
    rows = [dict(zip(("setting", "about", "default"), row, strict=True)) for row in explain()]
    settings, wrong = examine()
    if settings is not None and not wrong:
        wrong = list(_surroundings(settings))
    told = [{"setting": _named(one), "wrong": one.wrong} for one in wrong]
    findings = _findings(settings) if settings is not None and not wrong else []
    if json:
        as_json({"settings": rows, "wrong": told, "findings": findings})
        return 1 if wrong else 0
    as_table("settings", ("setting", "about", "default"), [tuple(r.values()) for r in rows])
    for one in told:
        console.print(f"[red]✗ {one['setting']}[/red] {escape(one['wrong'])}", highlight=False)
    for finding in findings:
        console.print(f"· {finding}", highlight=False)
    return 1 if wrong else 0


def migrate() -> None:
    """Bring the schema to this version's; safe to repeat."""
    settings = load_settings()
    upgrade(settings.database_url)
    console.print("database schema up to date")


def _named(error: Misconfigured) -> str:
    """The variable, also of a fault that a room found by its own name for the setting."""
    own = error.setting
    return own if own.startswith(variable()) else variable(*own.split("."))


def _surroundings(settings: Settings) -> Iterator[Misconfigured]:
    """What only trying shows: keys that do not fit, a biller's file that is wrong, a store
    that is away or behind.
    """
    for make in (accounts_of, sealer_of, lambda it: load_billers(it.billers_folder)):
        try:
            make(settings)
        except Misconfigured as error:
            yield error
    try:
        if not schema_state(settings.database_url).is_current:
            yield Misconfigured(
                variable("database_url"), "the schema is behind: run `weiyin migrate`"
            )
    except WeiyinError as error:
        yield Misconfigured(variable("database_url"), f"cannot be opened: {error}")


def _findings(settings: Settings) -> list[str]:
    return [
        "database schema up to date",
        f"{len(load_catalogue())} banking functions",
        *(
            f"official account {key}: {account.mode} mode, callback "
            f"{settings.public_url}/wechat/{key}, API {account.api_base}"
            for key, account in settings.accounts.items()
        ),
    ]
