"""The envelope of a push: proof that WeChat sent it, now, to this account — then its fields.

Nothing a stranger wrote is parsed before the proof: in safe mode the sealed part is found by a
plain pattern, `msg_signature` is checked over it, and only what opens is read. Every fault of
proof is one `Forged`, without a reason. Facts: docs of message push and encryption.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from weiyin.channel.wechat.account import Mode, OfficialAccount
from weiyin.channel.wechat.crypto import MessageCrypto
from weiyin.channel.wechat.faults import Forged, Unreadable
from weiyin.channel.wechat.json_push import read_json
from weiyin.channel.wechat.nonces import NonceMemory
from weiyin.channel.wechat.signature import is_signed, sign
from weiyin.channel.wechat.xml import MAX_BYTES, Fields, Written, read_xml

FRESH_S = 300
_RETRY_S = 60.0
_MAX_ECHO = 1024
_MAX_CANDIDATES = 32
_TIMESTAMP = re.compile(r"[0-9]{10}")
_NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_SEALED_XML = re.compile(
    rb"<Encrypt>\s{0,8}(?:<!\[CDATA\[)?([A-Za-z0-9+/]{64,}+={0,2})(?:\]\]>)?\s{0,8}</Encrypt>"
)
_SEALED_JSON = re.compile(rb'"Encrypt"\s{0,8}:\s{0,8}"([A-Za-z0-9+/\\]{64,}+={0,2})"')


class Opened(Struct, frozen=True):
    """The fields of a push, and what its answer must be sealed with."""

    fields: Fields
    nonce: str
    key: int | None
    """The number of the AES key that opened it; None for a plain push."""
    token: int
    """The number of the Token that proved it."""
    is_json: bool


class Envelope:
    """Opens the pushes of one account. Not thread-safe: one event loop owns it."""

    def __init__(self, account: OfficialAccount, memory: NonceMemory) -> None:
        self._mode = account.mode
        self._tokens = tuple(t.reveal() for t in (account.token, account.previous_token) if t)
        self._crypto = MessageCrypto(account.appid, account.aes_key, account.previous_aes_key)
        self._memory = memory

    def echo(self, query: Mapping[str, str], now: datetime) -> str:
        """The `echostr` of a genuine address check. Raises `Forged`."""
        timestamp, nonce = _shaped(query)
        self._prover(query.get("signature", ""), timestamp, nonce)
        echo = query.get("echostr", "")
        if not (_is_fresh(timestamp, now) and len(echo) <= _MAX_ECHO):
            raise Forged
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Opened:
        """The fields of a genuine push. Raises `Forged`, `Unreadable`."""
        if len(body) > MAX_BYTES:
            raise Forged
        timestamp, nonce = _shaped(query)
        sealed = self._mode is not Mode.PLAIN or query.get("encrypt_type") == "aes"
        if sealed:
            opened = self._open_sealed(query, timestamp, nonce, body)
            proof = query["msg_signature"]
        else:
            proof = query.get("signature", "")
            opened, token = None, self._prover(proof, timestamp, nonce)
        fresh = _is_fresh(timestamp, now)
        question = b"\n".join((timestamp.encode(), nonce.encode(), body))
        if not self._memory.admit(proof, question, fresh=fresh, retry_s=_RETRY_S):
            raise Forged
        return opened or _read(body, nonce, None, token)

    def seal(self, message: bytes, opened: Opened, at: int) -> dict[str, Written]:
        """The fields that carry `message` as the answer to `opened`, at `at` seconds."""
        sealed = self._crypto.seal(message, opened.key or 0)
        signature = sign(self._tokens[opened.token], str(at), opened.nonce, sealed)
        return {
            "Encrypt": sealed,
            "MsgSignature": signature,
            "TimeStamp": at,
            "Nonce": opened.nonce,
        }

    def _open_sealed(
        self, query: Mapping[str, str], timestamp: str, nonce: str, body: bytes
    ) -> Opened:
        given = query.get("msg_signature", "")
        for sealed in _candidates(body):
            token = self._proof(given, timestamp, nonce, sealed)
            if token is not None:
                break
        else:
            raise Forged
        try:
            message, key = self._crypto.open(sealed)
            return _read(message, nonce, key, token)
        except Unreadable:
            # What does not read may be sealed words that were tampered with: one answer for both.
            raise Forged from None

    def _prover(self, given: str, *parts: str) -> int:
        """The number of the Token that `given` proves over `parts`. Raises `Forged`."""
        token = self._proof(given, *parts)
        if token is None:
            raise Forged
        return token

    def _proof(self, given: str, *parts: str) -> int | None:
        for number, token in enumerate(self._tokens):
            if is_signed(given, token, *parts):
                return number
        return None


def _candidates(body: bytes) -> list[str]:
    """What may be the sealed part: in compatible mode a customer's own words may look like it."""
    if body.lstrip()[:1] == b"{":
        found = _SEALED_JSON.findall(body)
        return [sealed.replace(b"\\/", b"/").decode() for sealed in found[:_MAX_CANDIDATES]]
    return [sealed.decode() for sealed in _SEALED_XML.findall(body)[:_MAX_CANDIDATES]]


def _shaped(query: Mapping[str, str]) -> tuple[str, str]:
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce)):
        raise Forged
    return timestamp, nonce


def _is_fresh(timestamp: str, now: datetime) -> bool:
    return abs(now.timestamp() - int(timestamp)) <= FRESH_S


def _read(message: bytes, nonce: str, key: int | None, token: int) -> Opened:
    is_json = message.lstrip()[:1] == b"{"
    fields = read_json(message) if is_json else read_xml(message.strip())
    return Opened(fields, nonce, key, token, is_json)
