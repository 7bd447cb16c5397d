"""Where a phone says it is: of nobody who did not agree, and of nobody for more than a day."""

from __future__ import annotations

from datetime import timedelta

from tests.checks import Sabotage
from tests.house.made import OA, House
from weiyin.base.ask import AskKind, Point
from weiyin.people.consents import Purpose, end_consent, give_consent
from weiyin.places.whereabouts import access_whereabouts
from weiyin.storage.sql import sql

SABOTAGE = {
    "D06": Sabotage(
        "src/weiyin/reception/whereabouts.py",
        "Purpose.LOCATION) is None:",
        "Purpose.LOCATION) is ...:",
    ),
}
HERE = Point(39.9087, 116.4598)


def rows(house: House) -> int:
    found = house.app.store.read(lambda r: r.one(sql("SELECT count(*) FROM whereabouts")))
    assert found is not None
    return found[0]


def agree(house: House) -> None:
    house.app.store.run(
        lambda tx: give_consent(
            tx, oa=OA, openid="o-wang", purpose=Purpose.LOCATION, version="1", text="同意",
            at=house.clock.now(),
        )
    )  # fmt: skip


def where(house: House) -> Point | None:
    return house.app.store.read(
        lambda r: access_whereabouts(r, house.app.sealer, OA, "o-wang", house.clock.now())
    )


def test_d06_nothing_is_stored_without_consent_and_all_is_erased_after_a_day(
    house: House,
) -> None:
    house.follow("o-wang")
    house.ask("o-wang", AskKind.WHEREABOUTS, place=HERE)
    assert rows(house) == 0
    agree(house)
    house.ask("o-wang", AskKind.WHEREABOUTS, place=HERE)
    assert where(house) == HERE
    house.clock.advance(timedelta(minutes=31))
    assert where(house) is None  # too old to answer from
    house.clock.advance(timedelta(hours=23))
    house.app.courier.do_chores()
    assert rows(house) == 0


def test_d06_a_consent_taken_back_erases_at_once(house: House) -> None:
    house.follow("o-wang")
    agree(house)
    house.ask("o-wang", AskKind.WHEREABOUTS, place=HERE)
    house.app.store.run(
        lambda tx: end_consent(tx, OA, "o-wang", Purpose.LOCATION, house.clock.now())
    )
    assert rows(house) == 0
    house.ask("o-wang", AskKind.WHEREABOUTS, place=HERE)
    assert rows(house) == 0


def test_it_lies_sealed(house: House) -> None:
    house.follow("o-wang")
    agree(house)
    house.ask("o-wang", AskKind.WHEREABOUTS, place=HERE)
    row = house.app.store.read(lambda r: r.one(sql("SELECT point_sealed FROM whereabouts")))
    assert b"39.9" not in bytes(row[0])
