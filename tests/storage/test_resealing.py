"""A change of keys in a house that has lived: all of it under the new key, nothing lost."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from sqlalchemy import LargeBinary

from tests.house.bank import BOOK, LI, WANG
from tests.house.made import House, house_settings
from weiyin.app import Plugs, compose
from weiyin.app.schema import whole_schema
from weiyin.bank.embedded import EmbeddedCore
from weiyin.base.ask import AskKind
from weiyin.base.clock import ManualClock
from weiyin.storage.columns import ROW
from weiyin.storage.resealing import reseal
from weiyin.storage.sealed import Sealer
from weiyin.storage.sql import sql
from weiyin.storage.store import Store

OLD, LOOKUPS, NEW = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
OPEN = {"hash", "head", "digest", "text_digest", "question", "salt", "pin_hash"}
"""Bytes that tell nobody anything, by the names of their columns."""


def test_what_is_not_sealed_is_a_hash_or_a_reply() -> None:
    bare = {
        f"{table.name}.{column.name}"
        for table in whole_schema().sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and ROW not in column.info
        if column.name not in OPEN
    }
    assert bare == {"inbox.answer"}


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


def _opened(url: str, clock: ManualClock, keys: dict[str, bytes], current: str) -> House:
    settings = house_settings(url).model_copy(
        update={
            "seal_keys": {name: SecretStr(b64encode(key).decode()) for name, key in keys.items()},
            "seal_current": current,
            "seal_lookups": "lookups",
        }
    )
    app = compose(settings, Plugs(clock=clock))
    core = app.cores[BOOK]
    assert isinstance(core, EmbeddedCore)
    return House(app, clock, app.store, core)


def test_the_old_key_may_leave(url: str, clock: ManualClock) -> None:
    before = _opened(url, clock, {"old": OLD, "lookups": LOOKUPS}, "old")
    before.stock()
    before.bind("o-wang", WANG)
    card = before.ask_text("o-wang", f"转500给{LI.name}")
    before.app.close()

    during = _opened(url, clock, {"old": OLD, "lookups": LOOKUPS, "new": NEW}, "new")
    shares: list[float] = []
    with pytest.raises(ConnectionError):
        list(reseal(during.books, during.app.sealer, whole_schema(), _broken_off(shares)))
    again = list(reseal(during.books, during.app.sealer, whole_schema(), shares.append))
    assert shares[-1] == 1.0
    assert sum(one.anew for one in again) > 0
    assert not any(one.unopened for one in again)
    third = list(reseal(during.books, during.app.sealer, whole_schema(), shares.append))
    assert not any(one.anew for one in third)
    during.app.close()

    after = _opened(url, clock, {"lookups": LOOKUPS, "new": NEW}, "new")
    answer = after.ask("o-wang", AskKind.TEXT, "查余额", key="after the change")
    assert "14,874.50" in after.words(answer)
    assert after.confirm_card("o-wang", card).status == "ok"
    after.app.close()


def _broken_off(shares: list[float]) -> Callable[[float], None]:
    def told(share: float) -> None:
        shares.append(share)
        if share > 0.5:
            raise ConnectionError

    return told


def test_what_no_key_opens_is_counted_and_left(store: Store, clock: ManualClock) -> None:
    elsewhere = Sealer({"elsewhere": LOOKUPS}, "elsewhere")
    blob = elsewhere.seal("{}", table="dialogues", column="sealed", row="main:o-1")
    store.run(
        lambda tx: tx.run(
            sql("INSERT INTO dialogues (oa, openid, sealed, at_us) VALUES ('main', 'o-1', :b, 0)"),
            b=blob,
        )
    )
    found = reseal(store, Sealer({"new": NEW}, "new"), whole_schema(), lambda _: None)
    assert [(one.table, one.unopened) for one in found if one.unopened] == [("dialogues", 1)]
    kept = store.read(lambda reader: reader.one(sql("SELECT sealed FROM dialogues")))
    assert kept is not None
    assert bytes(kept[0]) == blob


def test_rows_are_paged_through(store: Store, sealer: Sealer) -> None:
    rows = [
        {
            "o": f"o-{n}",
            "b": sealer.seal("{}", table="dialogues", column="sealed", row=f"main:o-{n}"),
        }
        for n in range(1_203)
    ]
    put = sql("INSERT INTO dialogues (oa, openid, sealed, at_us) VALUES ('main', :o, :b, 0)")
    store.run(lambda tx: tx.many(put, rows))
    rotated = Sealer({"k1": OLD, "new": NEW}, "new")
    found = list(reseal(store, rotated, whole_schema(), lambda _: None))
    assert [one.anew for one in found if one.table == "dialogues"] == [len(rows)]
