"""`weiyin reseal`: after a change of `seal_current`, everything under the new key."""

from __future__ import annotations

from datetime import datetime

from weiyin.app.ground import sealer_of
from weiyin.app.schema import whole_schema
from weiyin.base.clock import SystemClock
from weiyin.base.errors import Broken, NotAllowed
from weiyin.commands.show import as_json, as_table, console, working
from weiyin.people.staff.approvals import SEAL_KEY, is_agreed
from weiyin.people.staff.staff import all_staff
from weiyin.settings import load_settings
from weiyin.storage.resealing import Resealed, reseal
from weiyin.storage.store import Reader, Store, open_store


def run(*, json: bool) -> None:
    """Seal all anew beside the working house. Raises Broken when values stay unopened, NotAllowed
    while nobody agreed.
    """
    settings = load_settings()
    store = open_store(settings.database_url)
    try:
        check_agreed(store, settings.seal_key_id, SystemClock().now())
        with working("换用新的密钥", show=not json) as told:
            found = list(reseal(store, sealer_of(settings), whole_schema(), told))
    finally:
        store.close()
    _show(found, settings.seal_key_id, json=json)


def check_agreed(store: Store, key_id: str, now: datetime) -> None:
    """Two people of the bank agreed on this key, where there are people who could.

    Raises NotAllowed.
    """

    def agreed(reader: Reader) -> bool:
        return not all_staff(reader) or is_agreed(reader, SEAL_KEY, key_id, now)

    if not store.read(agreed):
        raise NotAllowed("two_person", f"请先在控制台“密钥更换”由两人同意换用密钥 {key_id}")


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
