from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.checks import Sabotage
from tests.people.conftest import OA, OPENID, People, make_card
from weiyin.base.errors import Broken, Conflict, NotFound
from weiyin.people.bindings import unbind
from weiyin.people.drafts import (
    DRAFT_LIFE,
    RESULT_LIFE,
    Draft,
    DraftState,
    NewDraft,
    StepUp,
    _digest,
    access_draft,
    claim_draft,
    finish_draft,
    make_draft,
)
from weiyin.people.purge import purge
from weiyin.people.who import Who
from weiyin.storage.sql import sql

SABOTAGE = {
    "A04": Sabotage(
        "src/weiyin/people/drafts.py",
        "if not hmac.compare_digest(_digest(draft), draft.digest):",
        "if not draft.digest:",
    ),
}
FACTS = (("收款人", "*小雷"), ("金额", "¥500.00"))
ORDER = {"to_account": "A2", "amount_fen": 50_000}


def write(people: People, who: Who, **changes: Any) -> Draft:
    parts: dict[str, Any] = {
        "function_id": "transfer_same_bank",
        "title": "转账",
        "facts": FACTS,
        "order": ORDER,
        "step_up": StepUp.CODE,
        "phone": "13812345678",
        "words": "向*小雷转账500.00元",
    }
    parts |= changes
    return people.run(
        lambda tx: make_draft(tx, NewDraft(**parts), sealer=people.sealer, who=who, at=people.now)
    )


def look(people: People, handle: str, openid: str = OPENID, oa: str = OA) -> Draft:
    return people.store.read(
        lambda tx: access_draft(
            tx, sealer=people.sealer, oa=oa, openid=openid, handle=handle, now=people.now
        )
    )


def finish(people: People, draft: Draft, state: DraftState = DraftState.DONE) -> None:
    people.run(
        lambda tx: finish_draft(
            tx,
            sealer=people.sealer,
            draft=draft,
            state=state,
            result={"lead": "转账成功"},
            at=people.now,
        )
    )


def test_what_was_written_is_what_is_read(people: People) -> None:
    draft = write(people, people.bound())
    assert look(people, draft.handle) == draft
    assert (draft.facts, draft.order) == (FACTS, ORDER)
    assert len(draft.handle) == 32


def test_nothing_of_the_order_lies_open(people: People) -> None:
    draft = write(people, people.bound())
    finish(people, draft)
    rows = repr(people.store.read(lambda tx: tx.all(sql("SELECT * FROM drafts"))))
    for secret in (draft.handle, "A2", "13812345678", "50000", "转账", "小雷"):
        assert secret not in rows


def test_the_missing_and_the_forbidden_are_the_same(people: People) -> None:
    draft = write(people, people.bound())
    people.bound("o-b", make_card(2, customer_no="C2"))
    refusals = []
    for handle, openid, oa in (
        (draft.handle, "o-b", OA),
        (draft.handle, OPENID, "other"),
        ("0" * 32, OPENID, OA),
        ("", OPENID, OA),
        (draft.draft_id, OPENID, OA),
    ):
        with pytest.raises(NotFound) as refused:
            look(people, handle, openid, oa)
        refusals.append((type(refused.value), str(refused.value)))
    assert len(set(refusals)) == 1


def test_a_draft_expires(people: People) -> None:
    draft = write(people, people.bound())
    people.clock.advance(DRAFT_LIFE)
    assert look(people, draft.handle).state is DraftState.EXPIRED
    assert not people.run(lambda tx: claim_draft(tx, draft, people.now))


def test_one_of_many_claims_it(people: People) -> None:
    draft = write(people, people.bound())

    def claim(_: int) -> bool:
        return people.run(lambda tx: claim_draft(tx, draft, people.now))

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(claim, range(20))) == 1
    assert look(people, draft.handle).state is DraftState.SENDING


