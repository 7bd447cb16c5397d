"""What must hold in every day: looked at all along where it is cheap, and whole at its end.

- money: the books balance, every chain is whole, every balance that was told was once true
- key: a page posts once if it ended well and not at all otherwise; what was told is so
- outbox: every movement on a customer's account has its parcel, and nothing else has one
- told: a notice that is known to be told is not told again, none is told more than twice
- lost: at the end of the healed day every notice was told, by WeChat or by text message, or is
  known as not told and kept in the person's message centre
- slot: nobody is shown anything of another's (found by the phones)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from weiyin.bank.topup import ToppedUp
from weiyin.bank.verify import verify
from weiyin.people.drafts import draft_states
from weiyin.simulation.agents import ANSWERED
from weiyin.simulation.carrier import Carrier
from weiyin.simulation.diary import Diary
from weiyin.simulation.town import BOOK, OPENED, PEOPLE
from weiyin.simulation.wire import Sends, message_id, notice_name
from weiyin.storage.sql import sql
from weiyin.storage.store import Reader

_SUMS = sql(
    "SELECT SUM(credit_fen - debit_fen), SUM(in_held_fen - out_held_fen) FROM ledger_accounts"
)
_FLOORS = sql(
    "SELECT no FROM ledger_accounts WHERE no LIKE 'A%' AND credit_fen - debit_fen - out_held_fen<0"
)
_KEYS = sql("SELECT key, kind FROM ledger_entries WHERE at_us>:opened_us")
_MOVED = sql(
    "SELECT entry_no, account_no, amount_fen FROM ledger_lines"
    " WHERE account_no LIKE 'A%' AND at_us>:opened_us AND amount_fen<>0"
)
_TOLD_ABOUT = sql("SELECT key FROM outbox WHERE topic='entry'")
_BALANCES = sql(
    "SELECT account_no, balance_fen, out_held_fen FROM ledger_lines WHERE account_no LIKE 'A%'"
    " ORDER BY account_no, seq"
)
_NOTICES = sql("SELECT key, state FROM outbox WHERE topic='notice'")
_TEXTS = sql("SELECT key FROM outbox WHERE topic='notice_text'")
_TOLD = sql(
    "SELECT notice_key FROM deliveries WHERE openid=:openid AND channel='wechat'"
    " AND state IN ('sent', 'delivered')"
)
_KEPT = sql("SELECT 1 FROM messages WHERE openid=:openid AND notice_key=:key")
_OPEN = sql("SELECT 1 FROM outbox WHERE state='open' LIMIT 1")
_OFTEN = sql("SELECT notice_key FROM deliveries WHERE attempts > 1")
_REFUSED_TOPUP = "手机充值未成功"
_OPENED_US = int(OPENED.timestamp() * 1_000_000)


def all_along(reader: Reader) -> Iterator[str]:
    """Cheap enough for every step."""
    row = reader.one(_SUMS)
    if row is None or row[0] or row[1]:
        yield f"money: the books do not balance: {row}"
    for (account,) in reader.all(_FLOORS):
        yield f"money: {account} is below its floor"


def at_the_end(reader: Reader, diary: Diary, sends: Sends, carrier: Carrier) -> Iterator[str]:
    yield from (f"money: {finding}" for finding in verify(reader, BOOK))
    yield from _balances_told(reader, diary)
    yield from _keys(reader, diary)
    yield from _movements(reader, diary, carrier)
    yield from _outbox(reader)
    yield from _notices(reader, sends)
    yield from _messages(sends)


def _balances_told(reader: Reader, diary: Diary) -> Iterator[str]:
    """A balance that was told is one that was available on this account."""
    had: set[tuple[str, int]] = set()
    held: dict[str, int] = {}
    for account, balance, out_held in reader.all(_BALANCES):
        held[account] = held.get(account, 0) + out_held
        had.add((account, balance - held[account]))
    for account, fen in diary.balances:
        if (account, fen) not in had:
            yield f"money: {account} never had the balance {fen} that was told"


def _keys(reader: Reader, diary: Diary) -> Iterator[str]:
    """A draft's id is its order's key."""
    used: dict[str, int] = {}
    for key, _ in reader.all(_KEYS, opened_us=_OPENED_US):
        used[key] = used.get(key, 0) + 1
    drafts = draft_states(reader)
    for draft_id, state in drafts.items():
        wanted = 1 if state == "done" else 0
        if used.get(draft_id, 0) != wanted:
            yield f"key: draft {draft_id} is {state} and has {used.get(draft_id, 0)} entries"
    if len(drafts) > diary.wishes:
        yield f"key: {len(drafts)} drafts of {diary.wishes} wishes"
    for page in diary.pages:
        if page.told == "ok" and page.ended != "done":
            yield f"key: a page told ok has ended {page.ended}"


def _movements(reader: Reader, diary: Diary, carrier: Carrier) -> Iterator[str]:
    """What left each account is what its phone's pages and the carrier say."""
    left: dict[str, int] = {}
    for _, account, fen in reader.all(_MOVED, opened_us=_OPENED_US):
        left[account] = left.get(account, 0) - min(fen, 0)
    for one in PEOPLE:
        paid = [page for page in diary.pages if page.openid == one.openid and page.ended == "done"]
        wanted = sum(page.asked_fen for page in paid if page.kind == "transfer")
        topped = sum(page.asked_fen for page in paid if page.kind == "topup")
        if not wanted <= left.get(one.account, 0) <= wanted + topped:
            yield f"key: {one.account} paid {left.get(one.account, 0)}, its pages say {wanted}"
    done = sum(isinstance(end, ToppedUp) for end in carrier.done.values())
    settled = [key for key, kind in reader.all(_KEYS, opened_us=_OPENED_US) if kind == "topup"]
    if len(settled) != done:
        yield f"money: {done} top-ups at the carrier, {len(settled)} in the books"


