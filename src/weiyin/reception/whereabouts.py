"""A phone tells where it is: written down only for somebody who agreed to exactly that."""

from __future__ import annotations

from weiyin.base.ask import Ask
from weiyin.people.consents import Purpose, standing_consent
from weiyin.places.whereabouts import note_whereabouts
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Tx


def note_if_agreed(tx: Tx, sealer: Sealer, ask: Ask) -> None:
    """Keep the newest whereabouts of a consenting asker; of anybody else nothing is kept."""
    if ask.place is None:
        return
    if standing_consent(tx, ask.oa, ask.openid, Purpose.LOCATION) is None:
        return
    note_whereabouts(tx, sealer, ask.oa, ask.openid, ask.place, ask.at)
