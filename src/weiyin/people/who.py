"""Who: a follower of an official account, and the cards bound to them."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from weiyin.bank.core import CardKind
from weiyin.base.errors import BadInput, Broken, NotBound, NotFound
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_WHO = sql("""
    SELECT c.private, b.binding_id, b.card_id, b.kind, b.tail, b.account_no, b.customer_no,
           b.is_default
    FROM followers f
    LEFT JOIN session_choices c ON c.oa = f.oa AND c.openid = f.openid
    LEFT JOIN bindings b ON b.oa = f.oa AND b.openid = f.openid AND b.state = 'active'
    WHERE f.oa = :oa AND f.openid = :openid AND f.following = 1
    ORDER BY b.kind, b.is_default DESC, b.bound_us, b.binding_id
""")
_OWNERS = sql("""
    SELECT b.openid, b.binding_id, b.card_id, b.kind, b.tail, b.account_no, b.customer_no,
           b.is_default
    FROM bindings b JOIN followers f ON f.oa = b.oa AND f.openid = b.openid
    WHERE b.oa = :oa AND b.account_no = :account_no AND b.state = 'active' AND f.following = 1
    ORDER BY b.bound_us, b.binding_id
""")
_HOLDERS = sql("""
    SELECT b.openid, b.binding_id, b.card_id, b.kind, b.tail, b.account_no, b.customer_no,
           b.is_default
    FROM bindings b JOIN followers f ON f.oa = b.oa AND f.openid = b.openid
    WHERE b.oa = :oa AND b.customer_no = :customer_no AND b.state = 'active' AND f.following = 1
    ORDER BY b.is_default, b.bound_us DESC, b.binding_id DESC
""")
_BOUND = sql("""
    SELECT b.binding_id, b.card_id, b.kind, b.tail, b.account_no, b.customer_no, b.is_default
    FROM bindings b JOIN followers f ON f.oa = b.oa AND f.openid = b.openid
    WHERE b.oa = :oa AND b.kind = :kind AND b.state = 'active' AND f.following = 1
      AND b.binding_id > :after
    ORDER BY b.binding_id LIMIT CAST(:most AS INTEGER)
""")
_CUSTOMERS = sql("""
    SELECT f.openid, f.first_us FROM followers f
    WHERE f.oa = :oa AND f.following = 1 AND f.openid > :after
      AND EXISTS (SELECT 1 FROM bindings b
                  WHERE b.oa = f.oa AND b.openid = f.openid AND b.state = 'active')
    ORDER BY f.openid LIMIT CAST(:most AS INTEGER)
""")


class Binding(Struct, frozen=True):
    """A card bound to a follower. `is_default`: the one meant when none of its kind is named."""

    binding_id: str
    card_id: str
    kind: CardKind
    tail: str
    account_no: str
    customer_no: str
    is_default: bool


class Who(Struct, frozen=True):
    """`customer_no` is None until a card is bound: nobody is known by openid alone."""

    oa: str
    openid: str
    customer_no: str | None
    bindings: tuple[Binding, ...]
    follows: bool = True
    private: bool = False
    """Of accounts the chat says nothing; a page does, after signing in (`safety.choices`)."""


def access_who(tx: Reader, oa: str, openid: str) -> Who:
    """Who this is now. Somebody who does not follow has nothing bound."""
    rows = tx.all(_WHO, oa=oa, openid=openid)
    bindings = tuple(_binding(row[1:]) for row in rows if row[1] is not None)
    customers = {binding.customer_no for binding in bindings}
    if len(customers) > 1:
        raise Broken(f"one openid of {oa} is bound to {len(customers)} customers")
    return Who(
        oa,
        openid,
        bindings[0].customer_no if bindings else None,
        bindings,
        follows=bool(rows),
        private=bool(rows and rows[0][0]),
    )


def access_card(who: Who, kind: CardKind, tail: str | None = None) -> Binding:
    """The card of `kind` with `tail`, or the default one.

    Raises NotBound when no card of the kind is bound, NotFound for a tail that is not theirs,
    BadInput when two of their cards share the tail.
    """
    cards = [binding for binding in who.bindings if binding.kind == kind]
    if not cards:
        raise NotBound(
            heard="请先绑定信用卡" if kind is CardKind.CREDIT else "请先绑定借记卡",
            card=kind.value,
        )
    if tail is None:
        return next((card for card in cards if card.is_default), cards[0])
    named = [card for card in cards if card.tail == tail]
    if not named:
        raise NotFound
    if len(named) > 1:
        raise BadInput("card", "您有多张尾号相同的卡，请先设置默认卡后再办理")
    return named[0]


def access_binding(who: Who, binding_id: str) -> Binding:
    """The binding of that id. NotFound when it is missing, ended or another's."""
    for binding in who.bindings:
        if binding.binding_id == binding_id:
            return binding
    raise NotFound


def access_owners(tx: Reader, oa: str, account_no: str) -> tuple[tuple[str, Binding], ...]:
    """The (openid, binding) pairs to tell of a change on `account_no`."""
    rows = tx.all(_OWNERS, oa=oa, account_no=account_no)
    return tuple((row[0], _binding(row[1:])) for row in rows)


def access_holders(tx: Reader, oa: str, customer_no: str) -> tuple[tuple[str, Binding], ...]:
    """Each openid to which a card of the customer is bound, with their default card."""
    rows = tx.all(_HOLDERS, oa=oa, customer_no=customer_no)
    return tuple({row[0]: _binding(row[1:]) for row in rows}.items())


def access_bound(tx: Reader, oa: str, kind: CardKind, after: str, most: int) -> tuple[Binding, ...]:
    """A page of all bound cards of a kind, from the binding id `after` on: for chores."""
    rows = tx.all(_BOUND, oa=oa, kind=kind.value, after=after, most=most)
    return tuple(map(_binding, rows))


def access_customers(tx: Reader, oa: str, after: str, most: int) -> tuple[tuple[str, int], ...]:
    """A page of followers with a card bound, after an openid: each with when they first came."""
    return tuple((row[0], row[1]) for row in tx.all(_CUSTOMERS, oa=oa, after=after, most=most))


def _binding(row: tuple[Any, ...]) -> Binding:
    binding_id, card_id, kind, tail, account_no, customer_no, is_default = row
    return Binding(
        binding_id, card_id, CardKind(kind), tail, account_no, customer_no, bool(is_default)
    )
