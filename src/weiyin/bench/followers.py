"""Followers to ask on behalf of: bound to the demo bank's customers through the people's doors."""

from __future__ import annotations

from weiyin.app import App, compose
from weiyin.bank.core import CardKind
from weiyin.base.clock import Clock
from weiyin.demo.people import make_customers
from weiyin.demo_home import Home, plugs_of, settings_of
from weiyin.functions.account.binding import AGREEMENT
from weiyin.functions.agreements import access_agreement
from weiyin.people.bindings import bind
from weiyin.people.consents import Purpose, give_consent
from weiyin.people.followers import follow
from weiyin.storage.store import Tx


def bind_followers(home: Home, count: int, clock: Clock | None = None) -> list[str]:
    """Let `count` people follow and bind a debit card each; their openids."""
    app = compose(settings_of(home), plugs_of(home, clock))
    try:
        return app.store.run(lambda tx: [_bind(app, tx, number) for number in range(count)])
    finally:
        app.close()


def _bind(app: App, tx: Tx, number: int) -> str:
    customers = make_customers(seed=2026)
    one = customers[number % len(customers)]
    oa, openid, now = app.default_oa, f"oBench{number:022d}", app.clock.now()
    books = app.reception.tenant(oa).core.books(tx)
    card = books.identify_debit(one.debit.number, one.name, one.id_number, one.phone)
    assert card.kind is CardKind.DEBIT
    agreed = access_agreement(AGREEMENT)
    follow(tx, oa, openid, now)
    give_consent(
        tx, oa=oa, openid=openid, purpose=Purpose.BINDING, version=agreed.version,
        text="\n".join(agreed.paragraphs), at=now,
    )  # fmt: skip
    bind(tx, oa=oa, openid=openid, card=card, consent_version=agreed.version, at=now)
    return openid