def _outbox(reader: Reader) -> Iterator[str]:
    parcels: dict[str, int] = {}
    for (key,) in reader.all(_TOLD_ABOUT):
        parcels[key] = parcels.get(key, 0) + 1
    moved = {
        f"{entry_no}:{account}" for entry_no, account, _ in reader.all(_MOVED, opened_us=_OPENED_US)
    }
    for key in sorted(moved ^ parcels.keys()):
        yield f"outbox: entry {key} has {parcels.get(key, 0)} parcels"


def told_already(reader: Reader, openid: str) -> set[str]:
    """The notices that are known to have been told, by their names towards WeChat."""
    return {message_id(key) for (key,) in reader.all(_TOLD, openid=openid)}


def is_open(reader: Reader) -> bool:
    """Whether anything is still to be delivered."""
    return reader.one(_OPEN) is not None


def _notices(reader: Reader, sends: Sends) -> Iterator[str]:
    texted = {row[0] for row in reader.all(_TEXTS)}
    often = {row[0] for row in reader.all(_OFTEN)}
    for key, state in reader.all(_NOTICES):
        openid = key.rpartition(":")[2]
        times = _times(sends, openid, key)
        if times > 2:
            yield f"told: {key} {times} times"
        if times > 1 and key not in often | texted:
            yield f"told: {key} twice and nobody knows"
        believed = message_id(key) in told_already(reader, openid)
        kept = reader.one(_KEPT, key=key, openid=openid) is not None
        if not times and (believed or not kept):
            yield f"lost: {key} was never told ({state})"


def _times(sends: Sends, openid: str, key: str) -> int:
    """How often WeChat took it, as a notice or as a message of the chat, which names the entry.

    Of a refused top-up a message says only that: two of one day look the same.
    """
    noticed = sends.arrived[notice_name(openid, message_id(key))]
    if key.endswith(f":refused:{openid}"):
        texted = any(to == openid and _REFUSED_TOPUP in words for to, words in sends.talk)
        return noticed or int(texted)
    entry_no = key.partition(":")[0]
    return noticed + sum(to == openid and entry_no in words for to, words in sends.talk)


def _messages(sends: Sends) -> Iterator[str]:
    """Of the agent's messages none comes twice: each has its own words."""
    answers = Counter(words for _, words in sends.talk if ANSWERED in words)
    for words, times in answers.items():
        if times > 1:
            yield f"told: {times} times: {words}"
