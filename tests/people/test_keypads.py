"""What is typed on the keypad: sealed for one draft, opened here alone."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.house.made import typed_on
from weiyin.base.clock import ManualClock
from weiyin.base.errors import BadInput
from weiyin.people.keypads import open_keypad, open_typed
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

HANDLE = "handle-of-one-draft"


def test_what_was_typed_is_opened_for_its_draft(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    keypad = open_keypad(store, sealer, clock.now())
    typed = typed_on(keypad, HANDLE, "258036")
    assert open_typed(store, sealer, typed.key_id, typed.sealed, HANDLE) == "258036"
    with pytest.raises(BadInput):
        open_typed(store, sealer, typed.key_id, typed.sealed, "another-draft")


def test_all_processes_share_a_key_and_it_changes_daily(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    first = open_keypad(store, sealer, clock.now())
    assert open_keypad(store, sealer, clock.now()) == first
    clock.advance(timedelta(days=1))
    second = open_keypad(store, sealer, clock.now())
    assert second.key_id != first.key_id
    late = typed_on(first, HANDLE, "258036")
    assert open_typed(store, sealer, late.key_id, late.sealed, HANDLE) == "258036"
    clock.advance(timedelta(days=1, hours=2))
    open_keypad(store, sealer, clock.now())
    with pytest.raises(BadInput, match="刷新"):
        open_typed(store, sealer, late.key_id, late.sealed, HANDLE)


def test_what_cannot_be_read_is_refused(store: Store, sealer: Sealer, clock: ManualClock) -> None:
    keypad = open_keypad(store, sealer, clock.now())
    good = base64.b64decode(typed_on(keypad, HANDLE, "258036").sealed)
    bent = base64.b64encode(good[:-1] + bytes([good[-1] ^ 1])).decode()
    for wrong in ("", "x", "密码", "258036", bent, base64.b64encode(b"258036").decode()):
        with pytest.raises(BadInput):
            open_typed(store, sealer, keypad.key_id, wrong, HANDLE)


def test_x05_what_no_store_could_keep_is_refused(
    store: Store, sealer: Sealer, clock: ManualClock
) -> None:
    keypad = open_keypad(store, sealer, clock.now())
    typed = typed_on(keypad, HANDLE, "258036")
    for key_id in (
        "\x00",
        "\ud800",
        f"{keypad.key_id[:-1]}\x00",
        keypad.key_id.upper(),
        "key" * 99,
    ):
        with pytest.raises(BadInput):
            open_typed(store, sealer, key_id, typed.sealed, HANDLE)
    for handle in ("\ud800", "\x00"):
        carried = typed_on(keypad, handle, "258036")
        with pytest.raises(BadInput):
            open_typed(store, sealer, keypad.key_id, carried.sealed, HANDLE)


def test_the_private_key_is_sealed(store: Store, sealer: Sealer, clock: ManualClock) -> None:
    open_keypad(store, sealer, clock.now())
    look = sql("SELECT private_sealed FROM keypad_keys")
    rows = store.read(lambda reader: reader.all(look))
    assert len(rows) == 1
    assert b"PRIVATE" not in bytes(rows[0][0])
