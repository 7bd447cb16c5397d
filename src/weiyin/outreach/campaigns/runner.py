"""Running campaigns: page by page through the segment, then one by one to the people.

Marketing never goes by template messages, which WeChat forbids: it is an article card within an
open window, and a message in the centre in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from weiyin.base.clock import Clock, from_us, shanghai_day, to_us
from weiyin.base.errors import NotFound
from weiyin.base.reply import Article, Articles
from weiyin.base.sender import Fate, Lost, Never, Notice, Sender, Sent
from weiyin.outreach import messages
from weiyin.outreach.campaigns.campaign import Arm, Campaign, State, access_campaign, due, move
from weiyin.outreach.campaigns.members import arm_of, join, may_be_told
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.preferences import preference_of
from weiyin.outreach.segments.audience import members
from weiyin.storage import outbox
from weiyin.storage.outbox import Lane, Parcel
from weiyin.storage.store import Reader, Store, Tx

TOPIC = "campaign"
_PAGE, _PAGES_A_TURN = 200, 50
_LIVE = frozenset({State.RUNNING, State.DONE})


@dataclass(frozen=True, slots=True)
class Runner:
    """A chore of the courier: moves every campaign that is due some pages on.

    One that waits for an occasion is only opened and closed.
    """

    store: Store
    clock: Clock

    def __call__(self) -> int:
        """How many people were gone through."""
        return sum(self._run(one) for one in self.store.read(lambda r: due(r, self.clock.now())))

    def _run(self, campaign: Campaign) -> int:
        gone = 0
        for _ in range(_PAGES_A_TURN):
            count = self.store.run(lambda tx: self._page(tx, campaign.oa, campaign.campaign_id))
            gone += count
            if count < _PAGE:
                break
        return gone

    def _page(self, tx: Tx, oa: str, campaign_id: str) -> int:
        campaign, now = access_campaign(tx, oa, campaign_id), self.clock.now()
        if campaign.state not in {State.SCHEDULED, State.RUNNING}:
            return 0
        plan, today = campaign.plan, shanghai_day(now)
        if plan.occasion:
            move(tx, campaign, State.DONE if now >= plan.ends else State.RUNNING, "")
            return 0
        page = members(tx, oa, plan.rule, today, after=campaign.cursor, most=_PAGE)
        is_over = len(page) < _PAGE or now >= plan.ends
        last = page[-1] if page else campaign.cursor
        if move(tx, campaign, State.DONE if is_over else State.RUNNING, last) and now < plan.ends:
            for openid in page:
                take_in(tx, campaign, openid, now)
        return len(page)


def take_in(tx: Tx, campaign: Campaign, openid: str, now: datetime) -> None:
    """Put somebody into the campaign, if they may be told; the second time changes nothing."""
    oa = campaign.oa
    if not may_be_told(tx, oa, openid, now):
        return
    arm = arm_of(campaign, openid)
    if not join(tx, campaign, openid, arm, now) or arm is None:
        return
    outbox.put(
        tx,
        oa=oa,
        topic=TOPIC,
        key=f"{campaign.campaign_id}:{openid}",
        payload={
            "campaign_id": campaign.campaign_id,
            "openid": openid,
            "arm": arm.name,
            "at_us": to_us(now),
        },
        due=now,
        lane=Lane.MARKETING,
    )


@dataclass(frozen=True, slots=True)
class CampaignTeller:
    """Handler of the topic `campaign`: looks once more at consent, caps and the campaign itself."""

    store: Store
    clock: Clock
    sender: Sender

    def __call__(self, parcel: Parcel) -> Fate:
        oa, openid, now = parcel.oa, parcel.payload["openid"], self.clock.now()
        arm = self.store.read(lambda reader: self._still(reader, parcel, now))
        if arm is None:
            return Sent("not told: stopped, or no longer wanted")
        quiet = self.store.read(lambda reader: preference_of(reader, oa, openid)).quiet
        if quiet and quiet.until(now):
            return self._keep(parcel, arm, Never("quiet hours"))
        if not self.store.run(
            lambda tx: deliveries.begin(tx, oa, parcel.key, openid, "wechat", now)
        ):
            return Sent("told before")
        card = Articles((Article(arm.title, arm.words, arm.path),))
        return self._keep(parcel, arm, self.sender.reply_later(oa, openid, card, parcel.key))

    def _keep(self, parcel: Parcel, arm: Arm, fate: Fate) -> Fate:
        """In the centre in any case; what WeChat did not take is not pressed upon anybody."""
        oa, openid, at = parcel.oa, parcel.payload["openid"], from_us(parcel.payload["at_us"])
        notice = Notice("campaign", arm.title, (("活动", arm.words),), arm.path)

        def note(tx: Tx) -> None:
            messages.keep(tx, oa, openid, parcel.key, "campaign", notice, at)
            deliveries.end(tx, oa, parcel.key, openid, "wechat", fate, self.clock.now())

        self.store.run(note)
        return Sent("kept in the message centre") if isinstance(fate, (Never, Lost)) else fate

    def _still(self, reader: Reader, parcel: Parcel, now: datetime) -> Arm | None:
        oa, campaign_id = parcel.oa, parcel.payload["campaign_id"]
        try:
            campaign = access_campaign(reader, oa, campaign_id)
        except NotFound:
            return None
        openid = parcel.payload["openid"]
        if campaign.state not in _LIVE or now >= campaign.plan.ends:
            return None
        if not may_be_told(reader, oa, openid, now, campaign_id=campaign_id):
            return None
        named = {arm.name: arm for arm in campaign.plan.arms}
        return named.get(parcel.payload["arm"])
