"""Bindings: which cards a follower may speak of. Written only after proof, ended at a word."""

from __future__ import annotations

from datetime import datetime

from weiyin.bank.core import Card, CardStatus
from weiyin.base.clock import to_us
from weiyin.base.errors import Conflict, NotAllowed, NotFound
from weiyin.base.ids import SYSTEM_RNG, Rng, row_id
from weiyin.people.consents import Purpose, standing_consent
from weiyin.people.drafts import void_drafts
from weiyin.people.followers import is_following
from weiyin.people.who import Binding, Who, access_binding, access_who
from weiyin.storage import audit
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader, Tx

MAX_CARDS = 10
"""Cards of one follower, of all kinds together."""

_BIND = sql("""
    INSERT INTO bindings (binding_id, oa, openid, customer_no, card_id, kind, tail, account_no,
                          is_default, state, consent_version, bound_us)
    VALUES (:binding_id, :oa, :openid, :customer_no, :card_id, :kind, :tail, :account_no,
            :is_default, 'active', :consent_version, :bound_us)
""")
_UNBIND = sql("""
    UPDATE bindings SET state = 'unbound', is_default = 0, ended_us = :at_us, ended_why = :why
    WHERE oa = :oa AND openid = :openid AND binding_id = :binding_id AND state = 'active'
""")
_UNSET_DEFAULT = sql("""
    UPDATE bindings SET is_default = 0
    WHERE oa = :oa AND openid = :openid AND kind = :kind AND state = 'active' AND is_default = 1
""")
_SUSPENDED = sql("""
    SELECT 1 FROM bindings WHERE oa = :oa AND openid = :openid AND state = 'suspended' LIMIT 1
""")
_SET_DEFAULT = sql("""
    UPDATE bindings SET is_default = 1
    WHERE oa = :oa AND openid = :openid AND binding_id = :binding_id AND state = 'active'
""")


def bind(
    tx: Tx,
    *,
    oa: str,
    openid: str,
    card: Card,
    consent_version: str,
    at: datetime,
    rng: Rng = SYSTEM_RNG,
) -> Binding:
    """Bind `card`, whose ownership was just proved; binding it again returns the same binding.

    The first of its kind becomes the default. Raises NotAllowed: `not_following`, `consent`,
    `card_status`, `other_customer`, `too_many_cards`.
    """
    who = access_who(tx, oa, openid)
    _check_may_bind(tx, who, card, consent_version)
    for binding in who.bindings:
        if binding.card_id == card.card_id:
            return binding
    first_of_kind = all(binding.kind != card.kind for binding in who.bindings)
    binding = Binding(
        row_id(at, rng),
        card.card_id,
        card.kind,
        card.tail,
        card.account_no,
        card.customer_no,
        first_of_kind,
    )
    _insert(tx, who, binding, consent_version, at)
    _audit(tx, who, "binding.bind", binding, at)
    return binding


def has_suspended(reader: Reader, oa: str, openid: str) -> bool:
    """True when something bound before an unfollow waits for fresh proof."""
    return reader.one(_SUSPENDED, oa=oa, openid=openid) is not None


def unbind(tx: Tx, who: Who, binding_id: str, at: datetime) -> Binding:
    """End one binding and return what it was. NotFound when it is not theirs or has ended.

    When it was the default of its kind, the oldest that remains becomes it. What was written down
    to be confirmed is void: it may order something with that card.
    """
    binding = access_binding(who, binding_id)
    key = {"oa": who.oa, "openid": who.openid}
    if tx.run(_UNBIND, binding_id=binding_id, at_us=to_us(at), why="customer", **key) != 1:
        raise NotFound
    void_drafts(tx, **key, at=at, made_until=at)
    heirs = [b for b in who.bindings if b.kind == binding.kind and b.binding_id != binding_id]
    if binding.is_default and heirs:
        tx.run(_SET_DEFAULT, binding_id=heirs[0].binding_id, **key)
    _audit(tx, who, "binding.unbind", binding, at)
    return binding


def set_default(tx: Tx, who: Who, binding_id: str, at: datetime) -> Binding:
    """Make one card the default of its kind. NotFound when it is not theirs."""
    binding = access_binding(who, binding_id)
    key = {"oa": who.oa, "openid": who.openid}
    tx.run(_UNSET_DEFAULT, kind=binding.kind.value, **key)
    if tx.run(_SET_DEFAULT, binding_id=binding_id, **key) != 1:
        raise NotFound
    _audit(tx, who, "binding.default", binding, at)
    return binding


def _check_may_bind(tx: Tx, who: Who, card: Card, consent_version: str) -> None:
    consent = standing_consent(tx, who.oa, who.openid, Purpose.BINDING)
    if not is_following(tx, who.oa, who.openid):
        raise NotAllowed("not_following", "请先关注本行服务号，再办理绑定")
    if consent is None or consent.version != consent_version:
        raise NotAllowed("consent", "请先阅读并同意绑定服务协议")
    if card.status is not CardStatus.ACTIVE:
        raise NotAllowed("card_status", "该卡当前状态无法绑定，请联系客服")
    if who.customer_no not in {None, card.customer_no}:
        raise NotAllowed("other_customer", "当前微信已绑定其他客户的银行卡，请先解除绑定")
    if len(who.bindings) >= MAX_CARDS:
        raise NotAllowed("too_many_cards", f"最多可绑定{MAX_CARDS}张银行卡")


def _insert(tx: Tx, who: Who, binding: Binding, consent_version: str, at: datetime) -> None:
    written = tx.run(
        _BIND,
        binding_id=binding.binding_id,
        oa=who.oa,
        openid=who.openid,
        customer_no=binding.customer_no,
        card_id=binding.card_id,
        kind=binding.kind.value,
        tail=binding.tail,
        account_no=binding.account_no,
        is_default=int(binding.is_default),
        consent_version=consent_version,
        bound_us=to_us(at),
    )
    if written != 1:
        raise Conflict


def _audit(tx: Tx, who: Who, what: str, binding: Binding, at: datetime) -> None:
    audit.record(
        tx,
        oa=who.oa,
        who=who.openid,
        what=what,
        whom=binding.customer_no,
        why="customer",
        outcome="ok",
        at=at,
        detail={"binding": binding.binding_id, "kind": binding.kind.value, "tail": binding.tail},
    )
