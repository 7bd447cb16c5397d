"""What the transcripts of bills and life services share: a worker, numbers that owe something."""

from __future__ import annotations

from tests.house.made import House
from weiyin.bank.bills.carrying import carry_out
from weiyin.bank.bills.making import TOPIC
from weiyin.base.reply import OpenPage, Reply
from weiyin.base.views import ResultView
from weiyin.storage import outbox


def work(house: House) -> list[str]:
    """A worker carries out what is due; the states of those orders then."""
    now = house.clock.now()
    parcels = house.books.run(lambda tx: outbox.lease(tx, [TOPIC], "w", now, 30.0, 20))
    return [carry_out(house.books, house.core, one, house.clock) for one in parcels]


def result_of(house: House, openid: str, card: Reply) -> ResultView:
    """What the page of a confirmed card says now."""
    assert isinstance(card, OpenPage), card
    handle = card.path.rpartition("/")[2]
    result = house.app.counter.draft(house.session(openid), handle).result
    assert result is not None
    return result
