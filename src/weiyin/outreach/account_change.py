"""动账通知: an entry on the books becomes one notice for each person bound to its account.

First the entry is fanned out, in one unit, to a parcel a person; then each is told by WeChat, and
by text message when WeChat never will, or was silent twice, or says later that it did not arrive.
The entry's number stands in the words, so that a person who is told twice can see that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weiyin.bank.core import Core
from weiyin.base.ask import Ask
from weiyin.base.clock import SHANGHAI, Clock, from_us
from weiyin.base.mask import tail
from weiyin.base.money import Money
from weiyin.base.sender import Fate, Later, Lost, Never, Notice, Sender, Sent
from weiyin.outreach import deliveries
from weiyin.outreach.preferences import Preference, preference_of
from weiyin.people.sms import Sms, put_sms
from weiyin.people.who import Binding, access_owners
from weiyin.storage import outbox
from weiyin.storage.outbox import Parcel
from weiyin.storage.sealed import Sealer
from weiyin.storage.store import Reader, Store, Tx

ENTRY = "entry"
NOTICE = "notice"
NOTICE_TEXT = "notice_text"
"""A notice, by its key, that is to go by text message."""

_RESEND_AFTER = timedelta(seconds=30)

_KINDS = {
    "transfer": "转账",
    "salary": "工资",
    "purchase": "消费",
    "repayment": "还款",
    "topup": "手机充值",
    "interest": "结息",
    "fee": "手续费",
    "withdrawal": "取现",
    "deposit": "存入",
    "reversal": "冲正",
}
_THEIR_WORDS = frozenset({"transfer", "reversal"})
"""Kinds whose memo somebody else may have written: the bank's notice does not speak in it."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """Handlers for the topics `entry` and `notice`. `books` maps a set of books to its accounts."""

    store: Store
    clock: Clock
    sealer: Sealer
    sender: Sender
    cores: Mapping[str, Core]
    oas_of_book: Callable[[str], Iterable[str]]

    def fan_out(self, parcel: Parcel) -> Fate:
        """One parcel a bound person, in the same unit that closes nothing else: safe to repeat."""
        entry = parcel.payload

        def work(tx: Tx) -> None:
            for oa in self.oas_of_book(entry["book"]):
                for openid, binding in access_owners(tx, oa, entry["account_no"]):
                    if _is_wanted(preference_of(tx, oa, openid), entry):
                        self._put(tx, oa, openid, binding, parcel)

        self.store.run(work)
        return Sent("fanned out")

    def _put(self, tx: Tx, oa: str, openid: str, binding: Binding, parcel: Parcel) -> None:
        outbox.put(
            tx,
            oa=oa,
            topic=NOTICE,
            key=f"{parcel.key}:{openid}",
            payload={"openid": openid, "tail": binding.tail, "entry": parcel.payload},
            due=self.clock.now(),
        )

    def tell(self, parcel: Parcel) -> Fate:
        """Tell one person by WeChat; by text message when that is never going to work."""
        oa, openid, key = parcel.oa, parcel.payload["openid"], parcel.key
        entry = parcel.payload["entry"]
        wanted, is_due = self.store.read(lambda r: self._still(r, oa, openid, entry))
        if not is_due:
            return Never("no longer bound or wanted")
        now = self.clock.now()
        attempt = self.store.run(lambda tx: deliveries.begin(tx, oa, key, openid, "wechat", now))
        if not attempt:
            return Sent("told before")
        notice = notice_of(entry, parcel.payload["tail"], wanted)
        fate = self.sender.notify(oa, openid, notice, key)
        by_text = isinstance(fate, Never) or (
            isinstance(fate, Lost) and attempt >= deliveries.TELL_AGAIN
        )
        self.store.run(lambda tx: self._note(tx, parcel, fate, by_text=by_text))
        if by_text:
            return Sent("text message")
        if isinstance(fate, Lost):
            return Later(self.clock.now() + _RESEND_AFTER, fate.why)
        return fate

    def _still(
        self, reader: Reader, oa: str, openid: str, entry: Mapping[str, Any]
    ) -> tuple[Preference, bool]:
        """What they want now, and whether they are to be told at all."""
        owners = access_owners(reader, oa, entry["account_no"])
        wanted = preference_of(reader, oa, openid)
        return wanted, _is_wanted(wanted, entry) and any(owner == openid for owner, _ in owners)

    def _note(self, tx: Tx, parcel: Parcel, fate: Fate, *, by_text: bool) -> None:
        oa, openid, key = parcel.oa, parcel.payload["openid"], parcel.key
        now = self.clock.now()
        failed = deliveries.end(tx, oa, key, openid, "wechat", fate, now)
        if by_text or failed:
            put_text(tx, oa, key, now)

    def text(self, parcel: Parcel) -> Fate:
        """Tell by text message what WeChat did not; to the phone that the bank knows."""
        oa, key = parcel.oa, parcel.key
        told = self.store.read(lambda reader: outbox.payload_of(reader, oa, NOTICE, key))
        if told is None:
            return Never("nothing is known of this notice")
        openid, entry = told["openid"], told["entry"]
        wanted, is_due = self.store.read(lambda r: self._still(r, oa, openid, entry))
        if not is_due:
            return Never("no longer bound or wanted")
        core = self.cores[entry["book"]]
        phone = self.store.read(lambda r: core.books(r).reserved_phone(entry["customer_no"]))
        notice = notice_of(entry, told["tail"], wanted)
        body = "，".join([notice.title, *(f"{name}{value}" for name, value in notice.fields)])
        self.store.run(
            lambda tx: put_sms(
                tx,
                sealer=self.sealer,
                oa=oa,
                key=f"notice:{key}",
                sms=Sms(phone, body),
                due=self.clock.now(),
            )
        )
        return Sent("text message")


def put_text(tx: Tx, oa: str, notice_key: str, due: datetime) -> None:
    """Queue the notice of that key to go by text message, once."""
    outbox.put(tx, oa=oa, topic=NOTICE_TEXT, key=notice_key, payload={}, due=due)


def on_event(tx: Tx, ask: Ask) -> None:
    """WeChat tells what became of a notice: what did not arrive goes by text message."""
    failed_key = deliveries.on_event(tx, ask)
    if failed_key:
        put_text(tx, ask.oa, failed_key, ask.at)


def notice_of(entry: Mapping[str, Any], card_tail: str, wanted: Preference) -> Notice:
    """The words of a change: card tail, minute, kind, signed amount, balance, entry number.

    Without the balance it is a kind of its own: a template may leave none of its fields empty.
    """
    amount = Money(entry["amount_fen"], entry["currency"])
    at = from_us(entry["at_us"]).astimezone(SHANGHAI)
    memo = "" if entry["kind"] in _THEIR_WORDS else entry.get("memo")
    kind = memo or _KINDS.get(entry["kind"], "账户变动")
    fields = [
        ("账户", f"尾号{tail(card_tail)}"),
        ("时间", f"{at:%Y-%m-%d %H:%M}"),
        ("类型", kind),
        ("金额", f"{'+' if amount.fen > 0 else ''}{amount}元"),
    ]
    if wanted.show_balance:
        fields.append(("余额", f"{Money(entry['balance_fen'], entry['currency'])}元"))
    fields.append(("流水号", entry["entry_no"]))
    told_as = "account_change" if wanted.show_balance else "account_change_brief"
    return Notice(told_as, "账户变动通知", tuple(fields))


def _is_wanted(wanted: Preference, entry: Mapping[str, Any]) -> bool:
    return wanted.enabled and abs(entry["amount_fen"]) >= wanted.threshold.fen
