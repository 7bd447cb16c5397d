"""A05: where guesses cannot be counted nobody is bound and no code is sent; questions go on."""

from __future__ import annotations

import pytest

from tests.checks import Sabotage
from tests.house.bank import LI, WANG
from tests.house.made import open_house
from weiyin.base.clock import ManualClock
from weiyin.base.errors import WeiyinError
from weiyin.storage.sql import sql

SABOTAGE = {
    "A05": Sabotage(
        "src/weiyin/people/guesses.py",
        "    tx.run(_ADD, guess_id=guess_id, at_us=to_us(now), **person)\n",
        "",
    )
}
_AWAY = "CREATE TRIGGER {0}_away BEFORE INSERT ON {0} BEGIN SELECT RAISE(ABORT, 'away'); END"


def test_a05_without_the_limiter_nobody_is_bound_and_no_code_is_sent(
    sqlite_url: str, clock: ManualClock
) -> None:
    house = open_house(sqlite_url, clock)
    house.stock()
    house.bind("o-wang", WANG)
    draft = house.ask_text("o-wang", f"转500给{LI.name}")
    handle = draft.path.rpartition("/")[2]  # type: ignore[union-attr]
    house.texts()
    house.follow("o-li")
    house.app.store.run(lambda tx: tx.run(sql(_AWAY.format("guesses"))))
    with pytest.raises(WeiyinError):
        house.bind("o-li", LI)
    house.texts()
    house.app.store.run(lambda tx: tx.run(sql(_AWAY.format("challenges"))))
    with pytest.raises(WeiyinError):
        house.app.counter.send_code(house.session("o-wang"), handle)
    assert house.texts() == []
    assert "绑定" in house.say("o-li", "查余额")
    assert "14,874.50" in house.say("o-wang", "查余额")
    assert "利率" in house.say("o-wang", "存款利率是多少")
    house.app.close()
