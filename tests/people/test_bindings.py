from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.conftest import OA, OPENID, People, make_card
from weiyin.bank.core import CardKind, CardStatus
from weiyin.base.errors import BadInput, NotAllowed, NotBound, NotFound
from weiyin.people.bindings import MAX_CARDS, set_default, unbind
from weiyin.people.consents import Purpose, end_consent, give_consent, standing_consent
from weiyin.people.revoke import withdraw_binding_consent
from weiyin.people.who import access_binding, access_card, access_owners
from weiyin.storage import audit


def test_the_first_card_of_a_kind_is_the_default(people: People) -> None:
    cards = make_card(1), make_card(2), make_card(3, CardKind.CREDIT)
    who = people.bound(OPENID, *cards)
    assert who.customer_no == "C1"
    assert access_card(who, CardKind.DEBIT).tail == "0001"
    assert access_card(who, CardKind.DEBIT, "0002").tail == "0002"
    assert access_card(who, CardKind.CREDIT).tail == "0003"
    with pytest.raises(NotFound):
        access_card(who, CardKind.CREDIT, "0001")


def test_binding_again_changes_nothing(people: People) -> None:
    people.bound()
    first = people.who().bindings
    people.bind(make_card())
    assert people.who().bindings == first


def test_default_can_be_set_and_is_inherited(people: People) -> None:
    who = people.bound(OPENID, make_card(1), make_card(2), make_card(3))
    second = access_card(who, CardKind.DEBIT, "0002")
    people.run(lambda tx: set_default(tx, who, second.binding_id, people.now))
    who = people.who()
    assert access_card(who, CardKind.DEBIT).tail == "0002"
    people.run(lambda tx: unbind(tx, who, second.binding_id, people.now))
    after = people.who()
    assert access_card(after, CardKind.DEBIT).tail == "0001"
    assert [binding.is_default for binding in after.bindings].count(True) == 1
    with pytest.raises(NotFound):
        people.run(lambda tx: unbind(tx, who, second.binding_id, people.now))


def test_unbinding_the_last_card_leaves_nobody(people: People) -> None:
    who = people.bound()
    people.run(lambda tx: unbind(tx, who, who.bindings[0].binding_id, people.now))
    assert people.who().customer_no is None
    with pytest.raises(NotBound):
        access_card(people.who(), CardKind.DEBIT)


def test_another_persons_binding_is_as_missing(people: People) -> None:
    mine = people.bound("o-a", make_card(1))
    other = people.bound("o-b", make_card(2, customer_no="C2"))
    foreign = other.bindings[0].binding_id
    for wanted in (foreign, "nothing"):
        with pytest.raises(NotFound) as refused:
            access_binding(mine, wanted)
        assert str(refused.value) == NotFound.heard
        with pytest.raises(NotFound):
            people.run(lambda tx, w=wanted: unbind(tx, mine, w, people.now))
    assert people.who("o-b").bindings == other.bindings


@pytest.mark.parametrize("status", [CardStatus.LOST, CardStatus.FROZEN, CardStatus.CLOSED])
def test_only_an_active_card_is_bound(people: People, status: CardStatus) -> None:
    people.follow()
    people.consent()
    with pytest.raises(NotAllowed, match="card_status"):
        people.bind(make_card(status=status))


def test_binding_needs_following_and_the_consent_of_that_version(people: People) -> None:
    people.consent(version="1")
    with pytest.raises(NotAllowed, match="not_following"):
        people.bind(make_card())
    people.follow()
    with pytest.raises(NotAllowed, match="consent"):
        people.bind(make_card(), version="2")
    people.bind(make_card(), version="1")


def test_one_openid_is_one_customer(people: People) -> None:
    people.bound()
    with pytest.raises(NotAllowed, match="other_customer"):
        people.bind(make_card(9, customer_no="C2"))


def test_cards_are_bounded(people: People) -> None:
    people.bound(OPENID, *(make_card(number) for number in range(MAX_CARDS)))
    with pytest.raises(NotAllowed, match="too_many_cards"):
        people.bind(make_card(99))


def test_two_cards_of_one_tail_are_asked_about(people: People) -> None:
    who = people.bound(OPENID, make_card(1, tail="8888"), make_card(2, tail="8888"))
    with pytest.raises(BadInput):
        access_card(who, CardKind.DEBIT, "8888")


def test_owners_of_an_account_are_those_bound_and_following(people: People) -> None:
    people.bound("o-a", make_card(1))
    people.bound("o-b", make_card(1))
    people.bound("o-c", make_card(2, customer_no="C2"))
    people.unfollow("o-b")
    owners = people.store.read(lambda tx: access_owners(tx, OA, "A1"))
    assert [openid for openid, _ in owners] == ["o-a"]


def test_consents_are_kept_apart_with_their_words(people: People) -> None:
    people.consent()
    people.clock.advance(timedelta(days=1))

    def newer(tx: object) -> None:
        give_consent(
            tx,  # type: ignore[arg-type]
            oa=OA,
            openid=OPENID,
            purpose=Purpose.BINDING,
            version="2",
            text="新协议",
            at=people.now,
        )

    people.run(newer)
    standing = people.store.read(lambda tx: standing_consent(tx, OA, OPENID, Purpose.BINDING))
    assert standing is not None
    assert (standing.version, standing.given_at) == ("2", people.now)
    assert people.store.read(lambda tx: standing_consent(tx, OA, OPENID, Purpose.LOCATION)) is None
    assert not people.run(lambda tx: end_consent(tx, OA, OPENID, Purpose.LOCATION, people.now))


def test_withdrawing_the_consent_ends_what_rested_on_it(people: People) -> None:
    people.bound()
    assert people.run(lambda tx: withdraw_binding_consent(tx, OA, OPENID, people.now))
    assert people.who().bindings == ()
    assert not people.run(lambda tx: withdraw_binding_consent(tx, OA, OPENID, people.now))


def test_what_happened_is_in_the_audit_log(people: People) -> None:
    who = people.bound()
    people.run(lambda tx: unbind(tx, who, who.bindings[0].binding_id, people.now))
    assert people.store.read(lambda tx: audit.verify(tx, OA)) == []