def test_a_result_is_stored_once_and_shown_again(people: People) -> None:
    draft = write(people, people.bound())
    assert people.run(lambda tx: claim_draft(tx, draft, people.now))
    finish(people, draft)
    for _ in range(3):
        again = look(people, draft.handle)
        assert (again.state, again.result) == (DraftState.DONE, {"lead": "转账成功"})
        people.clock.advance(DRAFT_LIFE)
    with pytest.raises(Conflict):
        finish(people, draft, DraftState.REFUSED)
    with pytest.raises(ValueError, match="finish"):
        finish(people, draft, DraftState.OPEN)
    people.clock.advance(RESULT_LIFE)
    with pytest.raises(NotFound):
        look(people, draft.handle)


def test_a04_a_changed_draft_is_dead(people: People) -> None:
    """Whoever can write to the table can neither change an order nor swap two."""
    who = people.bound()
    small = write(people, who)
    large = write(people, who, order=ORDER | {"amount_fen": 5_000_000})
    assert small.digest != large.digest
    change = sql("UPDATE drafts SET function_id = :value WHERE draft_id = :draft_id")
    people.run(lambda tx: tx.run(change, value="account_unbind", draft_id=small.draft_id))
    with pytest.raises(Broken):
        look(people, small.handle)
    swap = sql(
        "UPDATE drafts SET sealed = (SELECT sealed FROM drafts WHERE draft_id = :other)"
        " WHERE draft_id = :draft_id"
    )
    people.run(lambda tx: tx.run(swap, other=small.draft_id, draft_id=large.draft_id))
    with pytest.raises(Broken):
        look(people, large.handle)


@pytest.mark.parametrize(
    "change",
    [
        {"order": ORDER | {"amount_fen": 50_001}},
        {"order": ORDER | {"to_account": "A3"}},
        {"facts": (("收款人", "*小雷"), ("金额", "¥5.00"))},
        {"phone": "13800000000"},
        {"step_up": StepUp.NONE},
        {"title": "话费充值"},
        {"function_id": "mobile_topup"},
    ],
)
def test_a04_the_digest_covers_what_is_shown_and_done(
    people: People, change: dict[str, Any]
) -> None:
    who = people.bound()
    first = write(people, who)

    assert _digest(first) == first.digest
    assert _digest(replace(first, **change)) != first.digest


def test_open_drafts_are_void_after_unfollowing(people: People) -> None:
    draft = write(people, people.bound())
    people.unfollow()
    people.clock.advance(timedelta(seconds=1))
    people.follow()
    with pytest.raises(NotFound):
        look(people, draft.handle)


def test_a_draft_is_for_the_customer_it_was_made_for(people: People) -> None:
    who = people.bound()
    draft = write(people, who)
    people.run(lambda tx: unbind(tx, who, who.bindings[0].binding_id, people.now))
    with pytest.raises(NotFound):
        look(people, draft.handle)


def test_its_maker_sees_the_result_of_unbinding_the_last_card(people: People) -> None:
    who = people.bound()
    draft = write(people, who)
    finish(people, draft)
    people.run(lambda tx: unbind(tx, who, who.bindings[0].binding_id, people.now))
    assert look(people, draft.handle).state is DraftState.DONE


def test_forgetting_leaves_what_is_still_needed(people: People) -> None:
    who = people.bound()
    sending, over = write(people, who), write(people, who)
    people.run(lambda tx: claim_draft(tx, sending, people.now))
    people.sign_in()
    assert people.run(lambda tx: purge(tx, people.now)) == 0
    people.clock.advance(timedelta(days=3))
    assert people.run(lambda tx: purge(tx, people.now)) == 1
    people.clock.advance(timedelta(days=30))
    assert people.run(lambda tx: purge(tx, people.now)) == 1, "the session, to be looked back at"
    assert look(people, sending.handle).state is DraftState.SENDING
    with pytest.raises(NotFound):
        look(people, over.handle)
