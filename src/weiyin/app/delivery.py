"""What leaves the house unasked, and what is done as time goes by: the courier and its handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from weiyin.app.ground import Ground
from weiyin.app.plugs import Plugs
from weiyin.assistant import memory
from weiyin.assistant.knowledge import notes
from weiyin.bank.bills.carrying import carry_out as carry_out_bill
from weiyin.bank.bills.chores import do_bill_chores
from weiyin.bank.bills.making import TOPIC as BILL_ORDER
from weiyin.bank.chores import do_chores
from weiyin.bank.core import Core
from weiyin.bank.embedded import EmbeddedCore
from weiyin.bank.events import TOPIC as CUSTOMER_EVENT
from weiyin.bank.notices import TOPIC as ENTRY
from weiyin.bank.payments.chores import do_payment_chores
from weiyin.bank.payments.making import TOPIC as PAYMENT
from weiyin.bank.payments.sending import send_payment
from weiyin.bank.quotes.chores import do_quote_chores
from weiyin.bank.topup import TOPIC as TOPUP
from weiyin.bank.topup_worker import settle_topup
from weiyin.bank.wealth.feed import do_nav_chores
from weiyin.base.errors import Broken
from weiyin.base.mask import Secret
from weiyin.base.sender import Fate, Never, Sent, SmsSender
from weiyin.channel.wechat.media import MediaShelf
from weiyin.channel.wechat.sender import WechatSender
from weiyin.channel.wechat.template import API as TEMPLATE_API
from weiyin.desk import forgetting, picture
from weiyin.desk.case import TOPIC as DESK_CASE
from weiyin.desk.case_delivery import CaseCourier
from weiyin.desk.chores import DeskChores
from weiyin.desk.delivery import DeskCourier
from weiyin.desk.picture_delivery import PictureCourier
from weiyin.desk.putting import TOPIC as DESK
from weiyin.outreach import check_ins, messages
from weiyin.outreach.campaigns import members
from weiyin.outreach.campaigns.happening import TOPIC as HAPPENED
from weiyin.outreach.campaigns.happening import Birthdays, Happenings
from weiyin.outreach.campaigns.runner import TOPIC as CAMPAIGN
from weiyin.outreach.campaigns.runner import CampaignTeller, Runner
from weiyin.outreach.delivery import deliveries
from weiyin.outreach.delivery.breaker import Breakers
from weiyin.outreach.delivery.courier import Chore, Courier, Handler, one_by_one
from weiyin.outreach.delivery.governor import Governor
from weiyin.outreach.delivery.queue import OutboxQueue, Queue
from weiyin.outreach.letters import LATE, SMS, Letters
from weiyin.outreach.notices.fan_out import NOTICE, PLACE_EVENT, FanOut, PlaceEvents
from weiyin.outreach.notices.register import kind_of_bill, kind_of_entry, kind_of_event
from weiyin.outreach.notices.reminders import TOPIC as BILL
from weiyin.outreach.notices.reminders import Reminders
from weiyin.outreach.notices.teller import HANDS, Teller, look
from weiyin.outreach.notices.texts import NOTICE_TEXT, Texts
from weiyin.outreach.segments.audience import Refresh
from weiyin.outreach.sms import HttpSms, NoSms
from weiyin.people.purge import purge
from weiyin.places import chores as places
from weiyin.reception.stored import reply_from_bytes
from weiyin.storage import idempotency, inbox, outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.store import Store, Tx

_REPLIES_KEPT = timedelta(days=7)
_ANSWERS_KEPT = timedelta(days=180)
_DELIVERED_KEPT = timedelta(days=90)


def make_courier(ground: Ground) -> Courier:
    """The courier of all topics there are."""
    store, clock, cores = ground.store, ground.clock, ground.cores
    governor = _governor(ground)
    telling, carrying_out = _telling(ground, governor), _carrying_out(ground)
    if twice := telling.keys() & carrying_out.keys():
        raise Broken(f"two handlers of one topic: {', '.join(sorted(twice))}")
    return Courier(
        store,
        clock,
        {**telling, **carrying_out},
        purges=(
            *places.purges(cores),
            purge,
            memory.purge,
            notes.purge,
            _forget_messages,
            messages.purge,
            deliveries.purge,
            members.purge,
            check_ins.purge,
            picture.purge,
            partial(forgetting.purge, kept=timedelta(days=ground.settings.desk_kept_days)),
        ),
        chores=(
            *_chores(store, cores, ground.plugs),
            *places.chores(store, cores, clock),
            Reminders(store, clock, cores, ground.oas_of_book),
            Refresh(store, clock, cores, ground.oas_of_book),
            Runner(store, clock),
            Birthdays(store, clock, tuple(ground.settings.accounts)),
            DeskChores(store, clock, ground.sealer, ground.desks),
        ),
        queue=_queue(ground, tuple(telling), tuple(carrying_out), governor),
    )


def make_core_courier(ground: Ground, tell: Handler) -> Courier:
    """The courier of a house that only keeps books: `tell` hears of entries and events."""
    handlers = {ENTRY: tell, CUSTOMER_EVENT: tell, **_carrying_out(ground)}
    chores = _chores(ground.store, ground.cores, ground.plugs)
    return Courier(ground.store, ground.clock, handlers, purges=(_forget_messages,), chores=chores)


def _telling(ground: Ground, governor: Governor) -> dict[str, Handler]:
    """Whatever is told to somebody."""
    settings, store, clock, cores = ground.settings, ground.store, ground.clock, ground.cores
    templates = {key: one.templates for key, one in settings.accounts.items()}
    subscriptions = {key: one.subscriptions for key, one in settings.accounts.items()}
    sender = WechatSender(ground.clients, templates, store, clock, subscriptions)
    letters = Letters(store, clock, ground.sealer, sender, _sms(ground), reply_from_bytes)
    hands = ground.plugs.hands or _hands(ground)
    fan_out = partial(FanOut, store, clock, cores, ground.oas_of_book)
    return {
        SMS: one_by_one(letters.text),
        LATE: one_by_one(letters.reply),
        DESK: one_by_one(DeskCourier(store, clock, ground.sealer, sender).deliver),
        picture.TOPIC: one_by_one(
            PictureCourier(store, clock, ground.sealer, partial(_picture, ground)).deliver
        ),
        DESK_CASE: one_by_one(CaseCourier(store, clock, ground.sealer, sender).deliver),
        NOTICE_TEXT: one_by_one(Texts(store, clock, ground.sealer, cores, look)),
        NOTICE: Teller(store, clock, sender, cores, Breakers(), governor, hands),
        ENTRY: fan_out(kind_of_entry),
        CUSTOMER_EVENT: fan_out(kind_of_event),
        BILL: fan_out(kind_of_bill),
        PLACE_EVENT: PlaceEvents(store, clock),
        HAPPENED: one_by_one(Happenings(store, clock)),
        CAMPAIGN: one_by_one(CampaignTeller(store, clock, sender)),
    }


def _picture(ground: Ground, oa: str, media_id: str) -> bytes:
    """What a customer sent, as WeChat keeps it for three days."""
    return MediaShelf(ground.clients[oa]).get(media_id).content


def _hands(ground: Ground) -> Executor:
    hands = ThreadPoolExecutor(HANDS, thread_name_prefix="teller")
    ground.closing.callback(hands.shutdown)
    return hands


def _carrying_out(ground: Ground) -> dict[str, Handler]:
    """What was held on our books until somebody outside answers."""
    plugs, found = ground.plugs, dict[str, Handler]()
    if plugs.topup is not None:
        settle = partial(settle_topup, provider=plugs.topup, clock=plugs.clock)
        found[TOPUP] = one_by_one(_on_our_books(ground, settle))
    if plugs.biller is not None:
        carry = partial(carry_out_bill, clock=plugs.clock)
        found[BILL_ORDER] = one_by_one(_on_our_books(ground, carry))
    if plugs.clearing is not None:
        send = partial(send_payment, clearing=plugs.clearing, clock=plugs.clock)
        found[PAYMENT] = one_by_one(_on_our_books(ground, send))
    return found


def _on_our_books(
    ground: Ground, step: Callable[[Store, EmbeddedCore, Parcel], str]
) -> Callable[[Parcel], Fate]:
    """Carries out what was held; the step itself closes its parcel or puts it off."""

    def carry_out(parcel: Parcel) -> Fate:
        core = ground.cores[parcel.payload["book"]]
        if not isinstance(core, EmbeddedCore):
            return Never("the bank's own core carries out what is held there")
        return Sent(step(ground.store, core, parcel))

    return carry_out


def _forget_messages(tx: Tx, now: datetime) -> int:
    """Replies and answers outlive every retry by far; what was delivered is kept for questions."""
    return (
        inbox.forget_before(tx, now - _REPLIES_KEPT)
        + idempotency.forget_before(tx, now - _ANSWERS_KEPT)
        + outbox.forget_before(tx, now - _DELIVERED_KEPT)
    )


def _queue(
    ground: Ground, telling: tuple[str, ...], carrying_out: tuple[str, ...], governor: Governor
) -> Queue:
    """The outbox itself, or JetStream filled from it. The first call connects, not this one.

    What is carried out on our books closes its own row there, so it stays in the outbox.
    """
    outbox_of = partial(OutboxQueue, ground.store, ground.clock, name="courier", governor=governor)
    if not ground.settings.nats_servers:
        return outbox_of(topics=(*telling, *carrying_out))
    from weiyin.outreach.delivery.jetstream import JetStreamQueue  # noqa: PLC0415 - an extra

    here = outbox_of(topics=carrying_out)
    queue = JetStreamQueue(outbox_of(topics=telling), here, ground.settings.nats_servers)
    ground.closing.callback(queue.close)
    return queue


def _governor(ground: Ground) -> Governor:
    settings, clients = ground.settings, ground.clients
    return Governor(
        {key: one.templates_a_day for key, one in settings.accounts.items()},
        lambda oa: clients[oa].quota.calls_today().get(TEMPLATE_API, 0),
        settings.reminders_a_minute,
    )


def _sms(ground: Ground) -> SmsSender:
    settings = ground.settings
    if not settings.sms_url:
        return NoSms()
    sms = HttpSms(settings.sms_url, Secret(settings.sms_key.get_secret_value()), ground.plugs.wire)
    ground.closing.callback(sms.close)
    return sms


def _chores(store: Store, cores: Mapping[str, Core], plugs: Plugs) -> tuple[Chore, ...]:
    """What our own books need done as time goes by; the bank's own core does its own.

    Net values come before the close that confirms orders by them.
    """
    ours = [core for core in cores.values() if isinstance(core, EmbeddedCore)]
    kinds = (
        partial(do_nav_chores, feed=plugs.navs),
        do_chores,
        do_payment_chores,
        do_bill_chores,
        partial(do_quote_chores, feed=plugs.quotes),
    )
    return tuple(partial(chore, store, core) for core in ours for chore in kinds)
