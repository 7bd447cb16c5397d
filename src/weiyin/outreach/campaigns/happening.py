"""What happens to people, brought to the campaigns that wait for it.

Whoever sees it happen puts it down in the unit that caused it (`put_happened`); the handler looks
for campaigns that wait for it, checks that their rule means this person, and takes them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from weiyin.base.clock import Clock, shanghai_day
from weiyin.base.errors import BadInput
from weiyin.base.money import Money
from weiyin.base.sender import Fate, Sent
from weiyin.outreach.campaigns.campaign import waiting
from weiyin.outreach.campaigns.occasion import Happened, What, read_occasion
from weiyin.outreach.campaigns.runner import take_in
from weiyin.outreach.notices.kind import Fact
from weiyin.outreach.segments.audience import means
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Store, Tx

TOPIC = "happened"
_PAGE = 500
_MATURES = frozenset({"deposit_maturing", "deposit_renewed", "wealth_maturing"})
"""Some days before it, and the day itself; told once a campaign all the same."""
_BORN_ON = sql("""
    SELECT openid FROM audience
    WHERE oa = :oa AND substr(born, 6) IN (:day, :leap) AND openid > :after
    ORDER BY openid LIMIT CAST(:most AS INTEGER)
""")


def put_happened(tx: Tx, oa: str, openid: str, one: Happened, *, key: str, at: datetime) -> None:
    """Put it down; `key` is the same whenever the same happening is told of."""
    payload = {"openid": openid, "what": one.what.value, "fen": one.fen, "area": one.area}
    outbox.put(
        tx, oa=oa, topic=TOPIC, key=f"{key}:{openid}", payload=payload, due=at, lane=Lane.MARKETING
    )


def happened_in(fact: Fact) -> Happened | None:
    """What an entry or an event of the books means for campaigns; None for most of them."""
    kind = fact.get("kind", "")
    if kind == "salary" and fact["amount_fen"] > 0:
        return Happened(What.SALARY)
    if kind == "cc_bill_ready":
        return Happened(What.BILL, _amount(dict(fact["facts"]).get("本期应还", "")))
    if kind in _MATURES or (kind == "wealth_paid" and "到期" in fact["memo"]):
        return Happened(What.MATURES)
    return None


def _amount(words: str) -> int:
    try:
        return Money.parse(words.removesuffix("元")).fen
    except BadInput:
        return 0


@dataclass(frozen=True, slots=True)
class Happenings:
    """Handler of the topic `happened`."""

    store: Store
    clock: Clock

    def __call__(self, parcel: Parcel) -> Fate:
        return self.store.run(partial(self._bring, parcel=parcel))

    def _bring(self, tx: Tx, parcel: Parcel) -> Fate:
        told, now = parcel.payload, self.clock.now()
        one, openid = Happened(What(told["what"]), told["fen"], told["area"]), told["openid"]
        today, count = shanghai_day(now), 0
        for campaign in waiting(tx, parcel.oa):
            occasion = read_occasion(campaign.plan.occasion)
            if occasion is None or not occasion.is_met_by(one) or now >= campaign.plan.ends:
                continue
            if means(tx, parcel.oa, campaign.plan.rule, today, openid):
                take_in(tx, campaign, openid, now)
                count += 1
        return Sent(f"{count} campaigns")


@dataclass(slots=True)
class Birthdays:
    """A chore: puts today's birthdays down once a day, once a campaign waits for them."""

    store: Store
    clock: Clock
    oas: Sequence[str]
    _done: date | None = field(default=None)

    def __call__(self) -> int:
        """How many birthdays."""
        today = shanghai_day(self.clock.now())
        if self._done == today:
            return 0
        waited_for = [oa for oa in self.oas if self.store.read(partial(_awaits_birthdays, oa=oa))]
        found = sum(self._of_account(oa, today) for oa in waited_for)
        if waited_for:
            self._done = today
        return found

    def _of_account(self, oa: str, today: date) -> int:
        found, after = 0, ""
        while page := self.store.run(partial(self._page, oa=oa, today=today, after=after)):
            found, after = found + len(page), page[-1]
        return found

    def _page(self, tx: Tx, oa: str, today: date, after: str) -> list[str]:
        """Who was born on 29 February has their day on the 28th of other years."""
        day = f"{today:%m-%d}"
        leap = "02-29" if day == "02-28" and not _is_leap(today.year) else day
        rows = tx.all(_BORN_ON, oa=oa, day=day, leap=leap, after=after, most=_PAGE)
        for (openid,) in rows:
            key = f"birthday:{today.isoformat()}"
            put_happened(tx, oa, openid, Happened(What.BIRTHDAY), key=key, at=self.clock.now())
        return [openid for (openid,) in rows]


def _awaits_birthdays(reader: Reader, oa: str) -> bool:
    occasions = (read_occasion(one.plan.occasion) for one in waiting(reader, oa))
    return any(one is not None and one.what is What.BIRTHDAY for one in occasions)


def _is_leap(year: int) -> bool:
    return date(year, 12, 31).timetuple().tm_yday == 366
