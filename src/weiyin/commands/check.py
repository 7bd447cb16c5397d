"""`weiyin check`: every setting explained, and whether this install could serve as it is."""

from __future__ import annotations

from weiyin.commands.show import as_json, as_table, console
from weiyin.functions.catalogue import load_catalogue
from weiyin.settings import Settings, explain, load_settings
from weiyin.storage.migrate import migrate as upgrade
from weiyin.storage.migrate import schema_state


def check(*, json: bool) -> None:
    """Explain the settings; raises `Misconfigured` for the first that is wrong."""
    rows = [dict(zip(("setting", "about", "default"), row, strict=True)) for row in explain()]
    if not json:
        as_table("settings", ("setting", "about", "default"), [tuple(r.values()) for r in rows])
    settings = load_settings()
    findings = _findings(settings)
    if json:
        as_json({"settings": rows, "findings": findings})
    else:
        for finding in findings:
            console.print(f"· {finding}", highlight=False)


def migrate() -> None:
    """Bring the schema to this version's; safe to repeat."""
    settings = load_settings()
    upgrade(settings.database_url)
    console.print("database schema up to date")


def _findings(settings: Settings) -> list[str]:
    state = schema_state(settings.database_url)
    schema = "up to date" if state.is_current else "behind: run `weiyin migrate`"
    return [
        f"database schema {schema}",
        f"{len(load_catalogue())} banking functions",
        *(
            f"official account {key}: {account.mode} mode, callback "
            f"{settings.public_url}/wechat/{key}, API {account.api_base}"
            for key, account in settings.accounts.items()
        ),
    ]
