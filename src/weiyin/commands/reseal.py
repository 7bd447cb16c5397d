"""`weiyin reseal`: after a change of `seal_current`, everything under the new key."""

from __future__ import annotations

from weiyin.app.ground import sealer_of
from weiyin.app.schema import whole_schema
from weiyin.base.errors import Broken
from weiyin.commands.show import as_json, as_table, console, working
from weiyin.settings import load_settings
from weiyin.storage.resealing import Resealed, reseal
from weiyin.storage.store import open_store


def run(*, json: bool) -> None:
    """Seal all anew beside the working house. Raises Broken when values stay unopened."""
    settings = load_settings()
    store = open_store(settings.database_url)
    try:
        with working("换用新的密钥", show=not json) as told:
            found = list(reseal(store, sealer_of(settings), whole_schema(), told))
    finally:
        store.close()
    _show(found, settings.seal_key_id, json=json)


def _show(found: list[Resealed], key_id: str, *, json: bool) -> None:
    if json:
        as_json({"key": key_id, "columns": found})
    else:
        rows = [(one.table, one.column, one.anew, one.unopened) for one in found]
        as_table(f"sealed with {key_id}", ("table", "column", "sealed anew", "unopened"), rows)
    unopened = sum(one.unopened for one in found)
    if unopened:
        raise Broken(f"{unopened} values do not open: put their key back into WEIYIN_SEAL_KEYS")
    if not json:
        console.print("older keys may leave WEIYIN_SEAL_KEYS, but for that of WEIYIN_SEAL_LOOKUPS")
