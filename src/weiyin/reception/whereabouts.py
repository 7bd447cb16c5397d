"""A phone tells where it is: written down only for somebody who agreed to exactly that.

In which area they are is kept for recommending things only when they agreed to that too.
"""

from __future__ import annotations

from weiyin.base.ask import Ask
from weiyin.base.clock import to_us
from weiyin.outreach.campaigns.happening import put_happened
from weiyin.outreach.campaigns.occasion import Happened, What
from weiyin.people.consents import Purpose, standing_consent
from weiyin.places.stays import note_stay
from weiyin.places.whereabouts import note_whereabouts
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx

STAYS_SINCE = "2026-11"
"""The first version of the consent to marketing that speaks of areas."""


def note_if_agreed(tx: Tx, sealer: Sealer, ask: Ask) -> None:
    """Keep the newest whereabouts of a consenting asker; of anybody else nothing is kept."""
    if ask.place is None:
        return
    if standing_consent(tx, ask.oa, ask.openid, Purpose.LOCATION) is None:
        return
    note_whereabouts(tx, sealer, ask.oa, ask.openid, ask.place, ask.at)
    marketing = standing_consent(tx, ask.oa, ask.openid, Purpose.MARKETING)
    if marketing is None or marketing.version < STAYS_SINCE:
        return
    for area in note_stay(tx, ask.oa, ask.openid, ask.place, ask.at):
        entered = Happened(What.ENTERS, area=area)
        key = f"enters:{area}:{to_us(ask.at)}"
        put_happened(tx, ask.oa, ask.openid, entered, key=key, at=ask.at)
