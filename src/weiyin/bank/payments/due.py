"""The chore of plans: make the payments whose moment has come, tell of those that could not be."""

from __future__ import annotations

from functools import partial

from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import CustomerEvent, put_event
from weiyin.bank.payments.making import NewPayment, make_payment
from weiyin.bank.payments.plans import Plan, due_plans, find_plan, turn_plan
from weiyin.bank.payments.routes import Mode
from weiyin.bank.services.payment_risk import PaymentRisk
from weiyin.base.errors import Refused
from weiyin.base.mask import mask_card
from weiyin.storage.store import Store, Tx

_AT_ONCE = 100


def run_plans(store: Store, core: EmbeddedCore) -> int:
    """How many moments were dealt with, paid or refused. Safe to call twice, late, or by two."""
    done = 0
    while due := store.read(lambda r: due_plans(r, core.book, core.clock.now(), _AT_ONCE)):
        done += sum(_run(store, core, plan_no) for plan_no in due)
    return done


def _run(store: Store, core: EmbeddedCore, plan_no: str) -> bool:
    """One moment of one plan: paid and turned in one unit; or refused, told and turned in one."""
    plan = store.read(lambda reader: find_plan(reader, core.sealer, core.book, plan_no))
    try:
        return store.run(partial(_pay, core=core, plan=plan))
    except Refused as refusal:
        return store.run(partial(_refuse, core=core, plan=plan, why=refusal.heard))


def _pay(tx: Tx, *, core: EmbeddedCore, plan: Plan) -> bool:
    if not turn_plan(tx, core.book, plan):
        return False
    key = f"{plan.plan_no}:{plan.runs + 1}"
    # Code and password were asked when the plan was made; whoever is listed since is not paid.
    core.books(tx).service(PaymentRisk).admit(
        f"{key}:risk", plan.customer_no, plan.to.payee, plan.amount, with_password=True
    )
    new = NewPayment(
        key, plan.customer_no, plan.from_account, plan.to, plan.amount, Mode.REALTIME, plan.memo
    )
    make_payment(core.office(tx), new)
    return True


def _refuse(tx: Tx, *, core: EmbeddedCore, plan: Plan, why: str) -> bool:
    if not turn_plan(tx, core.book, plan, why):
        return False
    put_event(
        tx,
        CustomerEvent(
            book=core.book,
            customer_no=plan.customer_no,
            kind="plan_refused",
            title="预约转账未成功",
            facts=(
                ("收款人", f"{plan.to_masked} {mask_card(plan.to_tail)}"),
                ("金额", f"{plan.amount}元"),
                ("原因", why),
            ),
            at=core.clock.now(),
            key=f"plan:{plan.plan_no}:{plan.runs + 1}",
            account_no=plan.from_account,
            path="/p/f/transfer_scheduled",
        ),
    )
    return True
